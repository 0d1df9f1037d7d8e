internal import Synchronization
package import Tools

/// What all calls of one service share: what it allows, what it asked for, whether it works.
///
/// A call asks the store for its turn. Where nothing is limited it asks only whether there is a
/// penalty, and what the store said of that holds for a moment. A penalty that this process was told
/// of itself counts at once.
package final class CallGate: Sendable {
  private struct State {
    var limits: ProviderDescriptor.Limits
    var breaker = CircuitBreaker()
    /// The accounts that the service has answered.
    var answered: Set<String> = []
    /// By account.
    var penalties: [String: KnownPenalty] = [:]
  }

  private let state: Mutex<State>
  private let allowances: any AllowanceStore

  package init(
    _ limits: ProviderDescriptor.Limits, allowances: any AllowanceStore = MemoryAllowances()
  ) {
    state = Mutex(State(limits: limits))
    self.allowances = allowances
  }

  /// Goes over to the limits of a changed manifest.
  package func adopt(_ limits: ProviderDescriptor.Limits) {
    state.withLock { $0.limits = limits }
  }

  /// What a call is told that wants to be sent.
  package enum Admission: Equatable, Sendable {
    /// It has its turn, and goes after that long.
    case granted(after: Duration)
    /// More calls are allowed after that long.
    case limited(Duration)
    /// The service keeps failing, and is left alone for that long.
    case broken(Duration)
  }

  /// A turn for a call in that account, if it comes before the deadline. Otherwise nothing is taken.
  package func reserve(for account: String, by deadline: Deadline) async -> Admission {
    let now = deadline.now
    let early: Admission? = state.withLock { state in
      if let pause = state.breaker.refusal(at: now) { return .broken(pause) }
      let isFree = state.limits.isEmpty && state.penalties[account]?.left(at: now) == .zero
      return isFree ? .granted(after: .zero) : nil
    }
    if let early { return early }
    let left = deadline.left
    return await change(account, at: now) { $0.reserve(at: now, within: left) }
  }

  /// Whether a call whose turn has come may be sent after all that has been learnt meanwhile.
  func enter(_ account: String, afterWait: Bool, at now: Duration) async -> Bool {
    if afterWait, await left(of: account, at: now) > .zero { return false }
    return state.withLock { $0.breaker.admit(at: now) }
  }

  /// How long the service said it wants no calls; nil when it is left alone for its failures.
  package func penalty(of account: String, at now: Duration) async -> Duration? {
    guard state.withLock({ $0.breaker.refusal(at: now) }) == nil else { return nil }
    return await left(of: account, at: now)
  }

  /// Learns from what became of an attempt.
  package func record(_ attempt: Attempt, of account: String, at now: Duration) async {
    state.withLock { state in
      switch attempt.classification.service {
      case .works: state.breaker.succeed()
      case .fails: state.breaker.fail(at: now)
      case .notSeen: state.breaker.abandon(at: now)
      }
    }
    guard let headers = attempt.response?.rateLimit else { return }
    // A penalty is heeded at once, before all processes are told of it.
    let isNews = state.withLock { state in
      if let pause = headers.penalty {
        state.penalties[account, default: KnownPenalty()].penalty.extend(by: pause, at: now)
      }
      let tellsLimit = headers.remaining != nil || headers.limit != nil
      return headers.penalty != nil || tellsLimit && !state.limits.isEmpty
    }
    if isNews { await change(account, at: now) { $0.learn(headers, at: now) } }
    state.withLock { state in
      if !state.limits.plans.isEmpty { state.answered.insert(account) }
    }
  }

  private func left(of account: String, at now: Duration) async -> Duration {
    if let left = state.withLock({ $0.penalties[account]?.left(at: now) }) { return left }
    return await change(account, at: now) { $0.penalty.left(at: now) }
  }

  /// Changes an account's allowance, which is told of the penalty that is known here; takes over
  /// what is known there.
  private func change<Value: Sendable>(
    _ account: String, at now: Duration, _ body: @escaping @Sendable (inout Allowance) -> Value
  ) async -> Value {
    let (limits, known) = state.withLock { state in
      (
        state.answered.contains(account) ? state.limits : state.limits.beforeAnswer,
        state.penalties[account]?.penalty ?? Penalty()
      )
    }
    let (value, penalty) = await allowances.change(account, limits, at: now) { allowance in
      allowance.learn(known, at: now)
      return (body(&allowance), allowance.penalty)
    }
    state.withLock { $0.penalties[account, default: KnownPenalty()].update(penalty, at: now) }
    return value
  }
}

/// An account's penalty as one process knows it.
private struct KnownPenalty {
  var penalty = Penalty()
  /// When the store was last asked.
  private var asked: Duration?

  /// How long what the store said holds: so much later a process hears what another was told.
  private static let validity = Duration.milliseconds(250)

  /// nil when the store must be asked.
  func left(at now: Duration) -> Duration? {
    asked.flatMap { now - $0 < Self.validity ? penalty.left(at: now) : nil }
  }

  mutating func update(_ stored: Penalty, at now: Duration) {
    penalty.extend(to: stored)
    asked = asked.map { max($0, now) } ?? now
  }
}

/// The gates of all services of a process, by their ids. They outlive the manifest they came from.
package final class CallGates: Sendable {
  private let gates = Mutex<[String: CallGate]>([:])
  private let allowances: any AllowanceStore

  package init(allowances: any AllowanceStore = MemoryAllowances()) {
    self.allowances = allowances
  }

  /// The gate of a service, which from now on has these limits.
  package func gate(of id: String, _ limits: ProviderDescriptor.Limits) -> CallGate {
    gates.withLock { gates in
      let gate = gates[id] ?? CallGate(limits, allowances: allowances)
      gate.adopt(limits)
      gates[id] = gate
      return gate
    }
  }
}

/// Leaves a service alone that keeps failing, and lets one call at a time find out whether it is
/// back.
package struct CircuitBreaker: Sendable {
  private enum State {
    case closed(failures: Int)
    case open(until: Duration)
    /// One call is under way to see; should nothing be heard of it, another goes at `until`.
    case probing(until: Duration)
  }

  private var state = State.closed(failures: 0)

  /// How many failures in a row open it, and for how long.
  package static let limit = 5
  package static let pause = Duration.seconds(30)

  package init() {}

  /// How long no call is let through; nil while calls are.
  package func refusal(at now: Duration) -> Duration? {
    switch state {
    case .closed: nil
    case .open(let until), .probing(let until): until > now ? until - now : nil
    }
  }

  /// Whether a call may go now. After the pause it is the probe, and others are refused.
  package mutating func admit(at now: Duration) -> Bool {
    guard refusal(at: now) == nil else { return false }
    if case .closed = state { return true }
    state = .probing(until: now + Self.pause)
    return true
  }

  package mutating func succeed() {
    state = .closed(failures: 0)
  }

  package mutating func fail(at now: Duration) {
    if case .closed(let failures) = state, failures + 1 < Self.limit {
      state = .closed(failures: failures + 1)
    } else {
      state = .open(until: now + Self.pause)
    }
  }

  /// A call was given up before it showed anything: if it was the probe, the next one is.
  package mutating func abandon(at now: Duration) {
    if case .probing = state { state = .open(until: now) }
  }
}
