import JSON

/// The part of `server-stateless` about `subscriptions/listen`.
enum ListeningChecks {
  private static let key = "io.modelcontextprotocol/subscriptionId"
  private static let toolsChanged = "notifications/tools/list_changed"
  private static let promptsChanged = "notifications/prompts/list_changed"

  /// `server-sends-subscription-ack`, `tags-subscription-id`, `honors-notification-filter` and
  /// `sends-{tools,prompts}-list-changed-on-subscription`, then how streams end.
  static func run(_ client: ScenarioClient) async throws {
    let prompts = client.send(
      "subscriptions/listen", ["notifications": ["promptsListChanged": true]])
    try await expectAcknowledged(prompts, ["promptsListChanged": true], client)
    _ = try await client.call("test_trigger_tool_change")
    _ = try await client.call("test_trigger_prompt_change")
    // Changes are told in order: that of the tools would have come before this one.
    let change = try await client.notification(promptsChanged)
    client.expect(change["params"]?["_meta"]?[key] == prompts, "a change must name its stream")
    client.expect(told(toolsChanged, client) == 0, "nothing may be told that was not asked for")

    let everything: JSONObject = [
      "toolsListChanged": true, "promptsListChanged": true, "resourcesListChanged": true,
      "resourceSubscriptions": ["test://watched-resource"],
    ]
    let all = client.send("subscriptions/listen", ["notifications": .object(everything)])
    try await expectAcknowledged(all, everything, client)
    try await expectEachChange(on: all, client)
    try await expectSilence(after: prompts, all, client)
  }

  /// The acknowledgement is the first thing that is said on a stream.
  private static func expectAcknowledged(
    _ id: JSONValue, _ honoured: JSONObject, _ client: ScenarioClient
  ) async throws {
    // An answer to a later request: by then the acknowledgement is on its way.
    while said(on: id, client).isEmpty { _ = try await client.result("server/discover") }
    let first = said(on: id, client).first
    client.expect(
      first?["method"] == "notifications/subscriptions/acknowledged",
      "a stream must begin with its acknowledgement, not \(first ?? .null)")
    client.expect(
      first?["params"]?["notifications"] == .object(honoured),
      "all of \(JSONValue.object(honoured)) must be honoured")
  }

  private static func expectEachChange(
    on id: JSONValue, _ client: ScenarioClient
  ) async throws {
    let triggers = [
      ("test_trigger_tool_change", toolsChanged),
      ("test_trigger_resource_change", "notifications/resources/list_changed"),
      ("test_trigger_resource_update", "notifications/resources/updated"),
    ]
    for (tool, method) in triggers {
      _ = try await client.call(tool)
      let change = try await client.notification(method)
      client.expect(change["params"]?["_meta"]?[key] == id, "\(method) must name its stream")
    }
  }

  /// A stream that was cancelled ends without a word, any other with a result when the server does.
  private static func expectSilence(
    after cancelled: JSONValue, _ open: JSONValue, _ client: ScenarioClient
  ) async throws {
    let before = said(on: cancelled, client).count
    client.notify("notifications/cancelled", ["requestId": cancelled])
    let changes = told(promptsChanged, client)
    _ = try await client.call("test_trigger_prompt_change")
    while told(promptsChanged, client) == changes {
      _ = try await client.result("server/discover")
    }
    let rest = await client.close()
    client.expect(
      said(on: cancelled, client).count == before && rest[cancelled] == nil,
      "nothing may be said on a cancelled stream")
    client.expect(
      rest[open]?["result"]?["_meta"]?[key] == open, "an open stream must end with a result")
  }

  private static func said(on id: JSONValue, _ client: ScenarioClient) -> [JSONValue] {
    client.notifications.filter { $0["params"]?["_meta"]?[key] == id }
  }

  private static func told(_ method: String, _ client: ScenarioClient) -> Int {
    client.notifications.count { $0["method"]?.string == method }
  }
}
