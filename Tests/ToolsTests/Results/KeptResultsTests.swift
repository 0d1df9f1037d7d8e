import JSON
import Tables
import Testing

@testable import Tools

@Suite struct KeptResultsTests {
  static let now = Timestamp(secondsSince1970: 1_790_000_000)
  let results = KeptResults(MemoryResults { Self.now }, clock: WallClock { Self.now })
  let origin = ResultOrigin(tool: "list", service: "acme", account: "acme 1")

  private func keep(_ pages: [String]) async throws -> ResultHandle {
    let writer = try await results.begin(origin)
    for page in pages { try await writer.append(Array(page.utf8), rows: 1) }
    return try await writer.finish(describing: ["complete": true]).handle
  }

  @Test func `gives an account its own result, page by page`() async throws {
    let handle = try await keep(["[1]", "[2]", "[3]"])
    let opened = try await results.open(handle.text, for: ["other", "acme 1"])
    #expect(opened.result.description == ["complete": true])
    #expect(opened.result.keptAt == Self.now)
    #expect(opened.pages.count == 3)
    var texts: [String] = []
    for try await page in opened.pages { texts.append(String(decoding: page, as: UTF8.self)) }
    #expect(texts == ["[1]", "[2]", "[3]"])
    #expect(try await opened.pages.page(1) == Array("[2]".utf8))
    #expect(try await results.list(for: ["acme 1"]) == [opened.result])
  }

  @Test func `answers every handle that leads to nothing alike`() async throws {
    let handle = try await keep(["[1]"])
    let begun = try await results.begin(origin)
    var errors: Set<String> = []
    for (text, accounts) in [
      (handle.text, ["other"]), (handle.text, []), (ResultHandle().text, ["acme 1"]),
      (begun.handle.text, ["acme 1"]), (handle.text.uppercased(), ["acme 1"]), ("", ["acme 1"]),
      ("r_", ["acme 1"]), ("../state.sqlite", ["acme 1"]),
    ] {
      let error = await #expect(throws: ToolError.self) {
        try await results.open(text, for: accounts)
      }
      #expect(error?.code == .notFound)
      if let error { errors.insert(JSONValue.object(error.json).description) }
    }
    #expect(errors.count == 1)
  }

  @Test func `tells of a result that goes while it is read`() async throws {
    let store = MemoryResults(limit: 8) { Self.now }
    let results = KeptResults(store, clock: WallClock { Self.now })
    let writer = try await results.begin(origin)
    for _ in 1...2 { try await writer.append(Array("[1]".utf8), rows: 1) }
    let handle = try await writer.finish(describing: [:]).handle
    let opened = try await results.open(handle.text, for: ["acme 1"])
    let pages = opened.pages.makeAsyncIterator()
    var iterator = pages
    #expect(try await iterator.next(isolation: nil) == Array("[1]".utf8))
    try await results.begin(origin).append(Array("[\"abc\"]".utf8), rows: 1)
    let error = await #expect(throws: ToolError.self) { try await opened.pages.page(1) }
    #expect(error?.code == .notFound)
  }

  @Test func `makes handles that are read back, and no two alike`() {
    let handles = (1...1000).map { _ in ResultHandle() }
    #expect(Set(handles).count == 1000)
    #expect(handles.allSatisfy { ResultHandle(parsing: $0.text) == $0 })
    #expect(handles.allSatisfy { $0.text.utf8.count == 28 && $0.text.hasPrefix("r_") })
    for text in ["r_7f", "x_" + handles[0].text.dropFirst(2), handles[0].text + "0", "é"] {
      #expect(ResultHandle(parsing: text) == nil)
    }
  }
}
