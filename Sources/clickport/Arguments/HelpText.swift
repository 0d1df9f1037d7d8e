/// Help for a person at a terminal.
struct HelpText {
  private(set) var lines: [String] = []
  private let width: Int

  /// Where the sentences begin that say what an argument is.
  private static let column = 26

  /// Help for one command of a program.
  init(of command: any Command.Type, in program: String, width: Int) throws {
    self.width = width
    let declared = try command.declared()
    let description = command.description
    addOverview(description.abstract, description.discussion)
    let options = declared.filter { $0.kind != .word }
    let words = declared.filter { $0.kind == .word }
    var usage = ["USAGE:", program, description.name]
    if options.contains(where: { !$0.isRequired }) { usage.append("[<options>]") }
    usage += options.filter(\.isRequired).map(\.label)
    usage += words.map {
      $0.isRequired ? $0.label : $0.isRepeated ? "[\($0.label) ...]" : "[\($0.label)]"
    }
    lines.append(usage.joined(separator: " "))
    if !words.isEmpty { add("ARGUMENTS:", words) }
    add("OPTIONS:", options)
    add("--version", "Show the version.")
    add("-h, --help", "Show help information.")
  }

  /// Help for a program of several commands.
  init(of program: Program, width: Int) {
    self.width = width
    addOverview(program.abstract, program.discussion)
    lines += ["USAGE: \(program.name) <command>", "", "OPTIONS:"]
    add("--version", "Show the version.")
    add("-h, --help", "Show help information.")
    lines += ["", "COMMANDS:"]
    for command in program.commands {
      let isStandard = command == program.standard
      let description = command.description
      add(description.name + (isStandard ? " (default)" : ""), description.abstract)
    }
    lines += ["", "  See '\(program.name) help <command>' for detailed help."]
  }

  private mutating func addOverview(_ abstract: String, _ discussion: String?) {
    lines += wrapped("OVERVIEW: " + abstract, indent: 0) + [""]
    if let discussion { lines += wrapped(discussion, indent: 0) + [""] }
  }

  private mutating func add(_ heading: String, _ arguments: [Argument]) {
    lines += ["", heading]
    for argument in arguments {
      let help = argument.help
      add(
        argument.label, help.abstract + (argument.standard.map { " (default: \($0))" } ?? ""))
      if let discussion = help.discussion { lines += wrapped(discussion, indent: 8) }
    }
  }

  private mutating func add(_ label: String, _ sentence: String) {
    let label = "  " + label
    var text = wrapped(sentence, indent: Self.column)
    if label.count < Self.column {
      text[0] = label + text[0].dropFirst(label.count)
    } else {
      lines.append(label)
    }
    lines += text
  }

  /// The lines of a text, no longer than the terminal is wide where a blank can be broken at. What
  /// is set in stays as it is: it is to be copied.
  private func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      if line.isEmpty { return [""] }
      if line.hasPrefix("  ") { return [margin + line] }
      var lines: [String] = []
      for word in line.split(separator: " ") {
        if let last = lines.last, last.count + 1 + word.count <= width {
          lines[lines.count - 1] += " " + word
        } else {
          lines.append(margin + word)
        }
      }
      return lines
    }
  }
}
