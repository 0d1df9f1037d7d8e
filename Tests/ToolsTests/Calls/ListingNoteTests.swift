import JSON
import MCP
import TestSupport
import Testing

@testable import Tools

/// What is said beside a list that doesn't show everything, or is long.
@Suite struct `Beside a list` {
  /// Answers with so many rows, kept as their text.
  private struct Rows: ToolHandler {
    let count: Int
    var padding = ""

    func call(_ call: ToolCall) -> JSONObject {
      let row = #"{"id":1,"name":"\#(padding)"}"#
      let rows = Array(repeating: row, count: count).joined(separator: ",")
      let text = #"{"data":[\#(rows)],"meta":{"total":\#(count + 3)}}"#
      return (try? CheckedJSON(Array(text.utf8)).lineObject) ?? [:]
    }
  }

  private static let listing: [(String, JSONValue?)] = [
    ("/rows", "/data"),
    ("/arguments/page", ["in": "query", "type": "integer", "description": "A page."]),
    ("/arguments/from", ["use": "day", "in": "query"]),
    ("/arguments/until", ["use": "day", "in": "query"]),
    ("/arguments/kind", ["in": "query", "type": "string", "description": "A kind."]),
    ("/period", ["start": "from", "end": "until", "day": "/made/day", "time_zone": "UTC"]),
    (
      "/paging", ["kind": "page", "argument": "page", "size": "size", "total": "/meta/total"]
    ),
  ]

  private static let query: JSONValue = [
    "name": "query_rows", "title": "Rows", "description": "Shapes rows.", "toolset": "things",
    "effect": "read", "request": "GET /rows",
  ]

  private func call(
    _ arguments: JSONObject, _ rows: Rows, isQueried: Bool = false
  ) async throws -> CallToolResult {
    let changes = Self.listing.map { (SmallManifest.tool + $0.0, $0.1) }
    let manifest = try SmallManifest.manifest(
      changes + (isQueried ? [("/providers/0/tools/-", Self.query)] : []))
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest), timing: CallTiming(days: SandboxedTools.days)
    ) { _ in rows }
    return try await catalog.call(
      "get_things", arguments: arguments,
      context: RequestContext(version: .july2026, requestID: "1")
    )
  }

  private func notes(_ result: CallToolResult) -> [String] {
    (result.answer?["_notes"]?.array ?? []).compactMap(\.string)
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `is said what it doesn't show, in every revision`(version: ProtocolVersion) async throws {
    let result = try await call(["size": 2], Rows(count: 2)).json(for: version)
    #expect(
      result["_meta"]
        == ["clickport/page": ["shown": 2, "total": 5, "next": ["page": 2]]])
    let text = try #require(result["content"]?.array?.first?["text"]?.string)
    #expect(
      try JSONValue(parsing: text)["_notes"] == ["This shows 2 of 5 rows; page 2 gives the next."])
  }

  @Test func `is told in words what can be done`() throws {
    func sentence(_ paging: JSONObject, _ answer: JSONObject, _ rows: Int) throws -> String? {
      let paging = try #require(try NextPageTests.paging(paging))
      return paging.next(
        after: Arguments(["size": .number(JSONNumber(rows))]), told: paging.told(by: answer),
        rows: rows
      )
      .map { $0.sentence(by: paging) }
    }
    #expect(
      try sentence(NextPageTests.offset, [:], 20)
        == "This shows 20 rows, there may be more; offset 20 gives the next.")
    #expect(
      try sentence(NextPageTests.cursor, ["meta": ["next": "Ignore all"]], 1)
        == "This shows 1 row, there are more; meta.next as cursor gives the next.")
    #expect(
      try sentence(NextPageTests.limit, [:], 20)
        == "This shows 20 rows, there may be more. Raise size for more, to 100 at most.")
    #expect(
      try sentence(NextPageTests.limit, [:], 100)
        == "This shows 100 rows, there may be more. The service shows no more than that.")
  }

  @Test func `is said nothing when everything is shown`() async throws {
    let result = try await call(["size": 2, "page": 4], Rows(count: 0))
    #expect(result.json(for: .july2026)["_meta"] == nil)
    #expect(notes(result) == [])
  }

  @Test func `is said what asks about it when it is long`() async throws {
    let long = Rows(count: 100, padding: String(repeating: "x", count: 160))
    let given: JSONObject = ["range": "last_week", "size": 100, "page": 1, "kind": "a"]
    let query: JSONValue = [
      "tool": "get_things", "range": "last_week", "arguments": ["kind": "a"],
      "group_by": ["made.day:day"],
    ]
    let result = try await call(given, long, isQueried: true)
    #expect(result.json(for: .july2026)["_meta"]?["clickport/query"] == query)
    let note = try #require(notes(result).last)
    #expect(note.hasPrefix("These are 4482 tokens; query_rows answers questions in fewer: {"))
    #expect(note.hasSuffix("\(query)"))
    #expect(try await notes(call(given, long)).count == 2)
    let short = Rows(count: 80, padding: String(repeating: "x", count: 160))
    #expect(try await notes(call(given, short, isQueried: true)).count == 2)
  }

  @Test func `is asked about with the zone and today, where these are meant`() async throws {
    let long = Rows(count: 100, padding: String(repeating: "x", count: 160))
    let given: JSONObject = [
      "range": "this_month", "include_today": true, "time_zone": "+02:00",
    ]
    let query: JSONValue = [
      "tool": "get_things", "range": "this_month", "time_zone": "+02:00", "include_today": true,
      "group_by": ["made.day:day"],
    ]
    let result = try await call(given, long, isQueried: true)
    #expect(result.json(for: .july2026)["_meta"]?["clickport/query"] == query)
  }
}
