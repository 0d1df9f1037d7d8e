internal import Exchange
internal import HTTPTypes
internal import Tools

extension Provider {
  /// Sends an account's request when its turn has come, and again where that is right. The last
  /// attempt counts: when there is no time for another, its response or failure is the call's.
  func exchange(
    _ request: ProviderRequest, in account: String, _ effect: Effect, by deadline: Deadline,
    noting footprint: CallFootprint
  ) async throws(ToolError) -> ClassifiedResponse {
    if let refusal = try await turn(account, effect, by: deadline, .notSent, noting: footprint) {
      throw refusal
    }
    var number = 1
    while true {
      let limit = deadline.left
      let start = deadline.now
      let attempt = await attempt(request, within: limit, deadline)
      footprint.note(
        "a request was attempted", details(of: attempt, number, took: deadline.now - start))
      await gate.record(attempt, of: account, at: deadline.now)
      footprint.note(
        sent: request.body.count,
        answer: attempt.response.map { ($0.status, bytes: $0.response.body.count) })
      if number < retries.limit, RetryPolicy.allows(attempt.classification, effect),
        let pause = await pause(after: attempt, account, number, deadline.now),
        pause < deadline.left
      {
        let outcome = attempt.classification.outcome
        footprint.note("the request will be repeated", details(ofWait: pause))
        try await sleep(pause, deadline, effect, outcome)
        if try await turn(account, effect, by: deadline, outcome, noting: footprint) == nil {
          number += 1
          continue
        }
      }
      do {
        return try attempt.get()
      } catch {
        throw failure(error, effect, limit)
      }
    }
  }

  private func attempt(
    _ request: ProviderRequest, within limit: Duration, _ deadline: Deadline
  ) async -> Attempt {
    var request = request
    request.timeLimit = limit
    do throws(TransportError) {
      let response = try await transport.send(request)
      return .success(ClassifiedResponse(response, at: deadline.now))
    } catch {
      return .failure(error)
    }
  }

  /// What the service asks for, if that is longer than what we would wait; nil when it is to be
  /// left alone.
  private func pause(
    after attempt: Attempt, _ account: String, _ number: Int, _ now: Duration
  ) async -> Duration? {
    guard let penalty = await gate.penalty(of: account, at: now) else { return nil }
    let asked = attempt.response?.rateLimit.retryAfter ?? .zero
    return max(retries.pause(after: number), asked, penalty)
  }

  /// Waits until the service allows the call: nil once it may be sent, otherwise why not. What is
  /// learnt during a wait counts too. Throws when the call is cancelled meanwhile; `outcome` is what
  /// it has done before.
  private func turn(
    _ account: String, _ effect: Effect, by deadline: Deadline, _ outcome: ToolError.Outcome,
    noting footprint: CallFootprint
  ) async throws(ToolError) -> ToolError? {
    while true {
      guard deadline.left > .zero else {
        return failure(
          .timedOut, "The call's time was over before \(descriptor.title) could be asked.", effect,
          .notSent)
      }
      switch await gate.reserve(for: account, by: deadline) {
      case .granted(let wait):
        if wait > .zero {
          footprint.note("the request waits for its turn", details(ofWait: wait))
        }
        try await sleep(wait, deadline, effect, outcome)
        let waited = wait > .zero
        if await gate.enter(account, afterWait: waited, at: deadline.now) { return nil }
      case .limited(let wait):
        footprint.note("the service's limit is reached", details(ofWait: wait))
        return refusal(.rateLimited, "allows no more calls for now", wait, effect)
      case .broken(let pause):
        footprint.note("the service is left alone", details(ofWait: pause))
        let reason = "failed \(CircuitBreaker.limit) times in a row"
        return refusal(.providerUnavailable, reason, pause, effect)
      }
    }
  }

  private func sleep(
    _ duration: Duration, _ deadline: Deadline, _ effect: Effect, _ outcome: ToolError.Outcome
  ) async throws(ToolError) {
    guard duration > .zero else { return }
    do {
      try await deadline.sleep(duration)
    } catch {
      throw failure(.cancelled, "The call was cancelled.", effect, outcome)
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

/// Which requests are sent again, and after how long.
package struct RetryPolicy: Sendable {
  /// How often a request is sent at most.
  let limit: Int
  /// A number from 0 to 1.
  private let random: @Sendable () -> Double

  /// The limit of those who don't say another.
  package static let attempts = 3
  private static let firstPause = Duration.milliseconds(500)

  package init(
    limit: Int = attempts, random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
  ) {
    self.limit = limit
    self.random = random
  }

  /// The pause before the next attempt: anything up to twice as long each time, so that callers
  /// who failed together don't come back together.
  func pause(after attempt: Int) -> Duration {
    Self.firstPause * (1 << (attempt - 1)) * random()
  }

  static func allows(_ last: ResponseClass, _ effect: Effect) -> Bool {
    switch last.repetition {
    case .right: true
    case .rightIfIdempotent: effect.isIdempotent
    case .rightIfRead: effect == .read
    case .wrong, .futile: false
    }
  }
}
