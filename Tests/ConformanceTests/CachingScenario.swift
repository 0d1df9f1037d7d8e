import JSON

/// Hints on how long a result may be kept (SEP-2549).
enum CachingScenario {
  static let all = [
    Scenario("caching") { client in
      for method in lists {
        expectHints(of: try await client.result(method), method, client)
      }
      let resources = try await client.result("resources/list")["resources"]
      let uri = resources?.array?.first?["uri"] ?? .null
      expectHints(
        of: try await client.result("resources/read", ["uri": uri]), "resources/read", client)
    }
  ]

  private static let lists = [
    "tools/list", "prompts/list", "resources/list", "resources/templates/list",
  ]

  /// The part of it that a server of tools only can be asked.
  static let ofTools = Scenario("caching, tools only") { client in
    for method in ["tools/list", "server/discover"] {
      expectHints(of: try await client.result(method), method, client)
    }
  }

  private static func expectHints(
    of result: JSONValue, _ method: String, _ client: ScenarioClient
  ) {
    let time = result["ttlMs"]?.int ?? -1
    client.expect(time >= 0, "\(method) must say for how long it holds")
    client.expect(
      ["public", "private"].contains(result["cacheScope"]?.string),
      "\(method) must say for whom it holds")
  }
}
