import Providers
import Testing
import Tools

@Suite struct `A rate limit` {
  static let start = Duration.seconds(1_000)

  @Test func `lets its count through at once, and the next a whole span later`() {
    var window = SlidingWindow(3, per: .seconds(60))
    let waits = (1...7).map { _ in window.reserve(at: Self.start) }
    #expect(waits == [0, 0, 0, 60, 60, 60, 120].map { .seconds($0) })
  }

  @Test func `never lets more through in any span`() {
    var window = SlidingWindow(4, per: .seconds(1))
    var now = Self.start
    var departures: [Duration] = []
    for step in 0..<200 {
      departures.append(now + window.reserve(at: now))
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
    limit.leave(atMost: 2, at: Self.start)
    limit.leave(atMost: 9, at: Self.start)
    let waits = (1...3).map { _ in limit.reserve(at: Self.start) }
    #expect(waits == [.zero, .zero, .seconds(60) + RateLimit.margin])
  }

  @Test func `remembers no more than a hundred moments of a span, whatever it allows`() {
    let step = Duration.milliseconds(10)
    var window = SlidingWindow(1_000_000, per: .seconds(60))
    for call in 0..<6_000 { _ = window.reserve(at: Self.start + step * call) }
    window.leave(atMost: 59, at: Self.start + step * 5_999)
    let batches = window.taken(at: Self.start + step * 5_999)
    #expect(batches.count <= 101)
    #expect(batches.reduce(0) { $0 + $1.count } == 1_000_000 - 59)
  }

  @Test func `gives tokens back together that were taken together, with the last of them`() {
    var window = SlidingWindow(2, per: .seconds(100))
    _ = window.reserve(at: .seconds(1))
    _ = window.reserve(at: .milliseconds(1_900))
    #expect(window.next(at: .seconds(2)) == .milliseconds(101_900))
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
    var window = SlidingWindow(2, per: .seconds(100))
    window.take(for: .seconds(9), at: .seconds(1))
    window.take(for: .seconds(3), at: .seconds(3))
    #expect(window.next(at: .seconds(4)) == .seconds(103))
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

extension SlidingWindow {
  /// Takes the next token, and returns how long to wait before it may be used.
  fileprivate mutating func reserve(at now: Duration) -> Duration {
    let departure = next(at: now)
    take(for: departure, at: now)
    return departure - now
  }
}
