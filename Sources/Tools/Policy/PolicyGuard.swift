internal import JSON

/// Holds calls with an effect against the operator's policy before they are put on record.
package struct PolicyGuard: Sendable {
  private let policy: CallPolicy
  private let clock: WallClock

  package init(_ policy: CallPolicy, clock: WallClock) {
    self.policy = policy
    self.clock = clock
  }

  /// How often a call with an effect may be made; throws when it may not be made at all.
  func caps(on tool: String, _ target: CallTarget) throws(ToolError) -> [EffectCap] {
    switch target.recipients {
    case .nobody: break
    case .named(let recipients):
      try check(recipients)
      try checkHour()
    case .unknown: try checkWayRound(tool, target.service)
    }
    return policy.caps(on: tool, target)
  }

  /// A call that names nobody goes to somebody the policy knows nothing of.
  private func check(_ recipients: [String]) throws(ToolError) {
    guard let allowed = policy.recipients else { return }
    let strangers = recipients.filter { text in
      guard let number = try? PhoneNumber(parsing: text) else { return true }
      return !allowed.contains { $0.matches(number) }
    }
    guard strangers.isEmpty, !recipients.isEmpty else {
      throw .forbidden(
        "The operator's policy allows messages to \(Self.names(of: allowed)) and nobody else"
          + (strangers.first.map { ", not to \($0)" } ?? ", and this one names nobody")
          + ", so it was not sent. Only the operator can add a recipient.")
    }
  }

  private func checkHour() throws(ToolError) {
    let now = clock.now()
    guard let hours = policy.quietHours,
      let end = hours.end(at: now, localOffset: clock.secondsAheadOfUTC)
    else { return }
    throw .forbidden(
      "The operator's policy holds messages back \(hours), so this one was not sent. Call again "
        + "after \(end).", retryAfter: end.secondsSince1970 - now.secondsSince1970)
  }

  /// Of a tool that reaches any endpoint of a service which messages people.
  private func checkWayRound(_ tool: String, _ service: String) throws(ToolError) {
    guard policy.isRestrictive else { return }
    throw .forbidden(
      "The operator has a policy on messages, which \(tool) can't be held against: to "
        + "\(service) it sends GET only, so this was not sent. Call the tool for it; find_tools "
        + "finds it.")
  }

  private static let namedRecipients = 8

  private static func names(of allowed: [RecipientPattern]) -> String {
    guard !allowed.isEmpty else { return "no one" }
    let names = allowed.prefix(namedRecipients).map(\.description).joined(separator: ", ")
    let rest = allowed.count - namedRecipients
    return rest > 0 ? "\(names), \(rest) more" : names
  }
}

extension ToolError {
  fileprivate static func forbidden(_ message: String, retryAfter seconds: Int? = nil) -> ToolError
  {
    var error = ToolError(.forbidden, notSent: message)
    error.retryAfterSeconds = seconds
    return error
  }
}
