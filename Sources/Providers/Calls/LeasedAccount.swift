internal import Tools

/// What a process holds of an account's allowance, and the calls that wait for more of it. One call
/// at a time visits the store, for itself and all that came while another was there.
struct LeasedAccount: Sendable {
  private var lease: AllowanceLease?
  private var isVisiting = false
  /// In the order of coming.
  private var queue: [WaitingCall] = []
  /// How many calls were served since the last visit began, those of the visit included.
  private var served = 0
  /// How many leases were ended early. One that was on its way meanwhile isn't used.
  private var endings = 0

  /// What becomes of a call that wants to be sent.
  enum Turn: Sendable {
    case served(Allowance.Reservation)
    /// It is the one to visit the store.
    case visits
  }

  /// A visit of the store.
  struct Visit: Sendable {
    /// A lease that is over, of which tokens may be left.
    let lease: AllowanceLease?
    /// How many calls are expected until the next visit, those of this one included.
    let wanted: Int
    /// For whom it is made, besides the visitor: in the order of coming.
    let callers: [WaitingCall]
    fileprivate let endings: Int
  }

  /// Serves a call from the lease, or sends it to the store; nothing while another one is there.
  mutating func turn(at now: Duration) -> Turn? {
    if lease?.take(at: now) == true {
      served += 1
      return .served(.granted(after: .zero))
    }
    guard !isVisiting else { return nil }
    isVisiting = true
    return .visits
  }

  mutating func wait(_ call: WaitingCall) {
    queue.append(call)
  }

  /// Begins a visit. As many calls are expected as there were in the last lease's time, and twice as
  /// many where it was not over.
  mutating func depart(at now: Duration) -> Visit {
    let visit = Visit(
      lease: lease, wanted: isHeld(at: now) ? 2 * served : served, callers: queue, endings: endings)
    lease = nil
    queue = []
    return visit
  }

  /// Ends a visit. Returns the calls whose waiting is over; the last of them may be the one to visit
  /// the store next.
  mutating func arrive(
    from visit: Visit, with lease: AllowanceLease, at now: Duration
  ) -> [(call: WaitingCall, turn: Turn)] {
    isVisiting = false
    served = 1 + visit.callers.count
    if visit.endings == endings { self.lease = lease }
    var turns: [(WaitingCall, Turn)] = []
    while turns.count < queue.count, let turn = turn(at: now) {
      turns.append((queue[turns.count], turn))
    }
    queue.removeFirst(turns.count)
    return turns
  }

  /// Whether the store was asked a moment ago and knew of no penalty.
  func isHeld(at now: Duration) -> Bool {
    lease.map { now < $0.end } ?? false
  }

  /// Whether advice says what isn't known yet.
  func isNews(
    _ advice: RateLimitHeaders, _ limits: ProviderDescriptor.Limits, at now: Duration
  ) -> Bool {
    if advice.penalty != nil { return true }
    guard let remaining = advice.remaining, !limits.isEmpty else { return false }
    guard let lease, now < lease.end else { return true }
    return remaining < lease.spare
  }

  /// Ends the lease before its time, and returns what may be left of it.
  mutating func endLease() -> AllowanceLease? {
    endings += 1
    defer { lease = nil }
    return lease
  }
}
