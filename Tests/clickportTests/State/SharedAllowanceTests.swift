#if Ledger
import Foundation
import HTTPTypes
import Providers
import Synchronization
import Testing
import Tools

@testable import clickport

/// What the processes of one user know together of an account's limits.
@Suite struct SharedAllowanceTests {
  let bench = StateBench()
  static let now = Duration.seconds(1_790_000_000) + .milliseconds(250)
  static let limits = ProviderDescriptor.Limits(perSecond: 3, perMinute: 5)

  private func reserve(
    _ store: SQLiteAllowances, _ account: String = "one", at now: Duration = now,
    limits: ProviderDescriptor.Limits = limits
  ) async -> Allowance.Reservation {
    await store.change(account, limits, at: now) { $0.reserve(at: now, within: .seconds(30)) }
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
    let response = ProviderResponse(
      head: .init(status: .tooManyRequests, headerFields: [.retryAfter: "900"]))
    let advice = RateAdvice(response)
    let now = Self.now
    await bench.allowances().change("one", Self.limits, at: now) { $0.learn(advice, at: now) }
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
#endif
