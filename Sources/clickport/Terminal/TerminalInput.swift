import Host
import Platform
import Synchronization

/// What a person types, line by line.
enum TerminalInput {
  /// Whether there is somebody to ask.
  static let isPossible = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1

  /// Asks for a line. What was typed before the question is no answer to it.
  static func line(_ question: String) throws(InputEnd) -> String {
    tcflush(STDIN_FILENO, TCIFLUSH)
    Terminal.printText(question)
    return try read()
  }

  /// Asks for a line that isn't shown while it is typed.
  static func hiddenLine(_ question: String) throws(InputEnd) -> String {
    // Only once nothing is shown any more: who answers at once isn't shown either.
    Echo.stop()
    defer {
      Echo.restore()
      Terminal.printText("\n")
    }
    Terminal.printText(question)
    return try read()
  }

  /// Asks yes or no; `standard` is what Enter means.
  static func confirm(_ question: String, standard: Bool = false) throws(InputEnd) -> Bool {
    while true {
      let word = try line("\(question) [\(standard ? "Y/n" : "y/N")] ").lowercased()
      switch word.filter({ !$0.isWhitespace }) {
      case "": return standard
      case "y", "yes": return true
      case "n", "no": return false
      default: continue
      }
    }
  }

  /// A terminal hands over so many bytes of a line, and drops the rest without a word.
  static let longestLine = 4095

  private static func read() throws(InputEnd) -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = Platform.read(STDIN_FILENO, &byte, 1)
      if count == 1 {
        if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
        bytes.append(byte)
      } else if count == 0 || errno != EINTR {
        // What has no end yet is no answer: half a key isn't kept.
        throw InputEnd()
      }
    }
  }
}

/// Nobody types any more.
struct InputEnd: Error {}

/// Whether the terminal shows what is typed.
private enum Echo {
  /// The terminal's settings as they were, while it doesn't.
  private static let saved = Mutex<termios?>(nil)
  /// A signal that ends this process leaves the terminal as it was.
  private static let isGuarded: Void = Signals.beforeEnd { _ in
    Echo.restore()
    Terminal.printText("\n")
  }

  static func stop() {
    _ = isGuarded
    saved.withLock { saved in
      var settings = termios()
      guard saved == nil, tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
      saved = settings
      settings.c_lflag &= ~tcflag_t(ECHO)
      // To be stopped or aborted in between would leave a terminal that shows nothing.
      withUnsafeMutableBytes(of: &settings.c_cc) { keys in
        for key in [VSUSP, VQUIT] { keys[Int(key)] = disabledKey }
      }
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }
  }

  static func restore() {
    saved.withLock { saved in
      guard var settings = saved else { return }
      saved = nil
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }
  }

  /// `_POSIX_VDISABLE`.
  #if canImport(Darwin)
  private static let disabledKey: UInt8 = 0xFF
  #else
  private static let disabledKey: UInt8 = 0
  #endif
}
