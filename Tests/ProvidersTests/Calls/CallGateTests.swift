import Exchange
import JSON
import Providers
import Testing
import Tools

/// Gates as processes use them: each of them with its own, all over one store.
@Suite struct `A call gate` {
  static let start = Duration.seconds(1_000)
  static let penalty = response(429, ["Retry-After": "900"])
  let store = CountedAllowances()

  private func gate(_ limits: ProviderDescriptor.Limits = .init()) -> CallGate {
    CallGate(limits, allowances: store)
  }

  private func reserve(
    _ gate: CallGate, at now: Duration = start
  ) async -> CallGate.Admission {
    let clock = TimeSource(now: { now }, sleep: { _ in })
    return await gate.reserve(for: "one", by: Deadline(in: .seconds(55), by: clock))
  }

  /// What so many calls are told that come together.
  private func reserve(_ number: Int, of gates: [CallGate]) async -> [CallGate.Admission] {
    await withTaskGroup(of: CallGate.Admission.self) { group in
      for call in 0..<number {
        group.addTask { await reserve(gates[call % gates.count]) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func `asks the store for each call where there is a limit`() async {
    let gate = gate(.init(perMinute: 199))
    for call in 1...199 {
      #expect(await reserve(gate) == .granted(after: .zero))
      #expect(store.visits == call)
    }
    #expect(await reserve(gate) == .limited(.seconds(60) + RateLimit.margin))
  }

  @Test func `asks the store four times a second where nothing is limited`() async {
    let gate = gate()
    for call in 0..<1000 {
      let now = Self.start + .milliseconds(call)
      #expect(await reserve(gate, at: now) == .granted(after: .zero))
      await gate.record(Self.response(200, ["X-RateLimit-Remaining": "7"]), of: "one", at: now)
    }
    #expect(store.visits == 4)
  }

  @Test(arguments: [
    ProviderDescriptor.Limits(perSecond: 10), .init(perSecond: 300), .init(perMinute: 1000),
    .init(perSecond: 20, perMinute: 700),
  ])
  func `lets no more through in any span than the service allows`(
    limits: ProviderDescriptor.Limits
  ) async {
    let gates = [gate(limits), gate(limits)]
    var now = Self.start
    var departures: [Duration] = []
    for step in 0..<5000 {
      switch await reserve(gates[step / 7 % 2], at: now) {
      case .granted(let wait): departures.append(now + wait)
      case .limited(let wait): now += wait / 2
      case .broken: Issue.record("nothing failed")
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

  @Test(arguments: [ProviderDescriptor.Limits(perMinute: 100_000), .init()])
  func `tells a process of its own penalty at once, and of another's within 250 ms`(
    limits: ProviderDescriptor.Limits
  ) async {
    let first = gate(limits)
    let second = gate(limits)
    for _ in 1...5 { #expect(await reserve(second) == .granted(after: .zero)) }
    await first.record(Self.penalty, of: "one", at: Self.start)
    #expect(await reserve(first) == .limited(.seconds(900)))
    #expect(await reserve(gate(limits)) == .limited(.seconds(900)))
    let moment = Self.start + .milliseconds(249)
    #expect(await second.penalty(of: "one", at: moment) == .zero)
    let later = Self.start + .milliseconds(250)
    #expect(await second.penalty(of: "one", at: later) == .milliseconds(899_750))
    #expect(await reserve(second, at: later) == .limited(.milliseconds(899_750)))
  }

  @Test(arguments: [ProviderDescriptor.Limits(perMinute: 100_000), .init()])
  func `heeds a penalty that was learnt while the store was asked`(
    limits: ProviderDescriptor.Limits
  ) async {
    let visit = VisitGate()
    let gate = CallGate(limits, allowances: CountedAllowances(visit))
    async let first = reserve(gate)
    await visit.isReached()
    await gate.record(Self.penalty, of: "one", at: Self.start)
    visit.open()
    #expect(await first == .granted(after: .zero))
    #expect(await reserve(gate) == .limited(.seconds(900)))
  }

  @Test func `heeds a penalty while the store is being told of it`() async {
    let visit = VisitGate()
    let gate = CallGate(.init(), allowances: CountedAllowances(visit, before: true))
    async let told: Void = gate.record(Self.penalty, of: "one", at: Self.start)
    await visit.isReached()
    #expect(await reserve(gate) == .limited(.seconds(900)))
    visit.open()
    await told
    #expect(await reserve(gate) == .limited(.seconds(900)))
  }

  @Test func `goes on where its penalty has passed`() async {
    let gate = gate()
    await gate.record(Self.penalty, of: "one", at: Self.start)
    let later = Self.start + .seconds(900)
    for _ in 1...5 { #expect(await reserve(gate, at: later) == .granted(after: .zero)) }
    #expect(store.visits == 2)
  }

  @Test func `believes a service's count where it is lower`() async {
    let gate = gate(.init(perMinute: 1000))
    #expect(await reserve(gate) == .granted(after: .zero))
    for remaining in ["999", "3", "500"] {
      await gate.record(
        Self.response(200, ["X-RateLimit-Remaining": remaining]), of: "one", at: Self.start)
    }
    for _ in 1...3 { #expect(await reserve(gate) == .granted(after: .zero)) }
    #expect(await reserve(gate) == .limited(.seconds(60) + RateLimit.margin))
  }

  @Test(arguments: [(50, 64), (1000, 1200)])
  func `gives no token to two of many callers`(limit: Int, callers: Int) async {
    let limits = ProviderDescriptor.Limits(perMinute: limit)
    let admissions = await reserve(callers, of: [gate(limits), gate(limits)])
    #expect(admissions.count == callers)
    #expect(admissions.count { $0 == .granted(after: .zero) } == limit)
  }

  @Test func `gives each of many callers who wait a time of its own`() async {
    let admissions = await reserve(40, of: [gate(.init(perSecond: 1))])
    let waits = admissions.compactMap { admission in
      if case .granted(let wait) = admission { wait } else { nil }
    }
    #expect(waits.sorted() == (0..<40).map { (.seconds(1) + RateLimit.margin) * $0 })
  }

  @Test func `goes over to limits that are new`() async {
    let gate = gate()
    for _ in 1...9 { #expect(await reserve(gate) == .granted(after: .zero)) }
    gate.adopt(.init(perMinute: 1))
    #expect(await reserve(gate) == .granted(after: .zero))
    #expect(await reserve(gate) == .limited(.seconds(60) + RateLimit.margin))
  }

  private static func response(
    _ status: Int, _ fields: [String: String]
  ) -> Attempt {
    .success(ClassifiedResponse(ProviderResponse(status, "", fields)))
  }
}

@Suite struct `An allowance that is written down` {
  static let limits = ProviderDescriptor.Limits(perSecond: 2, perMinute: 3)
  static let now = Duration.milliseconds(1_790_000_000_500)

  /// As the versions that held tokens beforehand wrote it: several of one moment, some to come.
  static let text = """
    {"written":1790000000000,"penalty":1790000002500,"spans":[{"seconds":1,"taken":\
    [[1790000000100,1]]},{"seconds":60,"taken":[[1789999950000,1],[1790000000750,2]]},\
    {"seconds":3600,"taken":[[1790000000000,7]]}]}
    """

  @Test func `is read as it was written`() throws {
    let json = try #require(try JSONValue(parsing: Self.text).object)
    var allowance = Allowance(json, Self.limits, at: Self.now)
    #expect(allowance.penalty.left(at: Self.now) == .seconds(2))
    let wait = Duration.milliseconds(1_789_999_950_000) + .milliseconds(60_100) - Self.now
    #expect(allowance.reserve(at: Self.now, within: .seconds(60)) == .granted(after: wait))
  }

  @Test func `is written as it is read`() throws {
    let json = try #require(try JSONValue(parsing: Self.text).object)
    let limits = ProviderDescriptor.Limits(perSecond: 2, perMinute: 3, perHour: 9)
    var written = json
    written["written"] = .number(JSONNumber(1_790_000_000_500))
    #expect(Allowance(json, limits, at: Self.now).json(at: Self.now) == written)
  }

  @Test func `D16: makes nobody wait for more than a day, whatever it says`() throws {
    let future = 1_999_999_999_999
    let json: JSONObject = [
      "written": 1_790_000_000_000, "penalty": .number(JSONNumber(future)),
      "spans": [["seconds": 60, "taken": [[.number(JSONNumber(future)), 3]]]],
    ]
    var allowance = Allowance(json, Self.limits, at: Self.now)
    #expect(allowance.penalty.left(at: Self.now) == .seconds(86_400))
    let tomorrow = Self.now + .seconds(86_400)
    #expect(allowance.reserve(at: tomorrow, within: .seconds(1)) == .granted(after: .zero))
  }
}
