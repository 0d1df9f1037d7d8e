internal import Dispatch

extension DispatchQueue {
  /// Does blocking work here, and waits for it without a thread of the pool. It is done even when
  /// the calling task is cancelled.
  func run<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = await withCheckedContinuation { continuation in
      async { continuation.resume(returning: Result(catching: work)) }
    }
    return try outcome.get()
  }
}
