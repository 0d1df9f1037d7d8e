import Platform

/// A program of several commands.
struct Program {
  let name: String
  let version: String
  /// One sentence.
  let abstract: String
  let discussion: String
  let commands: [any Command.Type]
  /// What runs where no command is named.
  let standard: any Command.Type

  /// Does what was typed behind the program's name; what goes wrong ends the process, and is told on
  /// standard error.
  func run(_ words: [String]) async {
    // Where help about what was asked for is.
    var path = name
    do {
      try await command(words, &path)?.run()
    } catch let error as ExitCode {
      exit(error.status)
    } catch {
      Terminal.printError("Error: \(error)")
      let isUsage = error is ValidationError
      if isUsage { Terminal.printError("  See '\(path) --help' for more information.") }
      exit(isUsage ? EX_USAGE : EXIT_FAILURE)
    }
  }

  /// What was asked for, with its arguments; nil when it was help, which is printed.
  private func command(_ words: [String], _ path: inout String) throws -> (any Command)? {
    var words = words[...]
    let isHelp = ["help", "-h", "--help"].contains(words.first)
    if isHelp { words.removeFirst() }
    guard let command = try named(&words, isHelp: isHelp) else {
      Terminal.printLines(HelpText(of: self, width: Terminal.width).lines)
      return nil
    }
    path += " " + command.description.name
    do {
      if isHelp { throw InformationRequest.help }
      return try command.parse(Array(words))
    } catch let request as InformationRequest {
      switch request {
      case .version: Terminal.printLine(version)
      case .help:
        Terminal.printLines(
          try HelpText(of: command, in: name, width: Terminal.width).lines)
      }
      return nil
    }
  }

  /// The command whose name the words begin with; nil for help about the program.
  private func named(
    _ words: inout ArraySlice<String>, isHelp: Bool
  ) throws -> (any Command.Type)? {
    guard let word = words.first, !word.hasPrefix("-") else {
      if isHelp { return nil }
      return standard
    }
    for command in commands {
      let name = command.description.name.split(separator: " ").map(String.init)
      guard words.starts(with: name) else { continue }
      words.removeFirst(name.count)
      return command
    }
    let names = commands.map { $0.description.name }
    let longer = names.first { $0.hasPrefix(word + " ") }.map { "; there is '\($0)'" }
    throw ValidationError(
      "Unknown command '\(word)'"
        + (longer ?? ValidationError.suggestion(for: word, among: names)))
  }
}
