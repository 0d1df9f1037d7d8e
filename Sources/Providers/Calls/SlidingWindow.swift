/// Tokens for one span of time, each of which comes back a whole span after it was taken.
///
/// A bucket that fills steadily would let up to twice its count through in one span: all that it
/// holds, and what flows in meanwhile. Time is cut into hundredths of the span, the same for all
/// processes: tokens taken in one of them come back together, with the last of them. So what is
/// remembered doesn't grow with the count.
package struct SlidingWindow: Equatable, Sendable {
  package let count: Int
  package let span: Duration
  /// The tokens that are out, oldest first, and at most one batch a hundredth of the span.
  private var batches: [TokenBatch] = []
  private var out: Int { batches.reduce(0) { $0 + $1.count } }

  /// Tokens that come back together.
  package struct TokenBatch: Equatable, Sendable {
    /// When the last of them was taken, or will be.
    package fileprivate(set) var last: Duration
    package fileprivate(set) var count: Int

    package init(_ count: Int, at moment: Duration) {
      last = moment
      self.count = count
    }
  }

  package init(_ count: Int, per span: Duration) {
    self.count = count
    self.span = span
  }

  /// A bucket of which these tokens are out, oldest first; of more than it holds, the latest.
  package init(_ count: Int, per span: Duration, taken: [TokenBatch]) {
    self.init(count, per: span)
    batches = taken
    giveBack(out - count)
  }

  /// The tokens that are out, oldest first.
  package func out(at now: Duration) -> [TokenBatch] {
    batches.filter { $0.last + span > now }
  }

  /// How many can be had at once.
  package func left(at now: Duration) -> Int {
    max(0, batches.reduce(count) { $1.last + span > now ? $0 - $1.count : $0 })
  }

  /// When a token can be had: now, or when the oldest that is out comes back.
  package func next(at now: Duration) -> Duration {
    guard let oldest = batches.first, out >= count else { return now }
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
    giveBack(out + number - count)
    let hundredth = hundredth(of: departure)
    let earlier = batches.lastIndex { self.hundredth(of: $0.last) <= hundredth }
    if let earlier, self.hundredth(of: batches[earlier].last) == hundredth {
      batches[earlier].count += number
      batches[earlier].last = max(batches[earlier].last, departure)
    } else {
      batches.insert(TokenBatch(number, at: departure), at: earlier.map { $0 + 1 } ?? 0)
    }
  }

  /// Puts tokens back that were taken for that moment but not used, as far as they are still out.
  package mutating func putBack(_ number: Int, takenFor moment: Duration) {
    let hundredth = hundredth(of: moment)
    guard
      let index = batches.lastIndex(where: { self.hundredth(of: $0.last) == hundredth })
    else { return }
    batches[index].count -= number
    if batches[index].count <= 0 { batches.remove(at: index) }
  }

  /// Leaves at most that many, because others have taken from the same allowance.
  package mutating func keep(_ remaining: Int, at now: Duration) {
    let left = left(at: now)
    if left > max(0, remaining) { take(left - max(0, remaining), for: now, at: now) }
  }

  /// The same tokens out of a bucket of another size.
  func resized(to count: Int) -> SlidingWindow {
    SlidingWindow(count, per: span, taken: batches)
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
