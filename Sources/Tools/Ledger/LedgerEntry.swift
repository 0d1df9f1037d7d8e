package import JSON

/// What is on record of one call with an effect.
///
/// It tells whom or what the call concerned, never what was said: of the arguments it keeps a
/// digest.
package struct LedgerEntry: Equatable, Sendable {
  package let id: Int
  package let intent: EffectIntent
  package let startedAt: Timestamp
  package var state: State
  package var endedAt: Timestamp?
  /// The error's code, where there was one.
  package var code: ToolError.Code?
  /// The answer without its secrets, where the service accepted and it is not too long to keep.
  package var answer: JSONObject?

  package init(id: Int, intent: EffectIntent, startedAt: Timestamp, state: State = .started) {
    self.id = id
    self.intent = intent
    self.startedAt = startedAt
    self.state = state
  }

  package enum State: String, CaseIterable, Sendable {
    /// It is under way.
    case started
    /// The service said yes.
    case accepted
    /// Nothing changed: the service said no, or was never asked.
    case rejected
    /// It may or may not have been done.
    case unknown
  }
}

/// How a call with an effect ended, for the ledger.
package struct EffectEnd: Equatable, Sendable {
  package let state: LedgerEntry.State
  package var code: ToolError.Code?
  package var answer: JSONObject?

  package init(
    _ state: LedgerEntry.State, code: ToolError.Code? = nil, answer: JSONObject? = nil
  ) {
    self.state = state
    self.code = code
    self.answer = answer
  }
}

extension LedgerEntry {
  package mutating func end(_ end: EffectEnd, at now: Timestamp) {
    state = end.state
    code = end.code
    answer = end.answer
    endedAt = now
  }
}
