import JSON

/// What was typed behind a command's name, told apart by what the command takes.
struct TypedWords {
  private(set) var flags: Set<String> = []
  /// Those that nothing has taken yet.
  private(set) var words: [String] = []
  private var values: [String: [String]] = [:]

  /// Throws `InformationRequest` when there is nothing to be done but to tell something.
  init(_ typed: [String], of declared: [Argument]) throws {
    var rest = typed[...]
    while let word = rest.popFirst() {
      switch word {
      case "--":
        words += rest
        return
      case "-h", "--help": throw InformationRequest.help
      case "-v", "--version": throw InformationRequest.version
      case _ where word.hasPrefix("-") && word != "-": try add(word, &rest, declared)
      default: words.append(word)
      }
    }
  }

  /// What was typed for an argument; it is taken once.
  mutating func take(_ argument: Argument) -> [String] {
    guard argument.kind == .word else { return values.removeValue(forKey: argument.name) ?? [] }
    let taken = words.prefix(argument.isRepeated ? words.count : 1)
    words.removeFirst(taken.count)
    return Array(taken)
  }

  /// An option or flag; the value of an option may be in the same word, behind an equals sign.
  private mutating func add(
    _ word: String, _ rest: inout ArraySlice<String>, _ declared: [Argument]
  ) throws {
    let equals = word.firstIndex(of: "=")
    let typed = word[..<(equals ?? word.endIndex)]
    let named = declared.first { $0.kind != .word && "--\($0.name)" == typed }
    guard let argument = named else {
      let names = declared.filter { $0.kind != .word }.map { "--\($0.name)" }
      let hint = ValidationError.suggestion(for: String(typed), among: names)
      let takesPairs = declared.contains { $0.completion == .toolArguments }
      throw ValidationError(
        "Unknown option '\(typed)'"
          + ((hint.isEmpty || typed.contains("_")) && takesPairs
            ? "; a tool's arguments are typed name=value" : hint))
    }
    guard argument.kind == .option else {
      guard equals == nil else { throw ValidationError("'\(typed)' takes no value") }
      flags.insert(argument.name)
      return
    }
    var value = equals.map { String(word[word.index(after: $0)...]) }
    if value == nil, let next = rest.first, argument.takesAnything || !next.hasPrefix("-") {
      value = next
      rest.removeFirst()
    }
    guard let value else { throw ValidationError("Missing value for '\(argument.label)'") }
    values[argument.name, default: []].append(value)
  }
}

/// What is told instead of doing anything.
enum InformationRequest: Error {
  case help
  case version
}

/// What is wrong with what was typed, or with what was set in the environment.
struct ValidationError: Error, CustomStringConvertible {
  /// A sentence; more than one stand on lines of their own.
  let description: String

  init(_ description: String) {
    self.description = description
  }

  /// What may have been meant, as the end of a sentence; empty where nothing is near.
  static func suggestion(for word: String, among names: [String]) -> String {
    nearestName(to: word, among: names).map { "; did you mean '\($0)'?" } ?? ""
  }
}

/// Ends the process with this status; what there is to say has been said.
struct ExitCode: Error {
  let status: Int32

  static let failure = ExitCode(1)

  init(_ status: Int32) {
    self.status = status
  }
}
