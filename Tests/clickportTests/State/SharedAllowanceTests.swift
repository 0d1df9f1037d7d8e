import Exchange
import Foundation
import HTTPTypes
import Providers
import Synchronization
import Testing
import Tools

@testable import Host
@testable import clickport

/// What the processes of one user know together of an account's limits.
@Suite struct SharedAllowanceTests {
  let bench = StateBench()
  static let now = Duration.seconds(1_790_000_000) + .milliseconds(250)
  static let limits = ProviderDescriptor.Limits(perSecond: 3, perMinute: 5)
  static let refusal = ClassifiedResponse(
    ProviderResponse(
      head: .init(status: .tooManyRequests, headerFields: [.retryAfter: "900"])))

  private func reserve(
    _ store: SQLiteAllowances, _ account: String = "one", at now: Duration = now,
    limits: ProviderDescriptor.Limits = limits
  ) async -> CallGate.Admission {
    await store.change(account, limits, at: now) { $0.reserve(at: now, within: .seconds(30)) }
  }

  private static func deadline(at now: Duration = now) -> Deadline {
    Deadline(in: .seconds(30), by: TimeSource(now: { now }, sleep: { _ in }))
  }

  @Test func `no call is spent twice`() async {
    let stores = [bench.allowances(), bench.allowances()]
    for call in 0..<3 {
      #expect(await reserve(stores[call % 2]) == .granted(after: .zero))
    }
    let second = Duration.seconds(1) + RateLimit.margin
    #expect(await reserve(stores[1]) == .granted(after: second))
    #expect(await reserve(stores[0]) == .granted(after: second))
    #expect(await reserve(stores[1]) == .limited(.seconds(60) + RateLimit.margin))
    #expect(await reserve(stores[0], "another") == .granted(after: .zero))
  }

  @Test func `a pause that a service asked for outlives the process`() async {
    let now = Self.now
    await bench.allowances().change("one", Self.limits, at: now) {
      $0.learn(Self.refusal.rateLimit, at: now)
    }
    let later = now + .seconds(10)
    #expect(await reserve(bench.allowances(), at: later) == .limited(.seconds(890)))
    #expect(
      await reserve(bench.allowances(), at: now + .seconds(900)) == .granted(after: .zero))
  }

  @Test func `other limits keep what was spent`() async {
    for _ in 1...3 { _ = await reserve(bench.allowances()) }
    let wider = ProviderDescriptor.Limits(perMinute: 4)
    #expect(await reserve(bench.allowances(), limits: wider) == .granted(after: .zero))
    guard case .limited = await reserve(bench.allowances(), limits: wider) else {
      Issue.record("the calls under the old limits were forgotten")
      return
    }
  }

  @Test func `a clock that was set back doesn't lock anybody out`() async {
    for _ in 1...5 { _ = await reserve(bench.allowances()) }
    let earlier = Self.now - .seconds(86_400)
    #expect(await reserve(bench.allowances(), at: earlier) == .granted(after: .zero))
  }

  @Test(arguments: [(40, 64), (1000, 1200)])
  func `no call is spent twice by processes with many callers`(limit: Int, callers: Int) async {
    let limits = ProviderDescriptor.Limits(perMinute: limit)
    // Who waits too long for the lock counts alone: here, beside all other tests, nobody shall.
    let gates = (1...2).map { _ in CallGate(limits, allowances: bench.allowances(patience: 120)) }
    let granted = await withTaskGroup(of: Bool.self) { group in
      for call in 0..<callers {
        group.addTask {
          await gates[call % 2].reserve(for: "one", by: Self.deadline()) == .granted(after: .zero)
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(granted == limit)
  }

  @Test func `a process hears of another's pause within 250 ms, a new one at once`() async {
    let gates = (1...3).map { _ in CallGate(.init(), allowances: bench.allowances()) }
    #expect(await gates[1].reserve(for: "one", by: Self.deadline()) == .granted(after: .zero))
    await gates[0].record(.success(Self.refusal), of: "one", at: Self.now)
    let pause = CallGate.Admission.limited(.seconds(900))
    #expect(await gates[0].reserve(for: "one", by: Self.deadline()) == pause)
    #expect(await gates[2].reserve(for: "one", by: Self.deadline()) == pause)
    #expect(await gates[1].reserve(for: "one", by: Self.deadline()) == .granted(after: .zero))
    let later = Self.deadline(at: Self.now + .milliseconds(250))
    #expect(await gates[1].reserve(for: "one", by: later) == .limited(.milliseconds(899_750)))
  }

  @Test func `each process keeps its own where none can be shared`() async {
    let path = bench.directory.path
    #expect(FileManager.default.createFile(atPath: path, contents: Data()))
    let complaints = Mutex(0)
    let store = bench.allowances { _ in complaints.withLock { $0 += 1 } }
    for _ in 1...3 { #expect(await reserve(store) == .granted(after: .zero)) }
    #expect(await reserve(store) == .granted(after: .seconds(1) + RateLimit.margin))
    #expect(complaints.withLock { $0 } == 4)
  }
}
