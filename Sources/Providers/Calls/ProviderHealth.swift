internal import HTTPTypes
internal import Synchronization
package import Tools

/// What all calls of one service share: what it allows, what it asked for, whether it works.
package final class ProviderHealth: Sendable {
  private struct State {
    var limit: RateLimit
    var penalty = Penalty()
    var breaker = CircuitBreaker()

    mutating func learn(_ advice: RateAdvice, at now: Duration) {
      if let pause = advice.penalty { penalty.extend(by: pause, at: now) }
      if let remaining = advice.remaining { limit.keep(remaining, at: now) }
    }
  }

  private let state: Mutex<State>

  package init(_ limits: ProviderDescriptor.Limits) {
    state = Mutex(State(limit: RateLimit(limits)))
  }

  /// Goes over to the limits of a changed manifest.
  func adopt(_ limits: ProviderDescriptor.Limits) {
    state.withLock { $0.limit.adopt(limits) }
  }

  /// What a call is told that wants to be sent.
  enum Admission: Equatable {
    /// It has a place, and goes after that long.
    case granted(after: Duration)
    /// More calls are allowed after that long.
    case limited(Duration)
    /// The service keeps failing, and is left alone for that long.
    case broken(Duration)
  }

  /// A place for a call, if its turn comes in less than `left`. Otherwise nothing is taken.
  func reserve(at now: Duration, within left: Duration) -> Admission {
    state.withLock { state in
      if let pause = state.breaker.refusal(at: now) { return .broken(pause) }
      let penalty = state.penalty.left(at: now)
      let wait = penalty + state.limit.wait(at: now + penalty)
      guard wait < left else { return .limited(wait) }
      return .granted(after: penalty + state.limit.reserve(at: now + penalty))
    }
  }

  /// Whether a call whose turn has come may be sent after all that has been learnt meanwhile.
  func enter(at now: Duration) -> Bool {
    state.withLock { $0.penalty.left(at: now) == .zero && $0.breaker.admit(at: now) }
  }

  /// How long the service said it wants no calls; nothing when it is left alone for its failures.
  func penalty(at now: Duration) -> Duration? {
    state.withLock { state in
      state.breaker.refusal(at: now) == nil ? state.penalty.left(at: now) : nil
    }
  }

  /// Learns from what became of a request.
  func record(_ result: Result<ProviderResponse, TransportError>, at now: Duration) {
    state.withLock { state in
      switch result {
      case .success(let response):
        if response.head.status.kind == .serverError {
          state.breaker.fail(at: now)
        } else {
          state.breaker.succeed()
        }
        state.learn(RateAdvice(response), at: now)
      case .failure(.notConnected), .failure(.interrupted), .failure(.timedOut):
        state.breaker.fail(at: now)
      case .failure(.answerTooLarge): state.breaker.succeed()
      case .failure(.cancelled): state.breaker.abandon(at: now)
      }
    }
  }
}
