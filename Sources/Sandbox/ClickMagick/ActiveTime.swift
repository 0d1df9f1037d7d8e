import JSON

/// When a link was open to clicks.
struct ActiveTime: Sendable {
  private var ended: [ClosedRange<Timestamp>] = []
  private var since: Timestamp?

  init(from start: Timestamp) {
    since = start
  }

  /// Ends it, or begins it again; nothing where it is as wanted.
  mutating func set(_ isActive: Bool, at now: Timestamp) {
    if let start = since, !isActive {
      ended.append(min(start, now)...now)
      since = nil
    } else if since == nil, isActive {
      since = now
    }
  }

  /// Its parts that lie in the range, up to now.
  func spans(in range: ClosedRange<Timestamp>, now: Timestamp) -> [ClosedRange<Timestamp>] {
    let all = ended + (since.map { [min($0, now)...now] } ?? [])
    return all.filter { $0.overlaps(range) }.map { $0.clamped(to: range) }
  }
}
