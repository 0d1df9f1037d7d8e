import JSON
import Logging
import Synchronization

@testable import Host
@testable import clickport

/// Keeps the lines of a log, all of one moment.
final class LogCollector: Sendable {
  private let state = Mutex<[String]>([])

  var lines: [String] { state.withLock { $0 } }

  func logger(_ format: LogFormat, level: Logger.Level = .trace) -> Logger {
    let time = LogTime(second: Timestamp(secondsSince1970: 1_776_254_400), milliseconds: 7)
    var logger = Logger(label: "clickport") { [self] label in
      LineLogHandler(
        label: label, format: format,
        print: { [self] line in state.withLock { $0.append(line) } }, now: { time })
    }
    logger.logLevel = level
    return logger
  }
}
