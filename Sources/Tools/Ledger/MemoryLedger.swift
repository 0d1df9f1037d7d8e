package import JSON
internal import Synchronization

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
      let known = state.entries.filter {
        $0.intent.tool == intent.tool && $0.intent.account == intent.account
          && $0.state != .rejected
      }
      let keyed = known.last { $0.intent.key != nil && $0.intent.key == intent.key }
      let duplicate = known.last { $0.intent.fingerprint == intent.fingerprint }
      if let conflict = intent.conflict(underKey: keyed, duplicate: duplicate, at: now) {
        return .refused(conflict)
      }
      for cap in intent.caps {
        let counted = known.filter { !cap.isPerSubject || $0.intent.subject == intent.subject }
        if let until = cap.end(after: counted.map(\.startedAt), at: now) {
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
      guard let place = state.entries.firstIndex(where: { $0.id == id }) else { return }
      state.entries[place].end(end, at: now)
    }
  }
}

extension EffectCap {
  /// Until when no more is allowed after calls at these moments, oldest first; nothing when one is.
  package func end(after moments: [Timestamp], at now: Timestamp) -> Timestamp? {
    guard count > 0 else { return now.adding(seconds: Self.span) }
    let recent = moments.filter { $0.adding(seconds: Self.span) > now }
    guard recent.count >= count else { return nil }
    return recent[recent.count - count].adding(seconds: Self.span)
  }
}
