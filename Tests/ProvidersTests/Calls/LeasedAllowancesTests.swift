import Exchange
import Providers
import Testing
import Tools

/// Allowances as processes use them: each of them with leases of its own, all over one store.
@Suite struct `Leased allowances` {
  static let start = Duration.seconds(1_000)
  static let high = ProviderDescriptor.Limits(perMinute: 100_000)
  static let penalty = RateLimitHeaders(ProviderResponse(429, "", ["Retry-After": "900"]))
  let store = CountedAllowances()

  private func process(_ limits: ProviderDescriptor.Limits) -> LeasedAllowances {
    LeasedAllowances(limits, of: store)
  }

  private func reserve(
    _ process: LeasedAllowances, at now: Duration = start
  ) async -> Allowance.Reservation {
    let clock = TimeSource(now: { now }, sleep: { _ in })
    return await process.reserve("one", by: Deadline(in: .seconds(55), by: clock))
  }

  /// What so many calls are told that come together.
  private func reserve(
    _ number: Int, of processes: [LeasedAllowances]
  ) async -> [Allowance.Reservation] {
    await withTaskGroup(of: Allowance.Reservation.self) { group in
      for call in 0..<number {
        group.addTask { await reserve(processes[call % processes.count]) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func `ask the store for each call where the limit is low`() async {
    let process = process(.init(perMinute: 199))
    for call in 1...199 {
      #expect(await reserve(process) == .granted(after: .zero))
      #expect(store.visits == call)
    }
    #expect(await reserve(process) == .limited(.seconds(60) + RateLimit.margin))
  }

  @Test func `ask the store seldom where the limit is high`() async {
    let process = process(Self.high)
    for _ in 1...1000 { #expect(await reserve(process) == .granted(after: .zero)) }
    #expect(store.visits == 10)
  }

  @Test func `take a hundredth of a limit at most`() async {
    let process = process(.init(perMinute: 1000))
    for _ in 1...500 { #expect(await reserve(process) == .granted(after: .zero)) }
    #expect((50...60).contains(store.visits))
  }

  @Test func `ask the store four times a second where nothing is limited`() async {
    let process = process(.init())
    for call in 0..<1000 {
      let now = Self.start + .milliseconds(call)
      #expect(await reserve(process, at: now) == .granted(after: .zero))
    }
    #expect(store.visits == 4)
  }

  @Test(arguments: [
    ProviderDescriptor.Limits(perSecond: 300), .init(perMinute: 1000),
    .init(perSecond: 20, perMinute: 700),
  ])
  func `let no more through in any span than the service allows`(
    limits: ProviderDescriptor.Limits
  ) async {
    let processes = [process(limits), process(limits)]
    var now = Self.start
    var departures: [Duration] = []
    for step in 0..<5000 {
      switch await reserve(processes[step / 7 % 2], at: now) {
      case .granted(let wait): departures.append(now + wait)
      case .limited(let wait): now += wait / 2
      }
      now += .milliseconds(step % 5 * (step % 700 < 350 ? 1 : 30))
    }
    departures.sort()
    for (count, span) in [(limits.perSecond, 1), (limits.perMinute, 60)] {
      for (earlier, later) in zip(departures, departures.dropFirst(count ?? .max)) {
        #expect(later - earlier >= .seconds(span) + RateLimit.margin)
      }
    }
  }

  @Test func `put back what a lease had left when it ended`() async {
    let process = process(.init(perHour: 1000))
    for burst in 0..<200 {
      for _ in 1...5 {
        let now = Self.start + .milliseconds(300) * burst
        #expect(await reserve(process, at: now) == .granted(after: .zero))
      }
    }
    guard case .limited = await reserve(process, at: Self.start + .seconds(61)) else {
      Issue.record("more calls than the service allows")
      return
    }
  }

  @Test func `tell a new process of a penalty at once, and others after their lease`() async {
    let first = process(Self.high)
    let second = process(Self.high)
    for _ in 1...5 { #expect(await reserve(second) == .granted(after: .zero)) }
    await first.learn(Self.penalty, of: "one", at: Self.start)
    #expect(await reserve(first) == .limited(.seconds(900)))
    #expect(await reserve(process(Self.high)) == .limited(.seconds(900)))
    #expect(await reserve(second) == .granted(after: .zero))
    #expect(await second.penalty(of: "one", at: Self.start) == .zero)
    let later = Self.start + .milliseconds(250)
    #expect(await second.penalty(of: "one", at: later) == .milliseconds(899_750))
    #expect(await reserve(second, at: later) == .limited(.milliseconds(899_750)))
  }

  @Test(arguments: [high, .init()])
  func `don't use a lease that was on its way when something was learnt`(
    limits: ProviderDescriptor.Limits
  ) async {
    let gate = VisitGate()
    let process = LeasedAllowances(limits, of: CountedAllowances(gate))
    async let first = reserve(process)
    await gate.isReached()
    await process.learn(Self.penalty, of: "one", at: Self.start)
    gate.open()
    #expect(await first == .granted(after: .zero))
    #expect(await reserve(process) == .limited(.seconds(900)))
  }

  @Test func `learn of a service's count only what is news`() async {
    let process = process(.init(perMinute: 1000))
    #expect(await reserve(process) == .granted(after: .zero))
    await process.learn(Self.remaining(999), of: "one", at: Self.start)
    #expect(store.visits == 1)
    await process.learn(Self.remaining(3), of: "one", at: Self.start)
    #expect(store.visits == 2)
    for _ in 1...3 { #expect(await reserve(process) == .granted(after: .zero)) }
    #expect(await reserve(process) == .limited(.seconds(60) + RateLimit.margin))
  }

  @Test(arguments: [(50, 64), (1000, 1200)])
  func `give no token to two of many callers`(limit: Int, callers: Int) async {
    let limits = ProviderDescriptor.Limits(perMinute: limit)
    let reservations = await reserve(callers, of: [process(limits), process(limits)])
    #expect(reservations.count == callers)
    #expect(reservations.count { $0 == .granted(after: .zero) } == limit)
  }

  @Test func `give each of many callers who wait a time of its own`() async {
    let reservations = await reserve(40, of: [process(.init(perSecond: 1))])
    let waits = reservations.compactMap { reservation in
      if case .granted(let wait) = reservation { wait } else { nil }
    }
    #expect(waits.sorted() == (0..<40).map { (.seconds(1) + RateLimit.margin) * $0 })
    #expect(store.visits < 40)
  }

  @Test func `end with the limits they were made under`() async {
    let process = process(.init())
    for _ in 1...9 { #expect(await reserve(process) == .granted(after: .zero)) }
    process.adopt(.init(perMinute: 1))
    #expect(await reserve(process) == .granted(after: .zero))
    #expect(await reserve(process) == .limited(.seconds(60) + RateLimit.margin))
  }

  private static func remaining(_ count: Int) -> RateLimitHeaders {
    RateLimitHeaders(ProviderResponse(200, "", ["X-RateLimit-Remaining": String(count)]))
  }
}
