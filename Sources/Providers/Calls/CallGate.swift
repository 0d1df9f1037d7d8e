internal import Exchange
internal import HTTPTypes
internal import Synchronization
package import Tools

/// What all calls of one service share: what it allows, what it asked for, whether it works.
package final class CallGate: Sendable {
  private let breaker = Mutex(CircuitBreaker())
  private let allowances: LeasedAllowances

  package init(
    _ limits: ProviderDescriptor.Limits, allowances: any AllowanceStore = MemoryAllowances()
  ) {
    self.allowances = LeasedAllowances(limits, of: allowances)
  }

  /// Goes over to the limits of a changed manifest.
  func adopt(_ limits: ProviderDescriptor.Limits) {
    allowances.adopt(limits)
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

  /// A place for a call in that account, if its turn comes before the deadline. Otherwise nothing is
  /// taken.
  func reserve(for account: String, by deadline: Deadline) async -> Admission {
    let now = deadline.now
    if let pause = breaker.withLock({ $0.refusal(at: now) }) { return .broken(pause) }
    switch await allowances.reserve(account, by: deadline) {
    case .granted(let wait): return .granted(after: wait)
    case .limited(let wait): return .limited(wait)
    }
  }

  /// Whether a call whose turn has come may be sent after all that has been learnt meanwhile.
  func enter(_ account: String, afterWait: Bool, at now: Duration) async -> Bool {
    if afterWait, await allowances.penalty(of: account, at: now) > .zero { return false }
    return breaker.withLock { $0.admit(at: now) }
  }

  /// How long the service said it wants no calls; nothing when it is left alone for its failures.
  func penalty(of account: String, at now: Duration) async -> Duration? {
    guard breaker.withLock({ $0.refusal(at: now) }) == nil else { return nil }
    return await allowances.penalty(of: account, at: now)
  }

  /// Learns from what became of a request.
  func record(
    _ result: Result<ProviderResponse, TransportError>, of account: String, at now: Duration
  ) async {
    breaker.withLock { breaker in
      switch result {
      case .success(let response):
        if response.head.status.kind == .serverError {
          breaker.fail(at: now)
        } else {
          breaker.succeed()
        }
      case .failure(.notConnected), .failure(.interrupted), .failure(.timedOut):
        breaker.fail(at: now)
      case .failure(.answerTooLarge): breaker.succeed()
      case .failure(.cancelled): breaker.abandon(at: now)
      }
    }
    guard case .success(let response) = result else { return }
    let advice = RateLimitHeaders(response)
    guard advice.penalty != nil || advice.remaining != nil else { return }
    await allowances.learn(advice, of: account, at: now)
  }
}
