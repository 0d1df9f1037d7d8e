import MCP
import Synchronization

/// The server scenarios that count towards conformance with one revision, and those ported here.
///
/// Source: `requirements/<revision>.yaml` of the official suite. The lists are frozen there.
final class RequirementSet: Sendable {
  let version: ProtocolVersion
  /// The names of all that are scored.
  let scored: [String]
  let scenarios: [Scenario]
  private let outcomes = Mutex<[String: Bool]>([:])

  /// Scored, but about HTTP: there is nothing to check on standard input and output.
  static let httpOnly = ["server-sse-multiple-streams", "dns-rebinding-protection"]

  private init(_ version: ProtocolVersion, scored: [String], scenarios: [Scenario]) {
    self.version = version
    self.scored = scored
    self.scenarios = scenarios
  }

  /// Notes how a scenario went. Returns the count to print with the last of them.
  func note(_ scenario: Scenario, passed: Bool) -> String? {
    outcomes.withLock { outcomes in
      outcomes[scenario.name] = passed
      guard outcomes.count == scenarios.count else { return nil }
      let passed = outcomes.values.filter(\.self).count
      return """
        conformance \(version.rawValue): \(passed) of \(scenarios.count) scenarios \
        (left out, HTTP only: \(Self.httpOnly.joined(separator: ", ")))
        """
    }
  }

  static let july2026 = RequirementSet(
    .july2026,
    scored: ["server-stateless"] + inBoth + ["sep-2164-resource-not-found", "caching"]
      + [
        "basic-elicitation", "basic-sampling", "basic-list-roots", "request-state",
        "multiple-input-requests", "multi-round", "missing-input-response", "non-tool-request",
        "result-type", "unsupported-methods", "tampered-state", "capability-check",
        "ignore-extra-params", "validate-input",
      ].map { "input-required-result-\($0)" },
    scenarios: sharedScenarios + StatelessScenario.all + ResourceScenarios.modern
      + CachingScenario.all + InputRequiredScenarios.all)

  static let november2025 = RequirementSet(
    .november2025,
    scored: inBoth + [
      "server-initialize", "ping", "logging-set-level", "tools-call-with-logging",
      "tools-call-sampling", "tools-call-elicitation", "elicitation-sep1034-defaults",
      "elicitation-sep1330-enums", "resources-subscribe", "resources-unsubscribe",
    ],
    scenarios: sharedScenarios + SessionScenarios.all + ElicitationScenarios.all)

  private static let inBoth = [
    "completion-complete", "tools-list", "tools-call-simple-text", "tools-call-image",
    "tools-call-audio", "tools-call-embedded-resource", "tools-call-mixed-content",
    "tools-call-error", "tools-call-with-progress", "server-sse-multiple-streams",
    "resources-list", "resources-read-text", "resources-read-binary", "resources-templates-read",
    "prompts-list", "prompts-get-simple", "prompts-get-with-args", "prompts-get-embedded-resource",
    "prompts-get-with-image", "dns-rebinding-protection",
  ]

  /// Those that both eras have.
  static let sharedScenarios =
    ToolScenarios.all + ResourceScenarios.shared + PromptScenarios.all
}
