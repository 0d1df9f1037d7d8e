import Exchange
import Providers
import TestSupport
import Testing
import Tools

@Suite struct `A call under a limit` {
  static let ok = Array(repeating: ScriptedTransport.Line.answer(200), count: 8)

  @Test func `absorbs a wait that fits its deadline`() async throws {
    let bench = try CallBench(Self.ok, .init(perSecond: 2))
    for _ in 1...3 { _ = try await bench.call() }
    #expect(bench.sent == 3)
    #expect(bench.time.slept == [.milliseconds(1_100)])
    #expect(
      bench.transport.requests.map(\.timeLimit)
        == [55_000, 55_000, 53_900].map { .milliseconds($0) })
  }

  @Test(arguments: [Effect.read, .write])
  func `answers at once when the wait is longer`(effect: Effect) async throws {
    let bench = try CallBench(Self.ok, .init(perMinute: 1))
    _ = try await bench.call()
    let error = await bench.refusal(effect, within: .seconds(60))
    #expect(error?.code == .rateLimited)
    #expect(error?.retryAfterSeconds == 61)
    #expect(error?.outcome == (effect == .read ? nil : .notSent))
    #expect(error?.isRetryable == true)
    #expect(
      error?.message
        == "Acme allows no more calls for now, so it was not asked. Call again in 61 s.")
    #expect(bench.sent == 1)
    #expect(bench.time.slept.isEmpty)
    #expect(try await bench.call(within: .milliseconds(60_101)) == 200)
  }

  @Test func `takes no place when it can't wait for it`() async throws {
    let bench = try CallBench(Self.ok, .init(perMinute: 1))
    _ = try await bench.call()
    for _ in 1...3 { #expect(await bench.refusal()?.retryAfterSeconds == 61) }
  }

  @Test func `takes its turn in the order of coming`() {
    var limit = RateLimit(.init(perSecond: 1))
    let departures = (0..<4).map { index in
      let now = Duration.milliseconds(100 * index)
      return now + limit.reserve(at: now)
    }
    #expect(departures == [0, 1_100, 2_200, 3_300].map { .milliseconds($0) })
  }

  @Test func `is not sent after 429 with a long Retry-After until that is over`() async throws {
    let bench = try CallBench([.answer(429, ["Retry-After": "900"])] + Self.ok)
    #expect(try await bench.call() == 429)
    #expect(bench.time.slept.isEmpty)
    let error = await bench.refusal()
    #expect(error?.code == .rateLimited)
    #expect(error?.retryAfterSeconds == 900)
    bench.time.pass(.seconds(800))
    #expect(await bench.refusal(.write)?.retryAfterSeconds == 100)
    #expect(bench.sent == 1)
    bench.time.pass(.seconds(50))
    #expect(try await bench.call() == 200)
    #expect(bench.time.slept == [.seconds(50)])
    #expect(bench.sent == 2)
  }

  @Test func `waits when the service says that nothing is left`() async throws {
    let bench = try CallBench(
      [.answer(200, ["X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": "7"])] + Self.ok)
    _ = try await bench.call()
    _ = try await bench.call()
    #expect(bench.time.slept == [.seconds(7)])
  }

  @Test func `believes the service that less is left`() async throws {
    let bench = try CallBench(
      [.answer(200, ["X-RateLimit-Remaining": "1"])] + Self.ok, .init(perMinute: 60))
    _ = try await bench.call()
    _ = try await bench.call()
    #expect(bench.time.slept.isEmpty)
    #expect(await bench.refusal()?.retryAfterSeconds == 61)
  }

  @Test func `shares the limit of its key with calls made after a change of the manifest`()
    async throws
  {
    let gates = CallGates()
    let limits = ProviderDescriptor.Limits(perMinute: 1)
    let time = ManualTime()
    let first = try CallBench(Self.ok, gate: gates.gate(of: "acme", limits), time: time)
    _ = try await first.call()
    let second = try CallBench(Self.ok, gate: gates.gate(of: "acme", limits), time: time)
    #expect(await second.refusal()?.code == .rateLimited)
    let other = try CallBench(
      Self.ok, gate: gates.gate(of: "acme", limits), time: time, key: "another")
    #expect(try await other.call() == 200)
  }

  @Test func `ends its wait when it is cancelled`() async throws {
    let bench = try CallBench(
      Self.ok, .init(perSecond: 1), time: ManualTime(isCancelled: true))
    _ = try await bench.call()
    let error = await bench.refusal(.write)
    #expect(error?.code == .cancelled)
    #expect(error?.outcome == .notSent)
    #expect(bench.sent == 1)
  }

  @Test func `is not sent when its time is over`() async throws {
    let bench = try CallBench(Self.ok)
    let error = await bench.refusal(.write, within: .zero)
    #expect(error?.code == .timedOut)
    #expect(error?.outcome == .notSent)
    #expect(bench.sent == 0)
  }
}
