import JSON
import Logging
import Synchronization

@testable import Host
@testable import clickport

/// Keeps the lines of a log, all of one moment.
final class LogCollector: Sendable {
  private let state = Mutex<[UInt8]>([])

  var lines: [String] {
    state.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").map(String.init)
  }

  func logger(_ format: LogFormat, level: Logger.Level = .trace) -> Logger {
    let time = LogTime(second: Timestamp(secondsSince1970: 1_776_254_400), milliseconds: 7)
    var logger = Logger(label: "clickport") { [self] label in
      LineLogHandler(
        label: label, format: format,
        output: LogOutput { [self] bytes in
          state.withLock { $0.append(contentsOf: bytes) }
          return bytes.count
        }, now: { time })
    }
    logger.logLevel = level
    return logger
  }
}
