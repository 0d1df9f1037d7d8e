/// Something that can be asked for on the command line.
protocol Command: ArgumentGroup {
  static var description: CommandDescription { get }
  func run() async throws
}

/// What takes arguments: a command, or those that several commands share.
protocol ArgumentGroup {
  /// Asks for everything it takes: always all of it, in the order of the help.
  init(_ arguments: inout Arguments) throws

  /// Throws what is wrong with what was typed.
  func validate() throws
}

extension ArgumentGroup {
  func validate() throws {}
}

/// A command as help tells of it.
struct CommandDescription {
  /// One word, or two with a blank between them.
  var name: String
  /// One sentence.
  var abstract: String
  var discussion: String?
  /// Whether it is for programs, and no help tells of it.
  var isHidden = false
}

extension Command {
  /// The command with what was typed behind its name.
  static func parse(_ words: [String]) throws -> Self {
    var arguments = Arguments(try TypedWords(words, of: try declared()))
    let command = try arguments.group(Self.self)
    try arguments.finish()
    return command
  }

  /// Everything it takes.
  static func declared() throws -> [Argument] {
    var arguments = Arguments()
    _ = try Self(&arguments)
    return arguments.declared
  }
}
