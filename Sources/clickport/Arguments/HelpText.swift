import Tables

/// Help for a person at a terminal.
struct HelpText {
  private(set) var lines: [String] = []
  private let width: Int
  /// Where the sentences begin that say what something is.
  private let column: Int

  private init(width: Int) {
    self.width = width
    column = min(26, max(8, width * 2 / 5))
  }

  /// Help for one command of a program.
  init(of command: any Command.Type, in program: String, width: Int) throws {
    self.init(width: width)
    let declared = try command.declared()
    let description = command.description
    addOverview("OVERVIEW: " + description.abstract, description.discussion)
    lines += CommandUsage(of: description.name, declared).text(in: program)
      .wrapped(to: width, hanging: 4)
    let words = declared.filter { $0.kind == .word }
    if !words.isEmpty { add("ARGUMENTS:", words) }
    add("OPTIONS:", declared.filter { $0.kind != .word })
    addStandardOptions()
  }

  /// Help for a program of several commands.
  init(of program: Program, width: Int) {
    self.init(width: width)
    addOverview("OVERVIEW: " + program.abstract, program.discussion)
    lines.append("USAGE: \(program.name) <command>")
    for group in program.commandGroups {
      lines += ["", group.title.uppercased() + ":"]
      for command in group.commands {
        let isStandard = command == program.standard
        let description = command.description
        add(description.name + (isStandard ? " (default)" : ""), description.abstract)
      }
    }
    lines += ["", "OPTIONS:"]
    addStandardOptions()
    if !program.examples.isEmpty { lines += ["", "EXAMPLES:"] }
    for example in program.examples { lines += "  \(example.command)".wrapped(to: width) }
    let name = program.name
    lines += [""]
    for sentence in [
      "'\(name) help <command>' tells all of one command, '\(name) help environment' of the "
        + "variables that are read."
    ] { lines += sentence.wrapped(to: width) }
  }

  /// The variables that a program reads.
  init(of variables: [EnvironmentVariable], width: Int) {
    self.init(width: width)
    lines.append("ENVIRONMENT:")
    for variable in variables { add(variable.name, variable.meaning) }
  }

  private mutating func addOverview(_ abstract: String, _ discussion: String?) {
    lines += abstract.wrapped(to: width) + [""]
    if let discussion { lines += discussion.wrapped(to: width) + [""] }
  }

  private mutating func add(_ heading: String, _ arguments: [Argument]) {
    lines += ["", heading]
    for argument in arguments {
      add(argument.label, argument.sentence)
      if let discussion = argument.help.discussion {
        lines += discussion.wrapped(to: width, indent: min(8, column))
      }
    }
  }

  private mutating func addStandardOptions() {
    for option in Argument.standard { add(option.label, option.sentence) }
  }

  private mutating func add(_ label: String, _ sentence: String) {
    let label = "  " + label
    var text = sentence.wrapped(to: width, indent: column)
    if label.count < column, !text.isEmpty {
      text[0] = label + text[0].dropFirst(label.count)
    } else {
      lines += label.dropFirst(2).description.wrapped(to: width, indent: 2, hanging: 4)
    }
    lines += text
  }
}

/// How a command is typed.
struct CommandUsage {
  private let words: [String]

  init(of name: String, _ declared: [Argument]) {
    let options = declared.filter { $0.kind != .word }
    var words = [name]
    if options.contains(where: { !$0.isRequired }) { words.append("[<options>]") }
    words += options.filter(\.isRequired).map(\.label)
    words += declared.filter { $0.kind == .word }.map {
      $0.isRequired ? $0.label : $0.isRepeated ? "[\($0.label) ...]" : "[\($0.label)]"
    }
    self.words = words
  }

  func text(in program: String) -> String {
    (["USAGE:", program] + words).joined(separator: " ")
  }

  /// The same without a heading.
  func synopsis(in program: String) -> String { ([program] + words).joined(separator: " ") }
}

extension Argument {
  /// What it is, and what it is when it isn't given.
  var sentence: String {
    help.abstract + (standard.map { " (default: \($0))" } ?? "")
  }

  /// What every command takes beside its own.
  static let standard: [(label: String, sentence: String)] = [
    ("-v, --version", "Show the version."), ("-h, --help", "Show help information."),
  ]
}
