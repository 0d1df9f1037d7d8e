import Providers
import Synchronization
import Tools

/// A store of allowances that lets others go first, and counts how often it is asked.
final class CountedAllowances: AllowanceStore {
  private let allowances = MemoryAllowances()
  private let count = Mutex(0)
  private let gate: VisitGate?
  private let isBefore: Bool

  /// With a gate, the first visit changes nothing, or doesn't return, before it is opened.
  init(_ gate: VisitGate? = nil, before isBefore: Bool = false) {
    self.gate = gate
    self.isBefore = isBefore
  }

  var visits: Int { count.withLock(\.self) }

  func change<Result: Sendable>(
    _ account: String, _ limits: ProviderDescriptor.Limits, at now: Duration,
    _ body: @escaping @Sendable (inout Allowance) -> Result
  ) async -> Result {
    let visit = count.withLock { count in
      count += 1
      return count
    }
    for _ in 1...5 { await Task.yield() }
    if visit == 1, isBefore { await gate?.pass() }
    let result = allowances.change(account, limits, at: now, body)
    if visit == 1, !isBefore { await gate?.pass() }
    return result
  }
}

/// Holds one task until it is opened.
final class VisitGate: Sendable {
  private let reached = AsyncStream.makeStream(of: Void.self)
  private let opened = AsyncStream.makeStream(of: Void.self)

  func pass() async {
    reached.continuation.finish()
    for await _ in opened.stream {}
  }

  /// Returns when the task is there.
  func isReached() async {
    for await _ in reached.stream {}
  }

  func open() {
    opened.continuation.finish()
  }
}
