/// Calls of one account that a process may send without asking the store again, for a moment.
///
/// They are written down as sent at the lease's end, the latest they can be: so no span ever sees
/// more calls than the service allows, wherever in the lease's time they are really sent.
package struct AllowanceLease: Equatable, Sendable {
  /// How many it still holds; nothing when the service has no limit.
  package private(set) var tokens: Int?
  /// Until when it holds, and until when no other process's penalty is asked for.
  package let end: Duration
  /// How many calls the shortest span allowed beside it, which a service's own count is compared
  /// with.
  package let spare: Int

  package init(_ tokens: Int?, until end: Duration, spare: Int) {
    self.tokens = tokens
    self.end = end
    self.spare = spare
  }

  /// Whether a call may be sent at once; then its token is gone.
  package mutating func take(at now: Duration) -> Bool {
    guard now < end else { return false }
    guard let tokens else { return true }
    guard tokens > 0 else { return false }
    self.tokens = tokens - 1
    return true
  }
}
