import JSON

/// Counts requests for rate limit headers, a minute of the clock at a time.
///
/// Nobody is turned away, so that a stopped clock does not end a session; the count of what
/// remains therefore stays at one and more.
struct RequestAllowance: Sendable {
  let limit: Int
  private(set) var remaining: Int
  /// When the next minute starts.
  private(set) var reset = Timestamp(secondsSince1970: 0)

  init(limit: Int) {
    self.limit = limit
    remaining = limit
  }

  mutating func spend(at now: Timestamp) {
    if now >= reset {
      let seconds = now.secondsSince1970
      reset = Timestamp(secondsSince1970: seconds - seconds % Seconds.perMinute + Seconds.perMinute)
      remaining = limit
    }
    remaining = max(1, remaining - 1)
  }
}
