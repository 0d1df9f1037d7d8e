package import Exchange
internal import JSON

/// How long calls may take, by which clock, and what day it is.
package struct CallTiming: Sendable {
  /// How long a call may take with all its waits and retries. One that waits for what it started
  /// has the time of its wait besides, but not for a single request.
  package let limit: Duration
  package let source: TimeSource
  package let days: DayClock

  /// Hosts commonly give up after 60 s: this is the last that reaches them.
  package static let standardLimit = Duration.seconds(55)

  /// Without `days` it is always the first day of 1970, in UTC.
  package init(
    limit: Duration = standardLimit, source: TimeSource = .continuous(),
    days: DayClock = DayClock(WallClock { Timestamp(secondsSince1970: 0) })
  ) {
    self.limit = limit
    self.source = source
    self.days = days
  }
}

/// When a call must have its answer, and the clock that tells what is left until then.
package struct Deadline: Sendable {
  private let start: Duration
  private let limit: Duration
  private var end: Duration
  private let source: TimeSource

  package init(in limit: Duration, by source: TimeSource) {
    start = source.now()
    self.limit = limit
    end = start + limit
    self.source = source
  }

  package var now: Duration { source.now() }

  /// Zero or less once it has passed.
  package var left: Duration { end - now }

  /// How long ago the call began.
  package var elapsed: Duration { now - start }

  mutating func postpone(by duration: Duration) {
    end += duration
  }

  /// For one of several requests: at most so long from now, and no longer than a common call has.
  package func within(_ duration: Duration) -> Deadline {
    var deadline = self
    deadline.end = min(end, now + min(duration, limit))
    return deadline
  }

  /// Throws when the task is cancelled.
  package func sleep(_ duration: Duration) async throws {
    try await source.sleep(duration)
  }
}
