import Exchange
import JSON
import Providers
import TestSupport
import Testing
import Tools

/// A1: what an empty list comes to in a request.
@Suite struct `An empty list` {
  private func sent(_ name: String, _ arguments: JSONObject) async throws -> String? {
    let tool = try #require(try Repository.tool(name))
    let bench = try ToolBench(tool)
    _ = try await bench.call(arguments)
    let sent = bench.transport.takeExchanges().last
    return sent.map { String(decoding: $0.request.body, as: UTF8.self) }
  }

  @Test func `clears a field of a form`() async throws {
    let body = try await sent("update_rotator", ["rotator_id": 1, "include_country": []])
    #expect(body == "include_country=")
  }

  @Test func `clears a member of what is merged`() async throws {
    let group = try #require(try Repository.tool("update_group")?.example?["group_id"])
    let body = try await sent("update_group", ["group_id": group, "tags": []])
    #expect(try JSONValue(parsing: body ?? "")["tags"] == [])
  }

  @Test func `is never sent where it clears nothing`() async throws {
    #expect(try await sent("create_webhook", ["url": "https://a.example", "events": []]) == nil)
    #expect(try await sent("update_account_settings", ["blocked_country": []]) == nil)
  }
}
