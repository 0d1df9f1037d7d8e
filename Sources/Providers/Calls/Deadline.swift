package import Exchange

/// When a call must have its answer, and the clock that tells what is left until then.
package struct Deadline: Sendable {
  private let end: Duration
  private let source: TimeSource

  package init(in limit: Duration, by source: TimeSource) {
    end = source.now() + limit
    self.source = source
  }

  package var now: Duration { source.now() }

  /// Zero or less once it has passed.
  package var left: Duration { end - now }

  /// Throws when the task is cancelled.
  func sleep(_ duration: Duration) async throws {
    try await source.sleep(duration)
  }
}
