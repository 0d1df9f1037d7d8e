import JSON
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
  /// The commands by what they are for, each by its name. Those that no group names are the last.
  let groups: [(title: String, commands: [String])]
  let examples: [(command: String, meaning: String)]
  /// Names that people type in a command's place, and the command that they are for; asked for only
  /// when there is no such command.
  let otherNames: () -> (names: [String], command: String)

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
      Terminal.printRemark("Error: \(error)")
      let isUsage = error is ValidationError
      if isUsage { Terminal.printRemark("  See '\(path) --help' for more information.") }
      exit(isUsage ? EX_USAGE : EXIT_FAILURE)
    }
  }

  /// What was asked for, with its arguments; nil when it was help, which is printed.
  private func command(_ words: [String], _ path: inout String) throws -> (any Command)? {
    var words = words[...]
    // Whoever types no more than the name wants to know what there is; hosts have a pipe.
    let isHelp =
      ["help", "-h", "--help"].contains(words.first) || words.isEmpty && Terminal.hasTypist
    if isHelp { words = words.dropFirst() }
    if isHelp, Array(words) == ["environment"] {
      Terminal.printLines(HelpText(of: EnvironmentVariable.all(), width: Terminal.width).lines)
      return nil
    }
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
    if let command = command(at: words) {
      words.removeFirst(command.description.words.count)
      return command
    }
    throw unknown(words)
  }

  /// The command whose name the words begin with.
  func command(at words: ArraySlice<String>) -> (any Command.Type)? {
    commands.first { words.starts(with: $0.description.words) }
  }

  /// What may have been meant by a command that there isn't.
  private func unknown(_ words: ArraySlice<String>) -> ValidationError {
    let word = words.first ?? ""
    let names = shownCommands.map { $0.description.name }
    let longer = names.filter { $0.hasPrefix(word + " ") }
    let pair = words.prefix(2).filter { !$0.hasPrefix("-") }.joined(separator: " ")
    guard longer.isEmpty else {
      if pair != word, let meant = nearestName(to: pair, among: longer) {
        return ValidationError("Unknown command '\(pair)'; did you mean '\(meant)'?")
      }
      let known = longer.map { "'\($0)'" }.joined(separator: " and ")
      return ValidationError("Unknown command '\(word)'; there is \(known)")
    }
    let swapped = words.prefix(2).reversed().joined(separator: " ")
    if names.contains(swapped) {
      return ValidationError("Unknown command '\(pair)'; did you mean '\(swapped)'?")
    }
    // A name of a command that is two words is near to one that has a fault in one of them.
    if let meant = nearestName(to: word, among: names.filter { !$0.contains(" ") })
      ?? names.first(where: { $0.contains(" ") && nearestName(to: pair, among: [$0]) != nil })
    {
      return ValidationError("Unknown command '\(word)'; did you mean '\(meant)'?")
    }
    let others = otherNames()
    if let meant = nearestName(to: word, among: others.names) {
      return ValidationError(
        "Unknown command '\(word)'; did you mean '\(name) \(others.command) \(meant)'?")
    }
    return ValidationError(
      "Unknown command '\(word)'; '\(name) help' names them all")
  }

  /// Those that help tells of.
  var shownCommands: [any Command.Type] { commands.filter { !$0.description.isHidden } }

  /// They by what they are for, without groups that have none.
  var commandGroups: [(title: String, commands: [any Command.Type])] {
    let shown = shownCommands
    var named: [(title: String, commands: [any Command.Type])] = groups.map { group in
      (
        group.title,
        group.commands.compactMap { name in shown.first { $0.description.name == name } }
      )
    }
    let known = groups.flatMap { $0.commands }
    named.append(("Other", shown.filter { !known.contains($0.description.name) }))
    return named.filter { !$0.commands.isEmpty }
  }
}

extension CommandDescription {
  /// The words of its name.
  var words: [String] { name.split(separator: " ").map(String.init) }
}
