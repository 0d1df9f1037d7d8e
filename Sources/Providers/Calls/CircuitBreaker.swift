/// Leaves a service alone that keeps failing, and lets one call at a time find out whether it is
/// back.
package struct CircuitBreaker: Sendable {
  private enum State {
    case closed(failures: Int)
    case open(until: Duration)
    /// One call is under way to see; should nothing be heard of it, another goes at `until`.
    case probing(until: Duration)
  }

  private var state = State.closed(failures: 0)

  /// How many failures in a row open it, and for how long.
  package static let limit = 5
  package static let pause = Duration.seconds(30)

  package init() {}

  /// How long no call is let through; nil while calls are.
  package func refusal(at now: Duration) -> Duration? {
    switch state {
    case .closed: nil
    case .open(let until), .probing(let until): until > now ? until - now : nil
    }
  }

  /// Whether a call may go now. After the pause it is the probe, and others are refused.
  package mutating func admit(at now: Duration) -> Bool {
    guard refusal(at: now) == nil else { return false }
    if case .closed = state { return true }
    state = .probing(until: now + Self.pause)
    return true
  }

  package mutating func succeed() {
    state = .closed(failures: 0)
  }

  package mutating func fail(at now: Duration) {
    if case .closed(let failures) = state, failures + 1 < Self.limit {
      state = .closed(failures: failures + 1)
    } else {
      state = .open(until: now + Self.pause)
    }
  }

  /// A call was given up before it showed anything: if it was the probe, the next one is.
  package mutating func abandon(at now: Duration) {
    if case .probing = state { state = .open(until: now) }
  }
}
