import JSON
import MCP
import Synchronization
import Tools

/// Tells a person at a terminal what a call waits for; the log gets what it is due.
final class CallStatus: CallObserver {
  private let log: any CallObserver
  private let line: StatusLine
  /// The titles of the services, by their ids.
  private let titles: [String: String]
  /// Why the last attempt of a request failed.
  private let failure = Mutex("")

  init(over log: any CallObserver, on line: StatusLine, _ manifest: Manifest) {
    self.log = log
    self.line = line
    titles = Dictionary(manifest.providers.map { ($0.id, $0.title) }) { first, _ in first }
  }

  /// What waiting tools and long readings say of themselves.
  static func progress(on line: StatusLine) -> ProgressReporter {
    ProgressReporter { step in
      guard let message = step.message else { return }
      line.show(step.total.map { "\(message), \(Int(step.progress)) of \(Int($0))" } ?? message)
    }
  }

  var detail: CallDetail { line.isShown ? max(.steps, log.detail) : log.detail }

  func callProgressed(_ step: CallStep) {
    if step.detail <= log.detail { log.callProgressed(step) }
    guard step.detail == .steps, let text = text(of: step.event, step.details) else { return }
    line.show(text)
  }

  func callEnded(_ record: CallRecord) {
    line.clear()
    log.callEnded(record)
  }

  /// nil for what nobody waits for.
  func text(of event: String, _ details: JSONObject) -> String? {
    guard let id = details["provider"]?.string else { return nil }
    let title = titles[id] ?? id
    if case .number(let wait)? = details["wait_ms"] {
      let reason = failure.withLock { $0 }
      let after = reason.isEmpty ? "" : " after \(reason)"
      return "\(title): \(event)\(after), \(Self.seconds(wait.double))"
    }
    guard let attempt = details["attempt"]?.int else { return nil }
    let status = details["status"]?.int
    let isGood = status.map((200..<300).contains) ?? false
    let reason = isGood ? "" : status.map { "HTTP \($0)" } ?? details["failure"]?.string ?? ""
    failure.withLock { $0 = reason }
    return isGood ? nil : "\(title): attempt \(attempt) failed, \(reason)"
  }

  private static func seconds(_ milliseconds: Double) -> String {
    milliseconds < 10_000
      ? "\((milliseconds / 100).rounded() / 10) s" : "\(Int((milliseconds / 1000).rounded())) s"
  }
}
