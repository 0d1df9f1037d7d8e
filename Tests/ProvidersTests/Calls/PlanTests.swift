import Exchange
import JSON
import Providers
import TestSupport
import Testing
import Tools

/// What an account may do follows from its plan, which the service's header or the operator tells.
@Suite struct `A plan` {
  static let services = ["clickmedias", "hienergy", "klik"]

  static func limits(of service: String) throws -> ProviderDescriptor.Limits {
    try #require(try Repository.manifest().providers.first { $0.id == service }).limits
  }

  /// The allowance of an account whose service's header said that.
  private static func allowance(
    _ service: String, told fields: [String: String]?
  ) throws -> Allowance {
    var allowance = Allowance(try limits(of: service))
    if let fields {
      let headers = ClassifiedResponse(ProviderResponse(200, "{}", fields)).rateLimit
      allowance.learn(headers, at: .zero)
    }
    return allowance
  }

  /// How many calls go at once.
  private static func allowed(
    _ allowance: inout Allowance, at now: Duration = .zero
  ) -> Int {
    var count = 0
    while count < 20_000,
      case .granted(after: .zero) = allowance.reserve(at: now, within: .milliseconds(1))
    {
      count += 1
    }
    return count
  }

  @Test(arguments: [
    (nil, 60), ("60", 60), ("120", 120), ("300", 300), ("600", 600), ("90", 90), ("150", 150),
    ("30", 30), ("0", 60), ("many", 60), ("600, 600;w=60", 600), ("5000", 120),
  ])
  func `is chosen by X-RateLimit-Limit`(told: String?, atOnce: Int) throws {
    var allowance = try Self.allowance(
      "clickmedias", told: told.map { ["X-RateLimit-Limit": $0] })
    #expect(Self.allowed(&allowance) == atOnce)
  }

  @Test(arguments: [
    (60, 1000), (120, 5000), (300, 20_000), (600, 100_000), (90, 1000), (150, 5000), (30, 1000),
    (9999, 100_000),
  ])
  func `brings its daily quota`(perMinute: Int, perDay: Int) throws {
    let limits = try Self.limits(of: "clickmedias").told(.init(perMinute, per: .minute))
    #expect(limits.perMinute == perMinute)
    #expect(limits.perDay == perDay)
  }

  @Test(arguments: [(nil, 1000), ("120", 5000)])
  func `ends for the day where its quota does`(told: String?, perDay: Int) throws {
    var allowance = try Self.allowance(
      "clickmedias", told: told.map { ["X-RateLimit-Limit": $0] })
    var count = 0
    for minute in 0..<120 { count += Self.allowed(&allowance, at: .seconds(minute * 61)) }
    #expect(count == perDay)
    #expect(Self.allowed(&allowance, at: .seconds(90_000)) > 0)
  }

  @Test(arguments: [
    ("hienergy", nil, 1000), ("hienergy", "1000", 1000), ("hienergy", "10000", 10_000),
    ("hienergy", "2500", 2500), ("klik", nil, 60), ("klik", "60", 60), ("klik", "240", 240),
    ("klik", "20", 20),
  ])
  func `is told by the same field wherever a service limits calls`(
    service: String, told: String?, atOnce: Int
  ) throws {
    for name in ["X-RateLimit-Limit", "x-ratelimit-limit", "X-Rate-Limit-Limit"] {
      var allowance = try Self.allowance(service, told: told.map { [name: $0] })
      #expect(Self.allowed(&allowance) == atOnce)
    }
  }

  @Test(arguments: services + ["clickmeter"], ["9223372036854775807", "4294967296"])
  func `survives numbers that nobody reaches`(service: String, number: String) throws {
    let limits = try Self.limits(of: service)
    var allowance = try Self.allowance(
      service,
      told: [
        "X-RateLimit-Limit": number, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1",
      ])
    _ = Self.allowed(&allowance)
    allowance.learn(
      ClassifiedResponse(ProviderResponse(200, "{}", ["X-RateLimit-Remaining": "0"])).rateLimit,
      at: .zero)
    #expect(Self.allowed(&allowance) == 0)
    var restored = Allowance(allowance.json(at: .zero), limits, at: .zero)
    #expect(Self.allowed(&restored) == 0)
  }

  /// What is told is a day's more likely than a second's.
  @Test func `is none of a second where no reset says so`() throws {
    var allowance = try Self.allowance("clickmeter", told: ["X-RateLimit-Limit": "10000"])
    #expect(Self.allowed(&allowance) == (try Self.limits(of: "clickmeter").perSecond))
  }

  @Test func `is not guessed from a count of a span that is not known`() throws {
    for (reset, atOnce) in [("3000", 60), ("30", 5000)] {
      var allowance = try Self.allowance(
        "klik", told: ["X-RateLimit-Limit": "5000", "X-RateLimit-Reset": reset])
      #expect(Self.allowed(&allowance) == atOnce)
    }
  }

  @Test func `can change, and what was spent stays spent`() throws {
    var limit = RateLimit(try Self.limits(of: "clickmedias"))
    limit.learn(limit: 600, reset: nil)
    for _ in 0..<500 { #expect(limit.reserve(at: .zero) == .zero) }
    limit.learn(limit: 120, reset: nil)
    #expect(limit.wait(at: .zero) == .seconds(60) + RateLimit.margin)
    limit.learn(limit: 600, reset: nil)
    #expect(limit.wait(at: .seconds(61)) == .zero)
  }

  @Test(arguments: [
    ("agency", 600, 100_000), ("Business", 300, 20_000), ("starter", 60, 1000),
  ])
  func `is named by the operator while the service says nothing`(
    name: String, perMinute: Int, perDay: Int
  ) throws {
    let limits = try #require(try Self.limits(of: "clickmedias").ofPlan(named: name))
    #expect(limits.beforeAnswer.perMinute == perMinute)
    #expect(limits.perMinute == perMinute)
    #expect(limits.perDay == perDay)
    var limit = RateLimit(limits)
    limit.learn(limit: 120, reset: nil)
    for _ in 0..<120 { #expect(limit.reserve(at: .zero) == .zero) }
    #expect(limit.wait(at: .zero) > .zero)
  }

  @Test func `that is none is no plan`() throws {
    #expect(try Self.limits(of: "clickmedias").ofPlan(named: "gold") == nil)
    #expect(try Self.limits(of: "klik").ofPlan(named: "starter") == nil)
  }

  @Test func `is known to the next process`() throws {
    let limits = try Self.limits(of: "clickmedias")
    var allowance = Allowance(limits)
    allowance.learn(
      ClassifiedResponse(ProviderResponse(200, "{}", ["X-RateLimit-Limit": "600"])).rateLimit,
      at: .seconds(1))
    for _ in 0..<500 { _ = allowance.reserve(at: .seconds(1), within: .seconds(1)) }
    let written = allowance.json(at: .seconds(1))
    #expect(written["told"] == [600, 60])
    var read = Allowance(written, limits, at: .seconds(1))
    #expect(read == allowance)
    for _ in 0..<100 {
      #expect(read.reserve(at: .seconds(1), within: .seconds(1)) == .granted(after: .zero))
    }
    guard case .limited = read.reserve(at: .seconds(1), within: .seconds(1)) else {
      Issue.record("the 601st call in a minute was let through")
      return
    }
  }

  @Test(arguments: [(nil, 0), ("600", 500), ("120", 20)])
  func `is taken for the largest until the first answer`(told: String?, more: Int) async throws {
    let time = ManualTime()
    let gate = CallGate(try Self.limits(of: "clickmedias"))
    let deadline = Deadline(in: .seconds(55), by: time.source)
    for _ in 0..<100 {
      #expect(await gate.reserve(for: "an account", by: deadline) == .granted(after: .zero))
    }
    let fields = told.map { ["X-RateLimit-Limit": $0] } ?? [:]
    await gate.record(
      .success(ClassifiedResponse(ProviderResponse(200, "{}", fields))), of: "an account",
      at: time.source.now())
    var granted = 0
    while granted < 1000,
      case .granted(after: .zero) = await gate.reserve(for: "an account", by: deadline)
    {
      granted += 1
    }
    #expect(granted == more)
    let named = try #require(try Self.limits(of: "clickmedias").ofPlan(named: "advanced"))
    let careful = CallGate(named)
    for index in 0..<121 {
      let isGranted = await careful.reserve(for: "it", by: deadline) == .granted(after: .zero)
      #expect(isGranted == (index < 120))
    }
  }

  @Test func `lets calls through that it pays for, from the first answer on`() async throws {
    let fields = ["X-RateLimit-Limit": "600", "X-RateLimit-Remaining": "599"]
    let script = Array(repeating: ScriptedTransport.Line.answer(200, fields), count: 100)
    let bench = try CallBench(script, try Self.limits(of: "clickmedias"))
    for _ in 0..<100 { #expect(try await bench.call() == 200) }
    #expect(bench.time.slept.isEmpty)
    let silent = try CallBench(
      Array(repeating: .answer(200), count: 100), try Self.limits(of: "clickmedias"))
    for _ in 0..<60 { #expect(try await silent.call() == 200) }
    #expect(await silent.refusal()?.code == .rateLimited)
  }
}
