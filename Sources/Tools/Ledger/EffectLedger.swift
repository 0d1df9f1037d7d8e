package import JSON

/// The record of calls with an effect: written before a request leaves, so that nothing is done
/// twice because nobody remembers the first time.
package protocol EffectLedger: Sendable {
  /// Puts a call on record as started, unless something stands in its way. Two calls that are the
  /// same never both get through, be they of different processes.
  func begin(_ intent: EffectIntent, at now: Timestamp) async throws(LedgerFailure) -> Beginning

  /// Records how the call ended. It is recorded even when the calling task is cancelled.
  func end(_ id: Int, _ end: EffectEnd, at now: Timestamp) async throws(LedgerFailure)
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
