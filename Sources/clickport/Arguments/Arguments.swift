/// What a command takes. It asks for each argument by name, in its `init(_:)`, which is run twice:
/// once to learn what it takes, when each value is the one that stands where nothing is typed, and
/// once to read what was typed.
struct Arguments {
  /// In the order they were asked for.
  private(set) var declared: [Argument] = []
  /// Nil while it is only learnt what there is.
  private var typed: TypedWords?

  init(_ typed: TypedWords? = nil) {
    self.typed = typed
  }

  /// Those of a group, which several commands share; they are validated.
  mutating func group<Group: ArgumentGroup>(_: Group.Type = Group.self) throws -> Group {
    let group = try Group(&self)
    if typed != nil { try group.validate() }
    return group
  }

  /// Whether `--name` was typed.
  mutating func flag(_ name: String, _ help: ArgumentHelp) -> Bool {
    declare(Argument(.flag, name, help))
    return typed?.flags.contains(name) ?? false
  }

  /// The value behind `--name`; of several, the last.
  mutating func option<Value: ArgumentValue>(
    _ name: String, _ help: ArgumentHelp
  ) throws -> Value? {
    let values: [Value] = try values(Argument(.option, name, help))
    return values.last
  }

  /// The same, with the value that stands where nothing is typed.
  mutating func option<Value: ArgumentValue>(
    _ name: String, _ help: ArgumentHelp, default standard: Value
  ) throws -> Value {
    var argument = Argument(.option, name, help)
    argument.standard = standard.argumentText
    let values: [Value] = try values(argument)
    return values.last ?? standard
  }

  /// The value behind `--name`, which has to be typed.
  mutating func requiredOption(_ name: String, _ help: ArgumentHelp) throws -> String {
    var argument = Argument(.option, name, help)
    argument.isRequired = true
    return try required(argument)
  }

  /// The values behind each `--name`. With `takesAnything` they may begin with a hyphen.
  mutating func options(
    _ name: String, _ help: ArgumentHelp, takesAnything: Bool = false
  ) throws -> [String] {
    var argument = Argument(.option, name, help)
    argument.takesAnything = takesAnything
    argument.isRepeated = true
    return try values(argument)
  }

  /// The next word, which has to be typed.
  mutating func word(_ name: String, _ help: ArgumentHelp) throws -> String {
    var argument = Argument(.word, name, help)
    argument.isRequired = true
    return try required(argument)
  }

  /// The next word, which has to be typed; `standard` is what it is while it is only learnt what there
  /// is.
  mutating func word<Value: ArgumentValue>(
    _ name: String, _ help: ArgumentHelp, standing standard: Value
  ) throws -> Value {
    var argument = Argument(.word, name, help)
    argument.isRequired = true
    let values: [Value] = try values(argument)
    if let value = values.first { return value }
    guard typed != nil else { return standard }
    throw missing(argument)
  }

  /// The next word, if there is one.
  mutating func optionalWord(_ name: String, _ help: ArgumentHelp) throws -> String? {
    let values: [String] = try values(Argument(.word, name, help))
    return values.first
  }

  /// All further words.
  mutating func words(_ name: String, _ help: ArgumentHelp) throws -> [String] {
    var argument = Argument(.word, name, help)
    argument.isRepeated = true
    return try values(argument)
  }

  /// Throws when there is a word that nothing asked for.
  func finish() throws {
    guard let word = typed?.words.first else { return }
    throw ValidationError("Unexpected argument '\(word)'")
  }

  private mutating func declare(_ argument: Argument) { declared.append(argument) }

  private mutating func required(_ argument: Argument) throws -> String {
    let values: [String] = try values(argument)
    if let value = values.first { return value }
    guard typed != nil else { return "" }
    throw missing(argument)
  }

  private func missing(_ argument: Argument) -> ValidationError {
    ValidationError("Missing expected argument '\(argument.label)'")
  }

  private mutating func values<Value: ArgumentValue>(_ argument: Argument) throws -> [Value] {
    var argument = argument
    argument.choices = Value.argumentChoices
    declare(argument)
    return try (typed?.take(argument) ?? []).map { text in
      if let value = Value(argument: text) { return value }
      let choices = argument.choices.map { "'\($0)'" }.joined(separator: ", ")
      throw ValidationError(
        "The value '\(text)' is invalid for '\(argument.label)'"
          + (choices.isEmpty ? "" : "; it must be one of \(choices)")
          + ValidationError.suggestion(for: text, among: argument.choices))
    }
  }
}

/// What can be typed.
struct Argument {
  enum Kind {
    case flag
    case option
    /// A word by its position.
    case word
  }

  let kind: Kind
  let name: String
  let help: ArgumentHelp
  var isRequired = false
  var isRepeated = false
  var takesAnything = false
  /// What stands where nothing is typed, as text.
  var standard: String?
  /// All that can be typed, where that is little.
  var choices: [String] = []

  init(_ kind: Kind, _ name: String, _ help: ArgumentHelp) {
    self.kind = kind
    self.name = name
    self.help = help
  }

  /// How it is typed.
  var label: String {
    switch kind {
    case .flag: "--\(name)"
    case .option: "--\(name) <\(help.valueName ?? name)>"
    case .word: "<\(name)>"
    }
  }

  /// What a shell offers in its place: what its help says, or else what its value is called.
  var completion: ArgumentHelp.Completion {
    if !choices.isEmpty { return .choices(choices) }
    if let completion = help.completion { return completion }
    switch help.valueName ?? name {
    case "file": return .files
    case "directory", "folder": return .directories
    default: return .nothing
    }
  }
}

/// What help says of an argument.
struct ArgumentHelp: ExpressibleByStringInterpolation {
  let abstract: String
  var discussion: String?
  var valueName: String?
  /// Where it doesn't follow from the value's name or type.
  var completion: Completion?

  /// What can stand in an argument's place, for shells that complete it.
  enum Completion: Equatable {
    case nothing
    case files
    case directories
    case choices([String])
    /// The name of a tool; where `lists` is true, of one whose answer is rows.
    case tool(lists: Bool = false)
    /// `name=value` for the tool that was typed before.
    case toolArguments
    /// Names with commas between them.
    case tools
    case toolsets
    case services
    /// A variable that may hold a key; where `ofServices` is true, the id of a service too.
    case keys(ofServices: Bool)
    /// The words of a command.
    case commands
  }

  init(
    _ abstract: String, discussion: String? = nil, valueName: String? = nil,
    completion: Completion? = nil
  ) {
    self.abstract = abstract
    self.discussion = discussion
    self.valueName = valueName
    self.completion = completion
  }

  init(stringLiteral abstract: String) {
    self.init(abstract)
  }
}

/// What the text of an argument is read as.
protocol ArgumentValue {
  /// Nil when the text is none.
  init?(argument: String)
  /// The text it is read from.
  var argumentText: String { get }
  /// All texts there are, where they are few.
  static var argumentChoices: [String] { get }
}

extension ArgumentValue {
  static var argumentChoices: [String] { [] }
}

extension ArgumentValue where Self: RawRepresentable<String>, Self: CaseIterable {
  init?(argument: String) { self.init(rawValue: argument) }
  var argumentText: String { rawValue }
  static var argumentChoices: [String] { allCases.map(\.rawValue) }
}

extension String: ArgumentValue {
  init?(argument: String) { self = argument }
  var argumentText: String { self }
}

extension Int: ArgumentValue {
  init?(argument: String) { self.init(argument) }
  var argumentText: String { String(self) }
}

extension Double: ArgumentValue {
  init?(argument: String) { self.init(argument) }
  var argumentText: String { description }
}
