/// Time as calls see it: a clock that can be replaced, so that no test waits.
package struct TimeSource: Sendable {
  /// Time since 1970, or since another instant where nothing outlives the process.
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

  /// The real thing: `start` at first, and from then on without the jumps of a clock that is set.
  package static func continuous(
    from start: Duration = .zero,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) -> TimeSource {
    let begun = ContinuousClock.now
    return TimeSource(now: { start + (ContinuousClock.now - begun) }, sleep: sleep)
  }
}
