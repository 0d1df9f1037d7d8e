/// The calls that were made in the last span of time, of which a service allows only so many: a log
/// of taken tokens, each of which comes back a whole span after it was taken.
///
/// A bucket that fills steadily would let up to twice its limit through in one span: all that it
/// holds, and what flows in meanwhile. Time is cut into hundredths of the span, the same for all
/// processes: tokens taken in one of them come back together, with the last of them. So the log
/// doesn't grow with the limit.
package struct SlidingWindow: Equatable, Sendable {
  /// How many calls the service allows in a span.
  package let limit: Int
  package let span: Duration
  /// The taken tokens, oldest first, and at most one batch a hundredth of the span.
  private var batches: [TokenBatch]
  private var count: Int { batches.reduce(0) { $0 + $1.count } }

  /// Tokens that come back together.
  package struct TokenBatch: Equatable, Sendable {
    /// When the last of them was taken, or will be.
    package fileprivate(set) var last: Duration
    package fileprivate(set) var count: Int

    init(_ count: Int, at moment: Duration) {
      last = moment
      self.count = count
    }
  }

  /// `taken` is oldest first; of more than the limit, the latest count.
  package init(_ limit: Int, per span: Duration, taken: [TokenBatch] = []) {
    self.limit = limit
    self.span = span
    batches = taken
    giveBack(count - limit)
  }

  /// The tokens that are not back yet, oldest first.
  package func taken(at now: Duration) -> [TokenBatch] {
    batches.filter { $0.last + span > now }
  }

  /// When a token can be had: now, or when the oldest that is taken comes back.
  package func next(at now: Duration) -> Duration {
    guard let oldest = batches.first, count >= limit else { return now }
    return max(now, oldest.last + span)
  }

  /// Takes the next token, and returns how long to wait before it may be used.
  package mutating func reserve(at now: Duration) -> Duration {
    let departure = next(at: now)
    take(for: departure, at: now)
    return departure - now
  }

  /// Takes tokens for a moment at which there are so many.
  package mutating func take(_ number: Int = 1, for departure: Duration, at now: Duration) {
    batches.removeAll { $0.last + span <= now }
    giveBack(count + number - limit)
    let hundredth = hundredth(of: departure)
    let earlier = batches.lastIndex { self.hundredth(of: $0.last) <= hundredth }
    if let earlier, self.hundredth(of: batches[earlier].last) == hundredth {
      batches[earlier].count += number
      batches[earlier].last = max(batches[earlier].last, departure)
    } else {
      batches.insert(TokenBatch(number, at: departure), at: earlier.map { $0 + 1 } ?? 0)
    }
  }

  /// Takes all but so many tokens, because others have taken from the same allowance.
  package mutating func leave(atMost remaining: Int, at now: Duration) {
    let left = taken(at: now).reduce(limit) { $0 - $1.count }
    if left > max(0, remaining) { take(left - max(0, remaining), for: now, at: now) }
  }

  /// The same log under another limit.
  func resized(to limit: Int) -> SlidingWindow {
    SlidingWindow(limit, per: span, taken: batches)
  }

  /// Which hundredth of a span a moment is in, counted from the beginning of time.
  private func hundredth(of moment: Duration) -> Double {
    (moment / (span / 100)).rounded(.down)
  }

  /// Takes the oldest tokens for those that are back.
  private mutating func giveBack(_ number: Int) {
    var number = number
    while number > 0, let oldest = batches.first {
      if oldest.count > number {
        batches[0].count -= number
      } else {
        batches.removeFirst()
      }
      number -= oldest.count
    }
  }
}
