import JSON
import MCP
import Platform

/// What people see: lines on standard output and error, colour where there is a terminal.
enum Terminal {
  /// Whether a person reads standard output.
  static let isInteractive = isatty(STDOUT_FILENO) == 1

  /// Whether a person types standard input.
  static let hasTypist = isatty(STDIN_FILENO) == 1

  /// Whether colour is wanted: on a terminal, unless `NO_COLOR` says otherwise (no-color.org).
  private static let hasColor = isInteractive && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true

  /// How many characters a line has: what `COLUMNS` says, else the terminal, else 80.
  static var width: Int {
    if let text = getenv("COLUMNS"), let columns = Int(String(cString: text)), columns > 0 {
      return columns
    }
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// How wide a table is to be: what `COLUMNS` says, else the terminal; nil for as wide as it needs, as
  /// into a file or program.
  static var tableWidth: Int? {
    isInteractive || getenv("COLUMNS").flatMap { Int(String(cString: $0)) } ?? 0 > 0 ? width : nil
  }

  enum Style: String {
    case strong = "1"
    case dim = "2"
    case red = "31"
    case cyan = "36"
  }

  /// Text in a style, on a terminal; plain text elsewhere.
  static func styled(_ text: String, _ style: Style) -> String {
    hasColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Prints a line at once, also into a pipe.
  static func printLine(_ line: String) { printText(line + "\n") }

  /// Prints a text that has its own ends of lines, at once, also into a pipe.
  static func printText(_ text: String) {
    StatusLine.standard.clear()
    print(text, terminator: "")
    fflush(nil)
  }

  static func printLines(_ lines: [String]) {
    for line in lines { printLine(line) }
  }

  /// Says something on standard error beside what was asked for, broken between words where a person
  /// reads it. Lines that are set in stay whole: they are to be copied.
  static func printRemark(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return printError(text) }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let lines = line.hasPrefix(" ") ? [String(line)] : String(line).wrapped(to: width)
      for line in lines { printError(line) }
    }
  }

  static func printError(_ line: String) {
    StatusLine.standard.clear()
    let bytes = Array((line + "\n").utf8)
    // Nobody can be told when standard error is gone.
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

/// The person at the terminal, as a client that can be asked.
enum TerminalInteraction {
  /// Asks yes or no on a terminal; where there is none, nobody can be asked.
  static var client: ClientInteraction {
    guard Terminal.isInteractive, isatty(STDIN_FILENO) == 1 else { return .none }
    return ClientInteraction(capabilities: ["elicitation": [:]]) { questions throws(Interruption) in
      var answers: [String: JSONValue] = [:]
      for question in questions { answers[question.key] = answer(question.request) }
      return answers
    }
  }

  /// One word for the whole form: it has one field, which is a truth value.
  private static func answer(_ request: InputRequest) -> JSONValue {
    Terminal.printRemark((request.params["message"]?.string ?? "") + " [y/N]")
    guard ["y", "yes"].contains(readLine()?.lowercased()) else { return ["action": "decline"] }
    let fields = request.params["requestedSchema"]?["properties"]?.object?.keys ?? []
    return [
      "action": "accept", "content": .object(JSONObject(fields.map { ($0, true) })),
    ]
  }
}
