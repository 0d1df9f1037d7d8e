/// How long calls may take, and by which clock.
package struct CallTiming: Sendable {
  /// How long one exchange with a service may take.
  package let limit: Duration
  /// What reports are polled by.
  package let source: TimeSource

  package init(limit: Duration = .seconds(30), source: TimeSource = .continuous()) {
    self.limit = limit
    self.source = source
  }
}
