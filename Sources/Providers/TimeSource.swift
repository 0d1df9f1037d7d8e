/// Time as calls see it: a clock that can be replaced, so that no test waits.
package struct TimeSource: Sendable {
  /// Time since some fixed instant.
  package let now: @Sendable () -> Duration
  /// Returns after that long, or throws when the task is cancelled.
  package let sleep: @Sendable (Duration) async throws -> Void

  package init(
    now: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.sleep = sleep
  }

  /// The real thing.
  package static func continuous() -> TimeSource {
    let start = ContinuousClock.now
    return TimeSource {
      ContinuousClock.now - start
    } sleep: { duration in
      try await Task.sleep(for: duration)
    }
  }
}
