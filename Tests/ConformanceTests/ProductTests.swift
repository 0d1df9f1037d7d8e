import MCP
import Testing

/// What of the official suite wants no fixtures, against the product.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ProductTests {
  @Test(arguments: [
    ToolScenarios.list, StatelessScenario.withoutFixtures, CachingScenario.ofTools,
  ])
  func `clickport passes a scenario of 2026-07-28`(scenario: Scenario) async throws {
    #expect(try await scenario.problems(of: .product, as: .july2026) == [])
  }

  @Test(
    arguments: [
      ToolScenarios.list, SessionScenarios.initialize, SessionScenarios.ping,
      SessionScenarios.setLevel,
    ], ProtocolVersion.legacy)
  func `clickport passes a scenario of a legacy revision`(
    scenario: Scenario, version: ProtocolVersion
  ) async throws {
    #expect(try await scenario.problems(of: .product, as: version) == [])
  }

  @Test(arguments: ConsentScenarios.modern)
  func `clickport asks before it deletes, in a result`(scenario: Scenario) async throws {
    #expect(try await scenario.problems(of: .product, as: .july2026) == [])
  }

  @Test(arguments: ConsentScenarios.legacy, [ProtocolVersion.november2025, .june2025])
  func `clickport asks before it deletes, in a request of its own`(
    scenario: Scenario, version: ProtocolVersion
  ) async throws {
    #expect(try await scenario.problems(of: .product, as: version) == [])
  }

  @Test(arguments: [ProtocolVersion.march2025, .november2024])
  func `clickport deletes nothing where nobody can be asked`(
    version: ProtocolVersion
  ) async throws {
    #expect(try await ConsentScenarios.unaskable.problems(of: .product, as: version) == [])
  }
}
