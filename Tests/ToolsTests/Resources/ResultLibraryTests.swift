import JSON
import MCP
import Testing

@testable import Tools

@Suite struct ResultLibraryTests {
  static let now = Timestamp(secondsSince1970: 1_790_000_000)
  let results = KeptResults(MemoryResults { Self.now }, clock: WallClock { Self.now })
  let library: ResultLibrary

  init() {
    library = ResultLibrary(results) { ["acme 1"] }
  }

  private func keep(
    _ pages: [(text: String, rows: Int)], of account: String = "acme 1"
  ) async throws -> String {
    let writer = try await results.begin(
      ResultOrigin(tool: "list", service: "acme", account: account))
    for page in pages { try await writer.append(Array(page.text.utf8), rows: page.rows) }
    return ResultLibrary.uri(of: try await writer.finish(describing: [:]).handle)
  }

  private func text(_ contents: ResourceContents?) -> String? {
    guard case .text(let text)? = contents?.body else { return nil }
    return text
  }

  @Test func `gives a result's rows as CSV and as JSON`() async throws {
    let uri = try await keep([
      (#"[{"id": 1, "name": "a, b"}, {"id": 2.50, "at": {"day": "x"}}]"#, 2), ("[]", 0),
      (#"[{"id": 3, "name": "=1"}]"#, 1),
    ])
    let csv = try #require(await library.read(uri))
    #expect(
      csv == [
        ResourceContents(
          uri: uri, mimeType: "text/csv",
          .text("id,name,at.day\r\n1,\"a, b\",\r\n2.50,,x\r\n3,=1,\r\n"))
      ])
    #expect(await library.read(uri + "?format=csv")?.first.flatMap(text) == text(csv.first))
    let json = try #require(await library.read(uri + "?format=json")?.first)
    #expect(json.mimeType == "application/json")
    #expect(
      text(json)
        == #"[{"id":1,"name":"a, b"},{"id":2.50,"at":{"day":"x"}},{"id":3,"name":"=1"}]"#)
  }

  @Test func `gives nothing of an empty result but its form`() async throws {
    let uri = try await keep([("[]", 0)])
    #expect(await library.read(uri)?.map(text) == [""])
    #expect(await library.read(uri + "?format=json")?.map(text) == ["[]"])
  }

  @Test func `knows no result of another account, and no other address`() async throws {
    let other = try await keep([("[1]", 1)], of: "acme 2")
    let own = try await keep([("[1]", 1)])
    for uri in [
      other, own + "?", own + "?format=xml", own + "?x=1", own + "/1", own + "?format=json&x",
      "clickport://results", "clickport://results/", "clickport://tools",
    ] {
      #expect(await library.read(uri) == nil, "\(uri)")
    }
  }

  @Test(arguments: ["", "?format=json"])
  func `gives the rows in front that fit, and says how to get the others`(
    query: String
  ) async throws {
    let row = #"{"text":"\#(String(repeating: "x", count: 1000))"}"#
    let page = "[" + Array(repeating: row, count: 3000).joined(separator: ",") + "]"
    let uri = try await keep([(page, 3000), (page, 3000)])
    let contents = try #require(await library.read(uri + query))
    let rows = try #require(text(contents.first))
    #expect(rows.utf8.count <= ResultLibrary.limit)
    #expect(rows.utf8.count > ResultLibrary.limit - 200_000)
    let note = try #require(text(contents.last))
    #expect(contents.count == 2)
    #expect(note.contains("of 6000 rows"))
    #expect(note.contains("save_to"))
    if query.isEmpty {
      let count = rows.split(separator: "\r\n").count - 1
      #expect(note.contains("first \(count) of"))
    } else {
      let count = try JSONValue(parsing: rows).array?.count ?? 0
      #expect(note.contains("first \(count) of"))
    }
  }

  @Test func `gives no more CSV than the limit where rows have nothing in common`() async throws {
    let rows = (0..<20_000).map { "{\"c\($0)\":1}" }
    let uri = try await keep([("[" + rows.joined(separator: ",") + "]", rows.count)])
    let contents = try #require(await library.read(uri))
    #expect(text(contents.first).map { $0.utf8.count <= ResultLibrary.limit } == true)
    #expect(contents.count == 2)
  }

  @Test func `completes the handles of its accounts, newest first`() async throws {
    _ = try await keep([("[1]", 1)], of: "acme 2")
    let handles = [try await keep([("[1]", 1)]), try await keep([("[1]", 1)])]
      .map { String($0.dropFirst("clickport://results/".count)) }
    let template = try #require(library.templates.first?.uriTemplate)
    func values(_ argument: String, _ value: String) async -> [String]? {
      await library.completions(of: template, argument: argument, value: value)
    }
    #expect(await values("handle", "r_") == Array(handles.reversed()))
    #expect(await values("handle", String(handles[0].prefix(20))) == [handles[0]])
    #expect(await values("handle", "x") == [])
    #expect(await values("format", "j") == ["json"])
    #expect(await values("name", "") == nil)
    #expect(
      await library.completions(of: "clickport://tools/{name}", argument: "handle", value: "")
        == nil)
  }
}
