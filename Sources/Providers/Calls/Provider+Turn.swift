internal import Tools

extension Provider {
  /// Waits until the service allows the call, or throws at once when that is past its deadline.
  func obtainTurn(
    _ account: String, _ effect: Effect, by deadline: Deadline
  ) async throws(ToolError) {
    if let refusal = try await turn(account, effect, by: deadline, .notSent) {
      throw refusal
    }
  }

  /// The same for another attempt: whether it may be made.
  func hasTurn(
    _ account: String, _ effect: Effect, by deadline: Deadline, _ outcome: ToolError.Outcome
  ) async throws(ToolError) -> Bool {
    try await turn(account, effect, by: deadline, outcome) == nil
  }

  /// Throws when the call is cancelled while it waits; `outcome` is what it has done before.
  func sleep(
    _ duration: Duration, _ deadline: Deadline, _ effect: Effect, _ outcome: ToolError.Outcome
  ) async throws(ToolError) {
    guard duration > .zero else { return }
    do {
      try await deadline.sleep(duration)
    } catch {
      throw failure(.cancelled, "The call was cancelled.", effect, outcome)
    }
  }

  /// Nothing once it may be sent, otherwise why not. What is learnt during a wait counts too.
  private func turn(
    _ account: String, _ effect: Effect, by deadline: Deadline, _ outcome: ToolError.Outcome
  ) async throws(ToolError) -> ToolError? {
    while true {
      guard deadline.left > .zero else {
        return failure(
          .timedOut, "The call's time was over before \(descriptor.title) could be asked.", effect,
          .notSent)
      }
      switch await health.reserve(for: account, by: deadline) {
      case .granted(let wait):
        try await sleep(wait, deadline, effect, outcome)
        let waited = wait > .zero
        if await health.enter(account, afterWait: waited, at: deadline.now) { return nil }
      case .limited(let wait):
        return refusal(.rateLimited, "allows no more calls for now", wait, effect)
      case .broken(let pause):
        let reason = "failed \(CircuitBreaker.limit) times in a row"
        return refusal(.providerUnavailable, reason, pause, effect)
      }
    }
  }

  /// What a call is told that isn't sent, and when to come back.
  private func refusal(
    _ code: ToolError.Code, _ reason: String, _ wait: Duration, _ effect: Effect
  ) -> ToolError {
    let seconds = wait.roundedUpSeconds
    var error = failure(
      code, "\(descriptor.title) \(reason), so it was not asked. Call again in \(seconds) s.",
      effect, .notSent)
    error.retryAfterSeconds = seconds
    return error
  }
}
