import MCP
import Testing

/// One scenario of the official suite, by its official name.
struct Scenario: Sendable, CustomTestStringConvertible {
  /// Notes in the client what is wrong. The session of a legacy client is open.
  typealias Check = @Sendable (ScenarioClient) async throws -> Void

  let name: String
  let check: Check

  init(_ name: String, _ check: @escaping Check) {
    self.name = name
    self.check = check
  }

  var testDescription: String { name }

  /// What is wrong with a fresh process of that server, in sentences.
  func problems(of server: ServerUnderTest, as version: ProtocolVersion) async throws -> [String] {
    let client = try ScenarioClient(version, of: server)
    try await client.open()
    try await check(client)
    await client.close()
    return client.problems
  }
}

/// A server as it is started for a scenario.
struct ServerUnderTest: Sendable {
  let name: String
  let arguments: [String]

  static let everything = ServerUnderTest(name: "everything-server", arguments: [])
  static let product = ServerUnderTest(name: "clickport", arguments: ["serve", "--sandbox"])
}
