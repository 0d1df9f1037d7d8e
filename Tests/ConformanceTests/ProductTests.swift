import MCP
import Testing

/// What of the official suite wants no fixtures, against the product.
@Suite(.serialized, .timeLimit(.minutes(1)))
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
}
