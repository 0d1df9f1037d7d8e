import Providers
import Testing
import Tools

@Suite struct `A rate limit` {
  static let start = Duration.seconds(1_000)

  @Test func `lets its count through at once, and the next a whole span later`() {
    var bucket = SlidingWindow(3, per: .seconds(60))
    let waits = (1...7).map { _ in bucket.reserve(at: Self.start) }
    #expect(waits == [0, 0, 0, 60, 60, 60, 120].map { .seconds($0) })
  }

  @Test func `never lets more through in any span`() {
    var bucket = SlidingWindow(4, per: .seconds(1))
    var now = Self.start
    var departures: [Duration] = []
    for step in 0..<200 {
      departures.append(now + bucket.reserve(at: now))
      now += .milliseconds(step % 7 * 50)
    }
    #expect(departures == departures.sorted())
    for (earlier, later) in zip(departures, departures.dropFirst(4)) {
      #expect(later - earlier >= .seconds(1))
    }
  }

  @Test func `waits for the slowest of its spans`() {
    var limit = RateLimit(ProviderDescriptor.Limits(perSecond: 2, perMinute: 3))
    let waits = (1...4).map { _ in limit.reserve(at: Self.start) }
    #expect(
      waits == [.zero, .zero, .seconds(1) + RateLimit.margin, .seconds(60) + RateLimit.margin])
    #expect(limit.wait(at: Self.start + .seconds(62)) == .zero)
  }

  @Test func `never waits where nothing is limited`() {
    var limit = RateLimit(ProviderDescriptor.Limits())
    let waits = (1...1000).map { _ in limit.reserve(at: Self.start) }
    #expect(waits.allSatisfy { $0 == .zero })
  }

  @Test func `takes the service's word for fewer calls, never for more`() {
    var limit = RateLimit(ProviderDescriptor.Limits(perMinute: 10))
    _ = limit.reserve(at: Self.start)
    limit.keep(2, at: Self.start)
    limit.keep(9, at: Self.start)
    let waits = (1...3).map { _ in limit.reserve(at: Self.start) }
    #expect(waits == [.zero, .zero, .seconds(60) + RateLimit.margin])
  }

  @Test func `remembers no more than a hundred moments of a span, whatever it allows`() {
    let step = Duration.milliseconds(10)
    var bucket = SlidingWindow(1_000_000, per: .seconds(60))
    for call in 0..<6_000 { _ = bucket.reserve(at: Self.start + step * call) }
    bucket.keep(59, at: Self.start + step * 5_999)
    let batches = bucket.out(at: Self.start + step * 5_999)
    #expect(batches.count <= 101)
    #expect(batches.reduce(0) { $0 + $1.count } == 1_000_000 - 59)
  }

  @Test func `gives tokens back together that were taken together, with the last of them`() {
    var bucket = SlidingWindow(2, per: .seconds(100))
    _ = bucket.reserve(at: .seconds(1))
    _ = bucket.reserve(at: .milliseconds(1_900))
    #expect(bucket.next(at: .seconds(2)) == .milliseconds(101_900))
  }

  @Test func `gives tokens back in time that were written down after each call`() {
    let limits = ProviderDescriptor.Limits(perMinute: 60)
    var allowance = Allowance(limits)
    for call in 0..<60 {
      let now = Self.start + .milliseconds(500) * call
      #expect(allowance.reserve(at: now, within: .seconds(1)) == .granted(after: .zero))
      allowance = Allowance(allowance.json(at: now), limits, at: now)
    }
    let later = Self.start + .seconds(61)
    #expect(allowance.reserve(at: later, within: .seconds(1)) == .granted(after: .zero))
  }

  @Test func `keeps its tokens in order when one is taken for an earlier moment`() {
    var bucket = SlidingWindow(2, per: .seconds(100))
    bucket.take(for: .seconds(9), at: .seconds(1))
    bucket.take(for: .seconds(3), at: .seconds(3))
    #expect(bucket.next(at: .seconds(4)) == .seconds(103))
  }

  @Test func `takes tokens back that were not used`() {
    var bucket = SlidingWindow(10, per: .seconds(100))
    bucket.take(4, for: .milliseconds(5_200), at: .seconds(5))
    bucket.take(2, for: .milliseconds(5_900), at: .seconds(5))
    bucket.putBack(3, takenFor: .milliseconds(5_200))
    #expect(bucket.left(at: .seconds(6)) == 7)
    bucket.putBack(9, takenFor: .milliseconds(5_200))
    bucket.putBack(1, takenFor: .seconds(7))
    #expect(bucket.left(at: .seconds(6)) == 10)
  }

  @Test(arguments: [(3, 60), (2, 60), (5, 0)])
  func `keeps what was spent when its size changes`(count: Int, wait: Int) {
    var limit = RateLimit(ProviderDescriptor.Limits(perMinute: 4))
    for _ in 1...3 { _ = limit.reserve(at: Self.start) }
    limit.adopt(ProviderDescriptor.Limits(perSecond: 100, perMinute: count))
    let expected = wait == 0 ? .zero : Duration.seconds(wait) + RateLimit.margin
    #expect(limit.wait(at: Self.start) == expected)
  }
}
