import ArgumentParser
import Host
import Logging

extension LogFormat: ExpressibleByArgument {}

/// What is logged to standard error, and how.
struct LogOptions: UnsetOptions {
  @Option(
    help: ArgumentHelp(
      "trace, debug, info, notice, warning, error or critical.",
      discussion: "info tells of every call, notice of those that failed.", valueName: "level"),
    transform: Self.level)
  var logLevel = Self.standardLevel

  @Option(help: ArgumentHelp("text, or json for an object a line.", valueName: "format"))
  var logFormat = LogFormat.text

  private static let standardLevel = Logger.Level.warning

  static var unset: Self {
    var options = Self()
    options.logLevel = standardLevel
    options.logFormat = .text
    return options
  }

  /// The log of this process.
  func logger() -> Logger {
    var logger = Logger(label: "clickport") {
      LineLogHandler(label: $0, format: logFormat) { Terminal.printError($0) }
    }
    logger.logLevel = logLevel
    return logger
  }

  private static func level(_ text: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: text) else {
      let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--log-level must be one of \(known)")
    }
    return level
  }
}
