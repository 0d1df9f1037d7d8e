import JSON
import Tables

/// The program's manual, in the macros of man(7), made of the same words as its help.
struct ManualPage {
  private(set) var text = ""

  init(of program: Program, environment: [EnvironmentVariable]) throws {
    addHead(program)
    try addCommands(program)
    add(section: "ENVIRONMENT")
    for variable in environment { add(term: variable.name, variable.meaning) }
    add(section: "EXIT STATUS")
    for status in ExitCode.meanings { add(term: String(status.code), status.meaning) }
    add(section: "FILES")
    for file in Self.files { add(term: file.path, file.meaning) }
    add(section: "EXAMPLES")
    for example in program.examples {
      add(paragraph: example.meaning.prefix(1).uppercased() + example.meaning.dropFirst() + ":")
      add(literal: "  \(example.command)".wrapped(to: 68).map { String($0.dropFirst(2)) })
    }
  }

  /// What is read and written where nothing else is named.
  private static let files: [(path: String, meaning: String)] = [
    (
      "$XDG_STATE_HOME/clickport, ~/.local/state/clickport",
      "The record of effects, what the services still allow, kept rows and overlays that were found "
        + "right. Only its owner may look into it."
    ),
    (
      "$XDG_CONFIG_HOME/clickport/keys, ~/.config/clickport/keys",
      "Keys that were kept, a file each. Only its owner may look into it."
    ),
  ]

  private mutating func addHead(_ program: Program) {
    // Without a date: the same program has the same manual.
    let name = program.name
    line(#".\" Made by \#(name) man; not to be changed by hand."#)
    line(
      ".TH \(name.uppercased()) 1 \"\" \"\(name) \(program.version)\" \"User Commands\"")
    // Without hyphenation and with a ragged right: names and commands are to be copied.
    line(".nh")
    line(".ad l")
    add(section: "NAME")
    let abstract =
      program.abstract.hasSuffix(".") ? program.abstract.dropLast() : program.abstract[...]
    line("\(name) \\- \(Self.escaped(abstract.prefix(1).lowercased() + abstract.dropFirst()))")
    add(section: "SYNOPSIS")
    line(".B \(name)")
    line(#".RI [ command "] [" options "] [" arguments " ...]""#)
    add(section: "DESCRIPTION")
    add(discussion: program.discussion)
    add(
      paragraph:
        "Without a command it serves, unless standard input is a terminal: then it prints help. "
        + "Every command takes --help and --version.")
  }

  private mutating func addCommands(_ program: Program) throws {
    add(section: "COMMANDS")
    for command in program.commandGroups.flatMap({ $0.commands }) {
      let description = command.description
      let declared = try command.declared()
      line(".SS \(Self.escaped("\(program.name) \(description.name)"))")
      let usage = CommandUsage(of: description.name, declared).synopsis(in: program.name)
      line(".B \(Self.escaped(usage))")
      add(paragraph: description.abstract)
      if let discussion = description.discussion { add(discussion: discussion) }
      for argument in declared.filter({ $0.kind == .word }) + declared.filter({ $0.kind != .word })
      {
        add(term: argument.label, argument.sentence)
        if let discussion = argument.help.discussion {
          line(".RS")
          add(discussion: discussion)
          line(".RE")
        }
      }
    }
  }

  private mutating func add(section: String) { line(".SH \(section)") }

  private mutating func add(paragraph: String) {
    line(".PP")
    line(Self.escaped(paragraph))
  }

  /// Paragraphs, and lines that are set in: these stand as they are.
  private mutating func add(discussion: String) {
    var literal: [String] = []
    var isParagraph = false
    for written in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
      if written.hasPrefix("  ") {
        literal.append(String(written.dropFirst(2)))
        continue
      }
      add(literal: literal)
      if !literal.isEmpty { isParagraph = false }
      literal = []
      if written.isEmpty {
        isParagraph = false
      } else {
        line(isParagraph ? ".br" : ".PP")
        line(Self.escaped(written))
        isParagraph = true
      }
    }
    add(literal: literal)
  }

  private mutating func add(literal: [String]) {
    if literal.isEmpty { return }
    line(".PP")
    line(".RS 4")
    line(".nf")
    for text in literal { line(Self.escaped(text)) }
    line(".fi")
    line(".RE")
  }

  private mutating func add(term: String, _ meaning: String) {
    line(".TP")
    line(".B \(Self.escaped(term))")
    line(Self.escaped(meaning))
  }

  private mutating func line(_ text: String) { self.text += text + "\n" }

  /// A text that roff prints as it is: hyphens that can be copied, nothing that is a request, and what
  /// isn't ASCII by its number.
  private static func escaped(_ text: some StringProtocol) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += #"\e"#
      case "-": escaped += #"\-"#
      case "'": escaped += #"\(aq"#
      case "\"": escaped += #"\(dq"#
      case "`": escaped += #"\(ga"#
      case "^": escaped += #"\(ha"#
      case "~": escaped += #"\(ti"#
      case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
      default:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        escaped += "\\[u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "]"
      }
    }
    return escaped.hasPrefix(".") ? #"\&"# + escaped : escaped
  }
}

extension ExitCode {
  /// What each status says that a command ends with.
  static let meanings: [(code: Int, meaning: String)] = [
    (0, "Done, or answered."),
    (1, "Something is wrong, and was told on standard error."),
    (2, "Of call and query: the arguments, or the tool's name, are wrong."),
    (3, "Of call and query: the key is missing or refused."),
    (4, "Of call and query: the service said no."),
    (
      5,
      "Of call and query: no answer in time, the service out of reach, or too many calls. Later it "
        + "may be right."
    ),
    (6, "Of call and query: an answer that can't be understood."),
    (
      7,
      "Of call and query: not sent, as the policy, a repetition, a person's consent or the state "
        + "directory stands in the way; or only a part could be read."
    ),
    (64, "The command line itself is wrong. Nothing was done."),
  ]
}
