internal import Exchange
internal import HTTPTypes
internal import Tools

extension Provider {
  /// Sends an account's request when its turn has come, and again where that is right. The last
  /// attempt counts: when there is no time for another, its answer or failure is the call's.
  func exchange(
    _ request: ProviderRequest, in account: String, _ effect: Effect, by deadline: Deadline,
    noting footprint: CallFootprint
  ) async throws(ToolError) -> ProviderResponse {
    try await obtainTurn(account, effect, by: deadline)
    var attempt = 1
    while true {
      let (result, limit) = await attempted(request, account, by: deadline)
      let answer = try? result.get()
      footprint.note(
        sent: request.body.count,
        answer: answer.map { (status: $0.head.status.code, bytes: $0.body.count) })
      if attempt < RetryPolicy.attempts, RetryPolicy.allows(result, effect),
        let pause = await pause(after: result, account, attempt, deadline.now),
        pause < deadline.left
      {
        try await sleep(pause, deadline, effect, outcome(of: result))
        if try await hasTurn(account, effect, by: deadline, outcome(of: result)) {
          attempt += 1
          continue
        }
      }
      do {
        return try result.get()
      } catch {
        throw failure(error, effect, limit)
      }
    }
  }

  /// One attempt, with the time it had.
  private func attempted(
    _ request: ProviderRequest, _ account: String, by deadline: Deadline
  ) async -> (Result<ProviderResponse, TransportError>, Duration) {
    var request = request
    request.timeLimit = deadline.left
    let result: Result<ProviderResponse, TransportError>
    do throws(TransportError) {
      result = .success(try await transport.send(request))
    } catch {
      result = .failure(error)
    }
    await health.record(result, of: account, at: deadline.now)
    return (result, request.timeLimit)
  }

  /// What the service asks for, if that is longer than what we would wait; nothing when it is to be
  /// left alone.
  private func pause(
    after result: Result<ProviderResponse, TransportError>, _ account: String, _ attempt: Int,
    _ now: Duration
  ) async -> Duration? {
    guard let penalty = await health.penalty(of: account, at: now) else { return nil }
    let asked = (try? result.get()).flatMap { RateLimitHeaders($0).retryAfter } ?? .zero
    return max(retries.pause(after: attempt), asked, penalty)
  }

  /// What a failed attempt that may be repeated did.
  private func outcome(
    of result: Result<ProviderResponse, TransportError>
  ) -> ToolError.Outcome {
    switch result {
    case .failure(.notConnected): .notSent
    case .failure: .unknown
    case .success(let response): response.head.status.code == 429 ? .rejected : .unknown
    }
  }
}
