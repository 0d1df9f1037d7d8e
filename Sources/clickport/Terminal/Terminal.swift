import Platform

/// What people see: lines on standard output and error, colour where there is a terminal.
enum Terminal {
  /// Whether a person reads standard output.
  static let isInteractive = isatty(STDOUT_FILENO) == 1

  /// Whether a person can answer on standard input.
  static let hasKeyboard = isatty(STDIN_FILENO) == 1

  /// Whether colour is wanted: on a terminal, unless `NO_COLOR` says otherwise (no-color.org).
  private static let hasColor = isInteractive && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true

  enum Style: String {
    case strong = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case cyan = "36"
  }

  /// Text in a style, on a terminal; plain text elsewhere.
  static func styled(_ text: String, _ style: Style) -> String {
    hasColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Prints a line at once, also into a pipe.
  static func printLine(_ line: String) {
    print(line)
    fflush(nil)
  }

  static func printError(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    // Nobody can be told when standard error is gone.
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

/// The system's clock, in seconds.
func currentSecondsSince1970() -> Int { time(nil) }

/// The same with all its precision.
func timeSince1970() -> Duration {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
}
