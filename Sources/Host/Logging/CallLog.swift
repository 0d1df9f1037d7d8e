internal import JSON
package import Logging
package import Tools

/// Writes one line for each call that is over, with nothing of what was said in it.
///
/// Answered calls are told at `info`, failed ones at `notice`: an operator can have the failures
/// alone. They are no warnings: most are wrong arguments, which the caller is told and puts right.
/// What happens on the way is told at `debug`, the shapes of requests at `trace`.
package struct CallLog: CallObserver {
  private let logger: Logger

  package init(logger: Logger) {
    self.logger = logger
  }

  package func callEnded(_ record: CallRecord) {
    switch record.error {
    case nil: logger.info("the call was answered", metadata: record.metadata)
    case .cancelled?: logger.notice("the call was cancelled", metadata: record.metadata)
    case .some: logger.notice("the call failed", metadata: record.metadata)
    }
  }
}

extension CallLog {
  package var detail: CallDetail {
    switch logger.logLevel {
    case .trace: .shapes
    case .debug: .steps
    case .info, .notice, .warning, .error, .critical: .nothing
    }
  }

  package func callProgressed(_ step: CallStep) {
    var metadata: Logger.Metadata = ["request_id": "\(step.requestID)"]
    for (name, value) in step.details.members { metadata[name] = Logger.MetadataValue(value) }
    logger.log(
      level: step.detail == .shapes ? .trace : .debug, "\(step.event)", metadata: metadata)
  }
}

extension Logger.MetadataValue {
  fileprivate init(_ value: JSONValue) {
    switch value {
    case .bool(let bool): self = .stringConvertible(bool)
    case .number(let number):
      self = number.int.map { .stringConvertible($0) } ?? .stringConvertible(number.double)
    case .string(let text): self = .string(text)
    case .null, .array, .object: self = .string(value.description)
    }
  }
}

extension CallRecord {
  /// What there is of it; a call that was answered has no `code` and no `outcome`, one that got no
  /// answer from a service no `status`.
  fileprivate var metadata: Logger.Metadata {
    var metadata: Logger.Metadata = [
      "request_id": "\(requestID)", "tool": "\(tool)", "effect": "\(effect.rawValue)",
      "attempts": .stringConvertible(totals.attempts),
      "bytes_sent": .stringConvertible(totals.sent),
      "bytes_received": .stringConvertible(totals.received),
      "duration_ms": .stringConvertible(duration.milliseconds),
    ]
    metadata["provider"] = provider.map { .string($0) }
    metadata["status"] = totals.status.map { .stringConvertible($0) }
    metadata["code"] = error.map { .string($0.rawValue) }
    metadata["outcome"] = outcome.map { .string($0.rawValue) }
    return metadata
  }
}

extension Duration {
  /// With three decimals at most.
  fileprivate var milliseconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds * 1_000_000 + attoseconds / 1_000_000_000_000) / 1000
  }
}
