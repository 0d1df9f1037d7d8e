import JSON
import Tools

/// What can be typed next: the words of a command line, the last of them as far as it is typed.
struct Completion {
  /// What a shell is told.
  enum Answer: Equatable {
    case files
    case directories
    case values([Candidate])
  }

  /// A word that can stand there.
  struct Candidate: Equatable {
    let value: String
    /// A few words on it; empty where there is nothing to say.
    var meaning = ""
  }

  private let program: Program
  private let typed: ArraySlice<String>
  private let current: String
  private let manifest: ([String]) -> Manifest?

  /// `manifest` reads it with these overlays; nil where it can't be read.
  init(
    _ words: [String], of program: Program, manifest: @escaping ([String]) -> Manifest?
  ) {
    self.program = program
    self.manifest = manifest
    typed = words.dropLast()
    current = words.last ?? ""
  }

  /// Only what begins as the last word does.
  var answer: Answer {
    guard case .values(let candidates) = anyAnswer else { return anyAnswer }
    return .values(candidates.filter { $0.value.hasPrefix(current) })
  }

  private var anyAnswer: Answer {
    guard let first = typed.first else {
      if current.hasPrefix("-") { return arguments(of: program.standard, behind: []) }
      return .values(commands(behind: []) + [Candidate(value: "help", meaning: "Show help.")])
    }
    if ["help", "-h", "--help"].contains(first) {
      return .values(commands(behind: typed.dropFirst()))
    }
    if first.hasPrefix("-") { return arguments(of: program.standard, behind: typed) }
    guard let command = program.command(at: typed) else {
      return .values(commands(behind: typed))
    }
    return arguments(of: command, behind: typed.dropFirst(command.description.words.count))
  }

  /// The next words of the commands that begin so.
  private func commands(behind words: ArraySlice<String>) -> [Candidate] {
    var candidates: [Candidate] = []
    for command in program.shownCommands where command.description.words.starts(with: words) {
      let rest = command.description.words.dropFirst(words.count)
      guard let next = rest.first, !candidates.contains(where: { $0.value == next }) else {
        continue
      }
      candidates.append(
        Candidate(value: next, meaning: rest.count == 1 ? command.description.abstract : ""))
    }
    return candidates
  }

  private func arguments(
    of command: any Command.Type, behind words: ArraySlice<String>
  ) -> Answer {
    guard let declared = try? command.declared() else { return .values([]) }
    let line = CompletedLine(words, declared)
    if let option = line.waiting { return value(of: option, line, behind: "") }
    if !line.isAllWords, current.hasPrefix("-") {
      guard let equals = current.firstIndex(of: "=") else {
        return .values(options(of: declared, but: line.given))
      }
      let name = current[..<equals].dropFirst(2)
      guard let option = declared.first(where: { $0.kind == .option && $0.name == name }) else {
        return .values([])
      }
      return value(of: option, line, behind: String(current[...equals]))
    }
    let expected = declared.filter { $0.kind == .word }
    let count = line.words.count
    let word = count < expected.count ? expected[count] : expected.last { $0.isRepeated }
    return word.map { value(of: $0, line, behind: "") } ?? .values([])
  }

  private func options(of declared: [Argument], but given: Set<String>) -> [Candidate] {
    declared.filter { argument in
      argument.kind != .word && (argument.isRepeated || !given.contains(argument.name))
    }.map { Candidate(value: "--\($0.name)", meaning: $0.help.abstract) }
      + [
        Candidate(value: "--help", meaning: "Show help information."),
        Candidate(value: "--version", meaning: "Show the version."),
      ]
  }

  /// What an argument can be; `head` is what of the last word stands before its value.
  private func value(
    of argument: Argument, _ line: CompletedLine, behind head: String
  ) -> Answer {
    switch argument.completion {
    case .nothing: return .values([])
    case .files: return .files
    case .directories: return .directories
    case .choices(let choices):
      return .values(choices.map { Candidate(value: head + $0) })
    case .commands: return .values(commands(behind: line.words[...]))
    case .tool, .tools, .toolArguments, .toolsets, .services, .keys: break
    }
    guard let manifest = manifest(line.overlays) else { return .values([]) }
    return .values(candidates(argument.completion, of: manifest, line, behind: head))
  }

  /// Those that follow from the tools there are.
  private func candidates(
    _ completion: ArgumentHelp.Completion, of manifest: Manifest, _ line: CompletedLine,
    behind head: String
  ) -> [Candidate] {
    switch completion {
    case .nothing, .files, .directories, .choices, .commands: return []
    case .tool(let lists):
      let tools = lists ? manifest.tools.filter { $0.rows != nil } : manifest.tools
      return tools.map { Candidate(value: head + $0.name, meaning: $0.title) }
    case .toolArguments:
      guard let tool = line.words.first.flatMap(manifest.tool(named:)) else { return [] }
      return ToolWords(of: tool).candidates(current, given: line.words.dropFirst())
    case .tools: return list(manifest.tools.map { ($0.name, $0.title) }, behind: head)
    case .services: return list(manifest.providers.map { ($0.id, $0.title) }, behind: head)
    case .keys(let ofServices):
      let services = ofServices ? manifest.providers.map { ($0.id, $0.title) } : []
      let variables = manifest.providers.flatMap { service in
        ServiceAccessWays(of: service).all.map { ($0.variable, service.title) }
      }
      return (services + variables).map { Candidate(value: head + $0.0, meaning: $0.1) }
    case .toolsets:
      var names: [(String, String)] = [
        (ToolSelection.standardToolset, "those that are listed when nobody chooses"),
        (ToolSelection.everyToolset, "all there are"),
      ]
      for tool in manifest.tools where !names.contains(where: { $0.0 == tool.toolset }) {
        names.append((tool.toolset, ""))
      }
      return list(names, behind: head)
    }
  }

  /// The next name of a list with commas: each is typed once.
  private func list(
    _ names: [(name: String, meaning: String)], behind head: String
  ) -> [Candidate] {
    let typed = current.dropFirst(head.count)
    let whole = typed.lastIndex(of: ",").map { typed[...$0] } ?? ""
    let given = Set(whole.split(separator: ",").map(String.init))
    return names.filter { !given.contains($0.name) }.map {
      Candidate(value: head + whole + $0.name, meaning: $0.meaning)
    }
  }
}

/// What stands before the word that is typed, told apart by what the command takes; it may be wrong.
private struct CompletedLine {
  private(set) var given: Set<String> = []
  private(set) var words: [String] = []
  private(set) var overlays: [String] = []
  /// The option whose value comes next.
  private(set) var waiting: Argument?
  /// Whether all that follows are words.
  private(set) var isAllWords = false

  init(_ typed: ArraySlice<String>, _ declared: [Argument]) {
    for word in typed {
      if let option = waiting {
        take(word, for: option)
        waiting = nil
      } else if isAllWords || !word.hasPrefix("-") || word == "-" {
        words.append(word)
      } else if word == "--" {
        isAllWords = true
      } else {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let named = declared.first { $0.kind != .word && "--\($0.name)" == parts[0] }
        guard let argument = named else { continue }
        given.insert(argument.name)
        guard argument.kind == .option else { continue }
        if parts.count == 2 { take(String(parts[1]), for: argument) } else { waiting = argument }
      }
    }
  }

  private mutating func take(_ value: String, for option: Argument) {
    if option.name == ManifestOptions.name { overlays.append(value) }
  }
}

/// The `name=value` that a tool takes.
private struct ToolWords {
  private let tool: ToolDescriptor

  init(of tool: ToolDescriptor) {
    self.tool = tool
  }

  func candidates(_ current: String, given: ArraySlice<String>) -> [Completion.Candidate] {
    if let equals = current.firstIndex(of: "=") {
      let head = String(current[...equals])
      guard let argument = argument(named: head.dropLast()) else { return [] }
      return values(of: argument).map { Completion.Candidate(value: head + $0) }
    }
    let names = given.compactMap { word in
      word.firstIndex(of: "=").flatMap { argument(named: word[..<$0]) }
    }
    let rest = tool.arguments.filter { argument in
      argument.takesList || !names.contains { $0.name == argument.name }
    }
    return (rest.filter(\.isRequired) + rest.filter { !$0.isRequired }).map { argument in
      Completion.Candidate(value: argument.name + "=", meaning: meaning(of: argument))
    }
  }

  private func argument(named name: Substring) -> ArgumentDescriptor? {
    tool.arguments.first { $0.name == name }
      ?? tool.arguments.first { $0.aliases.contains(String(name)) }
  }

  private func meaning(of argument: ArgumentDescriptor) -> String {
    let sentence = argument.schema.document["description"]?.string ?? argument.expectation
    return (argument.isRequired ? "(required) " : "") + sentence
  }

  private func values(of argument: ArgumentDescriptor) -> [String] {
    let schema = argument.schema.document
    if let choices = schema["enum"]?.array ?? schema["items"]?["enum"]?.array {
      return choices.map { $0.string ?? $0.description }
    }
    if schema["type"]?.string == "boolean" { return ["true", "false"] }
    if tool.period != nil, argument.name == "range" { return DateRange.words }
    return []
  }
}

extension ArgumentDescriptor {
  /// Whether it may be typed more than once.
  fileprivate var takesList: Bool { schema.document["type"]?.string == "array" }
}
