package import JSON

/// Something that happens on the way of a call, for the log: a wait, an attempt, what was known
/// already. It holds nothing of what was said.
package struct CallStep: Sendable {
  package let requestID: String
  /// A sentence without a full stop.
  package let event: String
  /// Texts, numbers and Booleans.
  package let details: JSONObject
  package let detail: CallDetail
}

/// How much of a call is told.
package enum CallDetail: Int, Comparable, Sendable {
  case nothing
  /// Attempts, waits, limits, what was known already.
  case steps
  /// And the shapes of requests.
  case shapes

  package static func < (left: CallDetail, right: CallDetail) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension CallObserver {
  package var detail: CallDetail { .nothing }

  package func callProgressed(_ step: CallStep) {}
}

extension CallFootprint {
  /// Tells of a step, where somebody wants to know; `details` is asked for only then.
  package func note(
    _ event: String, as detail: CallDetail = .steps, _ details: @autoclosure () -> JSONObject = [:]
  ) {
    guard let observer, detail <= observer.detail else { return }
    observer.callProgressed(
      CallStep(requestID: requestID, event: event, details: details(), detail: detail))
  }
}
