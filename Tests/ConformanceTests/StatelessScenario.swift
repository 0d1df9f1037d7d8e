import JSON
import MCP

/// `server-stateless` (SEP-2575), in the parts that a server of tools only can be asked, and the
/// parts that want fixtures. The checks of HTTP statuses and headers have no place here.
enum StatelessScenario {
  static let all = [
    Scenario("server-stateless") { client in
      client.capabilities = [:]
      try await checkEnvelope(client)
      try await checkDiscovery(client)
      try await checkVersions(client)
      try await checkMethods(client)
      try await checkCapabilities(client)
      try await checkQuiet(client)
      try await ListeningChecks.run(client)
    }
  ]

  static let withoutFixtures = Scenario("server-stateless, without fixtures") { client in
    client.capabilities = [:]
    try await checkEnvelope(client)
    try await checkDiscovery(client)
    try await checkVersions(client)
    try await checkMethods(client)
  }

  /// `sep-2575-request-meta-invalid-*` and `request-meta-client-info-optional`.
  private static func checkEnvelope(_ client: ScenarioClient) async throws {
    let prefix = "io.modelcontextprotocol/"
    for missing in ["protocolVersion", "clientCapabilities"] {
      var envelope = client.envelope
      envelope[prefix + missing] = nil
      let id = client.sendUnchecked("server/discover", ["_meta": .object(envelope)])
      let answer = try await client.answer(to: id)
      client.expect(answer, fails: -32602, "an envelope without \(missing)")
    }
    for params in [[:], nil] as [JSONObject?] {
      let id = client.sendUnchecked("server/discover", params)
      client.expect(try await client.answer(to: id), fails: -32602, "no envelope")
    }
    var anonymous = client.envelope
    anonymous[prefix + "clientInfo"] = nil
    let id = client.sendUnchecked("server/discover", ["_meta": .object(anonymous)])
    client.expect(
      try await client.answer(to: id)["result"] != nil, "a client need not say who it is")
  }

  /// `server-implements-discover`, `server-identifies-in-result-meta`,
  /// `server-declares-prompts-in-discover` and `discover-capabilities-match-handlers`.
  private static func checkDiscovery(_ client: ScenarioClient) async throws {
    let result = try await client.result("server/discover")
    client.expect(
      result["supportedVersions"]?.array?.contains(.string(client.version.rawValue)) == true,
      "the revision must be among the supported")
    let info = result["_meta"]?["io.modelcontextprotocol/serverInfo"]
    client.expect(info?["name"]?.string != nil, "the server must have a name")
    client.expect(info?["version"]?.string != nil, "and a version")
    client.expect(result["serverInfo"] == nil, "which is not in the body")
    let capabilities = result["capabilities"]
    client.expect(capabilities?.object != nil, "there must be capabilities")
    for (capability, method) in [
      ("tools", "tools/list"), ("prompts", "prompts/list"), ("resources", "resources/list"),
    ] {
      let answer = try await client.request(method)
      if capabilities?[capability] != nil {
        client.expect(answer["result"] != nil, "\(method) is advertised and must answer")
      } else {
        client.expect(answer, fails: -32601, "\(method), which is not advertised,")
      }
    }
  }

  /// `server-unsupported-version-error`.
  private static func checkVersions(_ client: ScenarioClient) async throws {
    let supported = try await client.result("server/discover")["supportedVersions"]?.array ?? []
    for requested in ["v999.0.0", "1900-01-01", "2025-11-25"] {
      let answer = try await client.request(
        "server/discover",
        meta: ["io.modelcontextprotocol/protocolVersion": .string(requested)])
      client.expect(answer, fails: -32022, "revision \(requested)")
      let data = answer["error"]?["data"]
      client.expect(data?["requested"]?.string == requested, "what was requested must be echoed")
      let offered = data?["supported"]?.array ?? []
      client.expect(
        !offered.isEmpty && Set(offered).isSubset(of: supported),
        "what is offered instead must be what discovery tells")
    }
  }

  /// The removed methods, and one there never was.
  private static func checkMethods(_ client: ScenarioClient) async throws {
    for method in [
      "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe",
      "unknown/method",
    ] {
      let id = client.sendUnchecked(method, ["_meta": .object(client.envelope)])
      client.expect(try await client.answer(to: id), fails: -32601, method)
    }
  }

  /// `server-rejects-undeclared-capability`.
  private static func checkCapabilities(_ client: ScenarioClient) async throws {
    let params: JSONObject = ["name": "test_missing_capability", "arguments": [:]]
    let answer = try await client.request("tools/call", params)
    client.expect(answer, fails: -32021, "a call that needs sampling")
    client.expect(
      answer["error"]?["data"]?["requiredCapabilities"]?["sampling"]?.object != nil,
      "the capability must be named in an object")
  }

  /// `no-independent-requests-on-stream` and `server-no-log-without-loglevel`.
  private static func checkQuiet(_ client: ScenarioClient) async throws {
    client.capabilities = ["elicitation": [:]]
    let result = try await client.call("test_streaming_elicitation", meta: ["progressToken": 7])
    client.expect(result["resultType"] == "input_required", "a question must come as a result")
    client.expect(client.questions.isEmpty, "and never as a request")
    client.capabilities = [:]
    func logged() -> Int {
      client.notifications.count { $0["method"] == "notifications/message" }
    }
    _ = try await client.call("test_logging_tool")
    client.expect(logged() == 0, "nothing may be logged to a request without a level")
    let level = "io.modelcontextprotocol/logLevel"
    _ = try await client.call("test_logging_tool", meta: [level: "error"])
    client.expect(logged() == 0, "nothing may be logged below the level")
    _ = try await client.call("test_logging_tool", meta: [level: "info"])
    client.expect(logged() == 3, "all at the level must be logged")
  }
}
