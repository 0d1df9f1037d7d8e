import JSON

/// Work the platform does by itself: pending, then processing, then completed or failed.
struct Job: Sendable {
  enum State: String, CaseIterable, Sendable {
    case pending
    case processing
    case completed
    case failed
  }

  let createdAt: Timestamp
  private(set) var state = State.pending
  private(set) var startedAt: Timestamp?
  private(set) var completedAt: Timestamp?
  private(set) var error: String?

  /// Seconds after which it is under way, and ended, when nobody has read it in between.
  private static let startsAfter = 60
  private static let endsAfter = 600

  init(createdAt: Timestamp) {
    self.createdAt = createdAt
  }

  /// One step on the way from pending to completed; what has ended stays as it is.
  mutating func advance(at now: Timestamp) {
    switch state {
    case .pending:
      state = .processing
      startedAt = now
    case .processing:
      state = .completed
      completedAt = now
    case .completed, .failed: break
    }
  }

  /// The steps that the clock has made in the meantime.
  mutating func catchUp(at now: Timestamp) {
    let start = createdAt.adding(seconds: Self.startsAfter)
    let end = createdAt.adding(seconds: Self.endsAfter)
    if state == .pending, now >= start { advance(at: start) }
    if state == .processing, now >= end { advance(at: end) }
  }

  mutating func fail(_ reason: String) {
    state = .failed
    error = reason
  }
}
