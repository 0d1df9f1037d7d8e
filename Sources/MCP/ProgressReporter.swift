package import JSON
package import JSONRPC
internal import Synchronization

/// Tells a client how far its request is, if it asked to know.
///
/// Values must rise (`basic/utilities/progress`), so one that doesn't is dropped; so is one that
/// comes less than a tenth of a second after the last, because hosts redraw for each.
package final class ProgressReporter: Sendable {
  /// One step of progress.
  package struct Step: Equatable, Sendable {
    package let progress: Double
    package let total: Double?
    package let message: String?

    package init(progress: Double, total: Double? = nil, message: String? = nil) {
      self.progress = progress
      self.total = total
      self.message = message
    }

    func json(token: JSONValue, version: ProtocolVersion) -> JSONObject {
      var params: JSONObject = ["progressToken": token]
      params["progress"] = JSONNumber(progress).map(JSONValue.number)
      params["total"] = total.flatMap { JSONNumber($0) }.map(JSONValue.number)
      if version.hasProgressMessages { params["message"] = message.map(JSONValue.string) }
      return params
    }
  }

  private struct Last {
    var progress: Double
    var instant: ContinuousClock.Instant
  }

  /// For requests that didn't ask.
  package static let none = ProgressReporter { _ in }

  private static let interval = Duration.milliseconds(100)

  private let now: @Sendable () -> ContinuousClock.Instant
  private let send: @Sendable (Step) async -> Void
  private let last = Mutex<Last?>(nil)

  package init(
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    send: @escaping @Sendable (Step) async -> Void
  ) {
    self.now = now
    self.send = send
  }

  /// Reports to whoever holds `token`.
  package convenience init(
    token: JSONValue, version: ProtocolVersion, outlet: RequestOutlet
  ) {
    self.init { step in
      await outlet.notify(
        Notification(
          method: Announcement.progress, params: step.json(token: token, version: version)))
    }
  }

  package func report(_ step: Step) async {
    let now = now()
    let isDue = last.withLock { last in
      if let last, step.progress <= last.progress || now - last.instant < Self.interval {
        return false
      }
      last = Last(progress: step.progress, instant: now)
      return true
    }
    if isDue { await send(step) }
  }
}
