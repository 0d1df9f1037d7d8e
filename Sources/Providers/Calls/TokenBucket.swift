/// Tokens for one span of time, each of which comes back a whole span after it was taken.
///
/// A bucket that fills steadily would let up to twice its count through in one span: all that it
/// holds, and what flows in meanwhile.
package struct TokenBucket: Sendable {
  package let count: Int
  package let span: Duration
  /// When the tokens that are out were taken, or will be: a ring, oldest at `oldest` once full.
  private var taken: [Duration] = []
  private var oldest = 0

  package init(_ count: Int, per span: Duration) {
    self.count = count
    self.span = span
  }

  /// A bucket of which these tokens are out, oldest first; of more than it holds, the latest.
  package init(_ count: Int, per span: Duration, taken: [Duration]) {
    self.init(count, per: span)
    self.taken = Array(taken.suffix(count))
  }

  /// When the tokens that are out were taken, oldest first.
  package func out(at now: Duration) -> [Duration] {
    (taken[oldest...] + taken[..<oldest]).filter { $0 + span > now }
  }

  /// When a token can be had: now, or when the oldest that is out comes back.
  package func next(at now: Duration) -> Duration {
    guard taken.count == count else { return now }
    return max(now, taken[oldest] + span)
  }

  /// Takes the next token, and returns how long to wait before it may be used.
  package mutating func reserve(at now: Duration) -> Duration {
    let departure = next(at: now)
    take(at: departure)
    return departure - now
  }

  /// Takes a token for a moment at which there is one.
  mutating func take(at departure: Duration) {
    guard taken.count == count else {
      taken.append(departure)
      return
    }
    taken[oldest] = departure
    oldest = (oldest + 1) % count
  }

  /// Leaves at most that many, because others have taken from the same allowance.
  mutating func keep(_ remaining: Int, at now: Duration) {
    let out = taken.count { $0 + span > now }
    let surplus = count - out - max(0, remaining)
    for _ in 0..<max(0, surplus) { take(at: now) }
  }

  /// The same tokens out of a bucket of another size.
  func resized(to count: Int) -> TokenBucket {
    TokenBucket(count, per: span, taken: Array(taken[oldest...] + taken[..<oldest]))
  }
}
