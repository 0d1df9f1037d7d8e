internal import Synchronization

/// What the requests of one call came to, for the log. Whoever sends them notes it.
package final class CallFootprint: Sendable {
  /// The sum of all attempts of all requests.
  package struct Totals: Equatable, Sendable {
    package var attempts = 0
    /// The status of the last answer; nothing when none came.
    package var status: Int?
    /// Bytes of bodies.
    package var sent = 0
    package var received = 0
  }

  private let state = Mutex(Totals())

  package init() {}

  package var totals: Totals { state.withLock { $0 } }

  /// Notes an attempt, and the answer where one came.
  package func note(sent: Int, answer: (status: Int, bytes: Int)?) {
    state.withLock { totals in
      totals.attempts += 1
      totals.sent += sent
      totals.status = answer?.status ?? totals.status
      totals.received += answer?.bytes ?? 0
    }
  }
}
