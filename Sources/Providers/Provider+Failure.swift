internal import Exchange
internal import HTTPTypes
internal import JSON
package import Tools

extension Provider {
  /// What the transport's error means for a call that had that long.
  func failure(_ error: TransportError, _ effect: Effect, _ limit: Duration) -> ToolError {
    let title = descriptor.title
    let message =
      switch error {
      case .notConnected(let reason, _), .misconfigured(let reason, _):
        "\(title) can't be reached: \(reason)."
      case .interrupted(let reason, _): "The connection to \(title) broke: \(reason)."
      case .timedOut(let wasSent, let proxy):
        (wasSent
          ? "\(title) gave no answer within \(limit.roundedUpSeconds) s"
          : "No connection to \(title) came about within \(limit.roundedUpSeconds) s")
          + (proxy.map { ", behind \($0)." } ?? ".")
      case .answerTooLarge(let limit):
        "\(title) answered more than \(limit >> 20) MiB: ask for fewer rows."
      case .cancelled: "The call was cancelled."
      }
    let classification = ResponseClass(error)
    var failure = failure(classification.code, message, effect, classification.outcome)
    failure.needsOperator = classification.repetition == .futile
    return failure
  }

  func failure(
    _ code: ToolError.Code, _ message: String, _ effect: Effect, _ outcome: ToolError.Outcome,
    status: Int? = nil
  ) -> ToolError {
    ToolError(code, message, of: descriptor, outcome, effect, status: status)
  }
}

extension ToolError {
  /// An error at a service: `outcome` is what became of a call with that effect.
  init(
    _ code: Code, _ message: String, of provider: ProviderDescriptor, _ outcome: Outcome,
    _ effect: Effect, status: Int?
  ) {
    self.init(code, message)
    self.provider = provider.id
    self.status = status
    settle(outcome, for: effect)
  }

  /// Records what became of a call that changes something, and what follows from not knowing.
  package mutating func settle(_ outcome: Outcome, for effect: Effect) {
    guard effect != .read else { return }
    self.outcome = outcome
    if outcome == .unknown {
      message += " It may have been done all the same: look before you repeat it."
    }
  }

  /// The error without what must not be passed on in any of its words.
  func concealing(_ redaction: Redaction) -> ToolError {
    var error = self
    error.message = redaction.applied(to: message)
    error.providerCode = providerCode.map(redaction.applied)
    error.providerMessage = providerMessage.map(redaction.applied)
    return error
  }
}
