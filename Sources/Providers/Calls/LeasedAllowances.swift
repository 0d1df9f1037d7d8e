internal import Synchronization
package import Tools

/// The allowances of a service's accounts as one process uses them: by leases where its limits are
/// high or none, so that few calls visit the store; where they are low, each does.
package final class LeasedAllowances: Sendable {
  private struct State {
    var limits: ProviderDescriptor.Limits
    var accounts: [String: LeasedAccount] = [:]
  }

  private let state: Mutex<State>
  private let store: any AllowanceStore

  package init(_ limits: ProviderDescriptor.Limits, of store: any AllowanceStore) {
    state = Mutex(State(limits: limits))
    self.store = store
  }

  /// Goes over to the limits of a changed manifest. Leases under the old ones are over.
  package func adopt(_ limits: ProviderDescriptor.Limits) {
    state.withLock { state in
      state.limits = limits
      for account in state.accounts.keys { _ = state.accounts[account]?.endLease() }
    }
  }

  /// A place for a call, if its turn comes before its deadline; otherwise nothing is taken. Who
  /// comes first is served first.
  package func reserve(
    _ account: String, by deadline: Deadline
  ) async -> Allowance.Reservation {
    let now = deadline.now
    var turn = state.withLock { $0.accounts[account, default: LeasedAccount()].turn(at: now) }
    if turn == nil { turn = await wait(account, by: deadline) }
    if case .served(let reservation) = turn { return reservation }
    return await visit(account, by: deadline)
  }

  /// How long the service wants no calls. What other processes learnt is known a lease later.
  package func penalty(of account: String, at now: Duration) async -> Duration {
    let limits: ProviderDescriptor.Limits? = state.withLock { state in
      state.accounts[account]?.isHeld(at: now) == true ? nil : state.limits
    }
    guard let limits else { return .zero }
    return await store.change(account, limits, at: now) { $0.penalty(at: now) }
  }

  /// Learns what isn't known yet: the lease is over, then it is written down for all processes.
  package func learn(_ advice: RateLimitHeaders, of account: String, at now: Duration) async {
    let ended: (limits: ProviderDescriptor.Limits, lease: AllowanceLease?)? = state.withLock {
      let known = $0.accounts[account, default: LeasedAccount()]
      guard known.isNews(advice, $0.limits, at: now) else { return nil }
      return ($0.limits, $0.accounts[account]?.endLease())
    }
    guard let ended else { return }
    await store.change(account, ended.limits, at: now) { allowance in
      allowance.putBack(ended.lease)
      allowance.learn(advice, at: now)
    }
  }

  /// Waits while another call visits the store, unless it is back.
  private func wait(_ account: String, by deadline: Deadline) async -> LeasedAccount.Turn {
    await withCheckedContinuation { continuation in
      let now = deadline.now
      let call = WaitingCall(deadline: deadline, continuation: continuation)
      let turn = state.withLock { state in
        let turn = state.accounts[account]?.turn(at: now)
        if turn == nil { state.accounts[account]?.wait(call) }
        return turn
      }
      if let turn { continuation.resume(returning: turn) }
    }
  }

  /// Asks the store, for a call and those that wait.
  private func visit(
    _ account: String, by deadline: Deadline
  ) async -> Allowance.Reservation {
    let now = deadline.now
    let (limits, visit) = state.withLock {
      ($0.limits, $0.accounts[account, default: LeasedAccount()].depart(at: now))
    }
    let answer = await store.change(account, limits, at: now) {
      $0.answer(visit, deadline, at: now)
    }
    let end = deadline.now
    let turns = state.withLock {
      $0.accounts[account]?.arrive(from: visit, with: answer.lease, at: end) ?? []
    }
    for (call, reservation) in zip(visit.callers, answer.others) {
      call.continuation.resume(returning: .served(reservation))
    }
    for (call, turn) in turns { call.continuation.resume(returning: turn) }
    return answer.own
  }
}

extension Allowance {
  /// What a visit brings back: the visitor's place, those of the others, and a lease.
  fileprivate typealias Answer = (own: Reservation, others: [Reservation], lease: AllowanceLease)

  fileprivate mutating func answer(
    _ visit: LeasedAccount.Visit, _ deadline: Deadline, at now: Duration
  ) -> Answer {
    putBack(visit.lease)
    let own = reserve(at: now, within: deadline.left)
    let others = visit.callers.map { reserve(at: now, within: $0.deadline.left) }
    return (own, others, lease(visit.wanted, beside: 1 + others.count, at: now))
  }
}
