package import JSON
internal import Synchronization

/// The record of calls with an effect: written before a request leaves, so that nothing is done
/// twice because nobody remembers the first time.
package protocol EffectLedger: Sendable {
  /// Puts a call on record as started, unless something stands in its way. Two calls that are the
  /// same never both get through, be they of different processes.
  func begin(_ intent: EffectIntent, at now: Timestamp) async throws(LedgerFailure) -> Beginning

  /// Records how the call ended. It is recorded even when the calling task is cancelled.
  func end(_ id: Int, _ end: EffectEnd, at now: Timestamp) async throws(LedgerFailure)

  /// What is on record, newest first.
  func entries(
    _ query: LedgerQuery, at now: Timestamp
  ) async throws(LedgerFailure) -> [LedgerEntry]
}

package enum Beginning: Equatable, Sendable {
  /// It may be sent; the number is its entry's.
  case begun(Int)
  case refused(Conflict)
}

/// The record can't be read or written.
package struct LedgerFailure: Error, Equatable {
  /// A clause that names the file.
  package let reason: String

  package init(reason: String) {
    self.reason = reason
  }
}

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

  package mutating func end(_ end: EffectEnd, at now: Timestamp) {
    state = end.state
    code = end.code
    answer = end.answer
    endedAt = now
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

/// A record that lives as long as the process.
package final class MemoryLedger: EffectLedger {
  private struct State {
    var entries: [LedgerEntry] = []
    var nextID = 1
  }

  private let state = Mutex(State())

  /// More are not kept: the oldest go.
  private static let limit = 10_000

  package init() {}

  /// Oldest first.
  package var entries: [LedgerEntry] { state.withLock { $0.entries } }

  package func begin(_ intent: EffectIntent, at now: Timestamp) -> Beginning {
    state.withLock { state in
      let ofAccount = state.entries.filter {
        $0.intent.account == intent.account && $0.state != .rejected
      }
      let known = ofAccount.filter { $0.intent.tool == intent.tool }
      let keyed = known.last { $0.intent.key != nil && $0.intent.key == intent.key }
      let duplicate = known.last { $0.intent.fingerprint == intent.fingerprint }
      let message = intent.recentMessage.flatMap { state.entries.last(where: $0.matches) }
      let earlier = EarlierEntries(keyed: keyed, duplicate: duplicate, message: message)
      if let conflict = intent.conflict(with: earlier, at: now) { return .refused(conflict) }
      for cap in intent.caps {
        let counted = ofAccount.filter { !cap.isPerSubject || $0.intent.subject == intent.subject }
        let moments = counted.flatMap { entry in
          let calls = entry.intent.calls(of: cap.parts?.tool ?? intent.tool)
          return Array(repeating: entry.startedAt, count: calls)
        }
        if let until = cap.end(after: moments, at: now) {
          return .refused(.capped(cap, until: until))
        }
      }
      defer { state.nextID += 1 }
      if state.entries.count == Self.limit { state.entries.removeFirst() }
      state.entries.append(LedgerEntry(id: state.nextID, intent: intent, startedAt: now))
      return .begun(state.nextID)
    }
  }

  package func end(_ id: Int, _ end: EffectEnd, at now: Timestamp) {
    state.withLock { state in
      guard let index = state.entries.firstIndex(where: { $0.id == id }) else { return }
      state.entries[index].end(end, at: now)
    }
  }

  package func entries(_ query: LedgerQuery, at now: Timestamp) -> [LedgerEntry] {
    Array(entries.reversed().lazy.filter(query.matches).prefix(query.limit))
  }
}

/// The account of calls with an effect, for whoever has to answer for them: a line before a call is
/// sent, and one when it is over.
package protocol EffectAudit: Sendable {
  /// Writes that a call is about to be sent, and returns the line's number. A call whose line can't
  /// be written is not sent.
  func recordStart(of call: AuditedCall, at now: Timestamp) async throws(AuditFailure) -> Int

  /// Writes how the call ended, even when the calling task is cancelled. The effect can't be taken
  /// back, so it can't fail: what goes wrong is told elsewhere.
  func recordEnd(of call: AuditedCall, start: Int, _ end: EffectEnd, at now: Timestamp) async
}

/// What an audit tells of a call.
package struct AuditedCall: Equatable, Sendable {
  package let requestID: String
  package let intent: EffectIntent

  package init(requestID: String, intent: EffectIntent) {
    self.requestID = requestID
    self.intent = intent
  }
}

/// The audit can't be written.
package struct AuditFailure: Error, Equatable {
  /// A clause that names the file.
  package let reason: String

  package init(reason: String) {
    self.reason = reason
  }
}
