package import JSON

/// Holds calls with an effect against the operator's policy before they are put on record.
package struct PolicyGuard: Sendable {
  private let policy: CallPolicy
  private let now: @Sendable () -> Timestamp
  /// How many seconds the machine's time is ahead of UTC at a moment.
  private let localOffset: @Sendable (Timestamp) -> Int

  package init(
    _ policy: CallPolicy = .none,
    now: @escaping @Sendable () -> Timestamp = { Timestamp(secondsSince1970: 0) },
    localOffset: @escaping @Sendable (Timestamp) -> Int = { _ in 0 }
  ) {
    self.policy = policy
    self.now = now
    self.localOffset = localOffset
  }

  /// How often a call with an effect may be made; throws when it may not be made at all.
  /// `messagesPeople` tells of a provider's id whether it has tools which message people.
  func caps(
    on tool: ToolDescriptor, _ arguments: Arguments, messagesPeople: (String) -> Bool
  ) throws(ToolError) -> [EffectCap] {
    if tool.isMessaging {
      try checkRecipients(tool, arguments)
      try checkHour()
    }
    if tool.ownHandler == .apiRequest { try checkWayRound(arguments, messagesPeople) }
    return policy.caps(on: tool)
  }

  /// A call that names nobody goes to somebody the policy knows nothing of.
  private func checkRecipients(
    _ tool: ToolDescriptor, _ arguments: Arguments
  ) throws(ToolError) {
    guard let allowed = policy.recipients else { return }
    let numbers = tool.phoneArguments.compactMap { arguments[$0.name] }
      .flatMap { $0.array ?? [$0] }.map { $0.string ?? $0.description }
    let strangers = numbers.filter { text in
      guard let number = try? PhoneNumber(parsing: text) else { return true }
      return !allowed.contains { $0.matches(number) }
    }
    guard strangers.isEmpty, !numbers.isEmpty else {
      throw .forbidden(
        "The operator's policy allows messages to \(Self.names(of: allowed)) and nobody else"
          + (strangers.first.map { ", not to \($0)" } ?? ", and this one names nobody")
          + ", so it was not sent. Only the operator can add a recipient.")
    }
  }

  private func checkHour() throws(ToolError) {
    let now = now()
    guard let hours = policy.quietHours, let end = hours.end(at: now, localOffset: localOffset)
    else { return }
    throw .forbidden(
      "The operator's policy holds messages back \(hours), so this one was not sent. Call again "
        + "after \(end).", retryAfter: end.secondsSince1970 - now.secondsSince1970)
  }

  /// Nothing tells whom a request to any endpoint reaches, or how many.
  private func checkWayRound(
    _ arguments: Arguments, _ messagesPeople: (String) -> Bool
  ) throws(ToolError) {
    guard policy.isRestrictive, let provider = arguments["provider"]?.string,
      messagesPeople(provider)
    else { return }
    throw .forbidden(
      "The operator has a policy on messages, which api_request can't be held against: to "
        + "\(provider) it sends GET only, so this was not sent. Call the tool for it; find_tools "
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
    var error = ToolError(.forbidden, message)
    error.outcome = .notSent
    error.retryAfterSeconds = seconds
    return error
  }
}
