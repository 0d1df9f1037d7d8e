internal import Exchange
package import Tools

extension Provider {
  /// What the transport's error means for a call that had that long.
  func failure(_ error: TransportError, _ effect: Effect, _ limit: Duration) -> ToolError {
    let title = descriptor.title
    switch error {
    case .notConnected(let reason):
      return failure(
        .providerUnavailable, "\(title) can't be reached: \(reason).", effect, .notSent)
    case .interrupted(let reason):
      return failure(
        .providerUnavailable, "The connection to \(title) broke: \(reason).", effect, .unknown)
    case .timedOut(let wasSent):
      let seconds = limit.components.seconds
      return failure(
        .timedOut, "\(title) gave no answer within \(seconds) s.", effect,
        wasSent ? .unknown : .notSent)
    case .answerTooLarge(let limit):
      return failure(
        .badAnswer, "\(title) answered more than \(limit >> 20) MiB: ask for fewer rows.", effect,
        .unknown)
    case .cancelled: return failure(.cancelled, "The call was cancelled.", effect, .unknown)
    }
  }

  func failure(
    _ code: ToolError.Code, _ message: String, _ effect: Effect, _ outcome: ToolError.Outcome,
    status: Int? = nil
  ) -> ToolError {
    var error = ToolError(code, message)
    error.provider = descriptor.id
    error.status = status
    error.settle(outcome, for: effect)
    return error
  }
}

extension ToolError {
  /// Records what became of a call that changes something, and what follows from not knowing.
  package mutating func settle(_ outcome: Outcome, for effect: Effect) {
    guard effect != .read else { return }
    self.outcome = outcome
    if outcome == .unknown {
      message += " It may have been done all the same: look before you repeat it."
    }
  }
}
