import Exchange
import HTTPTypes
import JSON
import Sandbox
import TestSupport
import Testing

/// What the sandbox's services answer by themselves, for figures to be held against.
struct SandboxHits {
  let world = SandboxWorld { SandboxedTools.now }

  /// All hits of the 30 days before 2026-04-15, bots' too.
  func lastMonth() throws -> [JSONValue] {
    var rows: [JSONValue] = []
    var key: String? = ""
    while let offset = key {
      let after = offset.isEmpty ? "" : "&offset=\(offset)"
      let answer = try get(
        "clickmeter/hits?timeframe=custom&fromDay=20260316&toDay=20260414&limit=100" + after)
      rows += answer["hits"]?.array ?? []
      key = answer["lastKey"]?.string
    }
    return rows
  }

  func get(_ path: String) throws -> JSONValue {
    var head = HTTPRequest(
      method: .get, scheme: "https", authority: "sandbox.invalid", path: "/" + path)
    let field = try #require(HTTPField.Name("X-Clickmeter-AuthKey"))
    head.headerFields[field] = SandboxWorld.key
    let response = world.answer(ProviderRequest(head: head, body: []))
    try #require(response.head.status.code == 200, "\(path)")
    return try JSONValue(parsing: response.body)
  }
}
