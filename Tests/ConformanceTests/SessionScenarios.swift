import JSON
import MCP

/// What belongs to a legacy session.
enum SessionScenarios {
  static let all = [
    initialize, ping, setLevel, logging,
    Scenario("resources-subscribe") { client in
      let answer = try await client.result("resources/subscribe", ["uri": watched])
      client.expect(answer == [:], "the result must be empty, not \(answer)")
      _ = try await client.call("test_trigger_resource_update")
      let update = try await client.notification("notifications/resources/updated")
      client.expect(update["params"]?["uri"] == watched, "the update must name its resource")
    },
    Scenario("resources-unsubscribe") { client in
      _ = try await client.result("resources/subscribe", ["uri": watched])
      let answer = try await client.result("resources/unsubscribe", ["uri": watched])
      client.expect(answer == [:], "the result must be empty, not \(answer)")
      _ = try await client.call("test_trigger_resource_update")
      _ = try await client.call("test_trigger_tool_change")
      // Changes are told in order: an update would have come before this one.
      _ = try await client.notification("notifications/tools/list_changed")
      client.expect(
        !client.notifications.contains { $0["method"] == "notifications/resources/updated" },
        "nothing may be told of a resource that nobody is subscribed to")
    },
  ]

  private static let watched: JSONValue = "test://watched-resource"

  static let initialize = Scenario("server-initialize") { client in
    let handshake = client.handshake
    client.expect(
      handshake?["protocolVersion"]?.string == client.version.rawValue,
      "the revision asked for must be agreed on")
    client.expect(handshake?["serverInfo"]?["name"]?.string != nil, "the server must have a name")
    client.expect(handshake?["serverInfo"]?["version"]?.string != nil, "and a version")
    client.expect(handshake?["capabilities"]?.object != nil, "and capabilities")
  }

  static let ping = Scenario("ping") { client in
    let answer = try await client.result("ping")
    client.expect(answer == [:], "the result must be empty, not \(answer)")
  }

  static let setLevel = Scenario("logging-set-level") { client in
    let answer = try await client.result("logging/setLevel", ["level": "info"])
    client.expect(answer == [:], "the result must be empty, not \(answer)")
  }

  private static let logging = Scenario("tools-call-with-logging") { client in
    _ = try await client.result("logging/setLevel", ["level": "debug"])
    _ = try await client.call("test_tool_with_logging")
    let logged = client.notifications.filter { $0["method"] == "notifications/message" }
    client.expect(logged.count == 3, "there must be 3 messages, not \(logged.count)")
    client.expect(
      logged.allSatisfy { $0["params"]?["level"] == "info" }, "their level must be info")
  }
}
