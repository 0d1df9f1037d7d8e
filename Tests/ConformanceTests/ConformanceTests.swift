import MCP
import Testing

/// The scored scenarios of the official suite, against the server that has all their fixtures.
///
/// One after the other: a hundred processes at once would starve the tests that measure time.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ConformanceTests {
  @Test(arguments: RequirementSet.july2026.scenarios)
  func `passes a scenario of 2026-07-28`(scenario: Scenario) async throws {
    try await run(scenario, of: .july2026)
  }

  @Test(arguments: RequirementSet.november2025.scenarios)
  func `passes a scenario of 2025-11-25`(scenario: Scenario) async throws {
    try await run(scenario, of: .november2025)
  }

  @Test(arguments: SchemaScenario.all, [ProtocolVersion.july2026, .november2025])
  func `passes a scenario that is not scored`(
    scenario: Scenario, version: ProtocolVersion
  ) async throws {
    #expect(try await scenario.problems(of: .everything, as: version) == [])
  }

  @Test(
    arguments: RequirementSet.sharedScenarios, [ProtocolVersion.june2025, .march2025])
  func `passes a scenario of both eras in an older revision`(
    scenario: Scenario, version: ProtocolVersion
  ) async throws {
    #expect(try await scenario.problems(of: .everything, as: version) == [])
  }

  @Test(arguments: [(RequirementSet.july2026, 37), (.november2025, 30)])
  func `has every scored scenario that is not about HTTP`(
    requirements: RequirementSet, count: Int
  ) {
    #expect(Set(requirements.scored).count == count)
    let ported = requirements.scenarios.map(\.name)
    #expect(Set(ported).count == ported.count)
    #expect(Set(ported).union(RequirementSet.httpOnly) == Set(requirements.scored))
  }

  private func run(_ scenario: Scenario, of requirements: RequirementSet) async throws {
    var passed = false
    defer {
      if let count = requirements.note(scenario, passed: passed) { print(count) }
    }
    let problems = try await scenario.problems(of: .everything, as: requirements.version)
    passed = problems.isEmpty
    #expect(problems == [])
  }
}
