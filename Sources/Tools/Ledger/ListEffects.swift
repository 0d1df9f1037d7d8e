package import JSON

/// `list_effects`: what is on record of the calls that changed something, for whoever made them.
/// It shows whom they concerned, and no digest and no key.
package struct ListEffects: ToolHandler {
  private let effects: EffectGuard?
  private let country: PhoneCountry?
  private let accounts: @Sendable () -> [String]

  private static let defaultLimit = 20

  /// `accounts` names those that this process has keys for; others' calls are not shown.
  package init(_ guards: CallGuards, accounts: @escaping @Sendable () -> [String]) {
    effects = guards.effects
    country = guards.country
    self.accounts = accounts
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let limit = call.arguments["limit"]?.int ?? Self.defaultLimit
    guard let entries = try await effects?.entries(query(call.arguments, limit: limit + 1)) else {
      throw ToolError(
        .forbidden,
        "Nothing is on record here: the operator runs the server with --no-ledger. Whether "
          + "something was done can only be seen at the service.")
    }
    var answer: JSONObject = ["effects": .array(entries.prefix(limit).map { .object($0.shown) })]
    if entries.isEmpty {
      answer["message"] = "Nothing like that is on record, which reaches back 30 days."
    } else if entries.count > limit {
      answer["message"] = .string(
        "These are the newest \(limit); there are more. Narrow it down, or raise limit.")
    }
    return answer
  }

  private func query(_ arguments: Arguments, limit: Int) -> LedgerQuery {
    let state = arguments["state"]?.string.flatMap(LedgerEntry.State.init)
    var query = LedgerQuery(limit: limit, states: state.map { [$0] })
    query.tool = arguments["tool"]?.string
    query.since = arguments["since"]?.string.flatMap { Timestamp(parsing: $0) }
    query.accounts = accounts()
    query.recipients = arguments["recipient"]?.string.map {
      [EffectIntent.recognized($0, in: country)]
    }
    return query
  }
}

extension LedgerEntry {
  /// The entry as those see it whose account it is of.
  fileprivate var shown: JSONObject {
    var shown: JSONObject = [
      "tool": .string(intent.tool), "service": .string(intent.provider),
      "effect": .string(intent.effect.rawValue), "state": .string(state.rawValue),
      "started_at": .string("\(startedAt)"),
    ]
    shown["ended_at"] = endedAt.map { .string("\($0)") }
    shown[intent.recipients.isEmpty ? "subject" : "recipient"] = intent.subject.map(
      JSONValue.string)
    shown["code"] = code.map { .string($0.rawValue) }
    return shown
  }
}
