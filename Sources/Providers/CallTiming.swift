package import Exchange

/// How long calls may take, and by which clock.
package struct CallTiming: Sendable {
  /// How long a call may take with all its waits and retries; of a report, each exchange.
  package let limit: Duration
  package let source: TimeSource

  /// Hosts commonly give up after 60 s: the default is the last that reaches them.
  package init(limit: Duration = .seconds(55), source: TimeSource = .continuous()) {
    self.limit = limit
    self.source = source
  }

  /// The deadline of a call that begins now, or an earlier one where less time is `left`.
  package func deadline(left: Duration? = nil) -> Deadline {
    Deadline(in: left.map { min($0, limit) } ?? limit, by: source)
  }
}
