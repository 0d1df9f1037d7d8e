import TestSupport
import Testing

@testable import clickport

/// The words of a command line, told apart.
@Suite struct `Words behind a command` {
  /// A command that takes one of each kind.
  private struct Everything: Command {
    static let description = CommandDescription(name: "every thing", abstract: "Takes it all.")

    let isLoud: Bool
    let name: String?
    let count: Int
    let marks: [String]
    let place: String
    let first: String
    let rest: [String]

    init(_ arguments: inout Arguments) throws {
      isLoud = arguments.flag("loud", "Not quiet.")
      name = try arguments.option("name", ArgumentHelp("Its name.", valueName: "text"))
      count = try arguments.option("count", "How many.", default: 7)
      marks = try arguments.options("mark", "May be repeated.", takesAnything: true)
      place = try arguments.requiredOption("place", "Where.")
      first = try arguments.word("first", "The first word.")
      rest = try arguments.words("more", "All others.")
    }

    func validate() throws {
      guard count < 100 else { throw ValidationError("--count must be below 100") }
    }

    func run() {}
  }

  private static let least = ["--place", "here", "a"]

  @Test func `are values, flags and words in any order`() throws {
    let command = try Everything.parse(
      [
        "a", "--name=x=y", "--mark", "-1", "b", "--loud", "--place", "here", "--mark", "--loud",
        "c",
      ])
    #expect(command.isLoud)
    #expect(command.name == "x=y")
    #expect(command.count == 7)
    #expect(command.marks == ["-1", "--loud"])
    #expect(command.place == "here")
    #expect(command.first == "a")
    #expect(command.rest == ["b", "c"])
  }

  @Test func `are all words behind two hyphens`() throws {
    let command = try Everything.parse(["--place", "here", "--", "--loud", "-"])
    #expect(!command.isLoud)
    #expect(command.first == "--loud")
    #expect(command.rest == ["-"])
  }

  @Test func `count by the last value where one is wanted`() throws {
    #expect(try Everything.parse(Self.least + ["--count", "1", "--count", "2"]).count == 2)
  }

  @Test(arguments: [
    (["--lout"], "Unknown option '--lout'; did you mean '--loud'?"),
    (["-x"], "Unknown option '-x'"),
    (["--loud=1"], "'--loud' takes no value"),
    (["--name"], "Missing value for '--name <text>'"),
    (["--name", "--loud"], "Missing value for '--name <text>'"),
    (["--count", "x"], "The value 'x' is invalid for '--count <count>'"),
    (["--count", "100"], "--count must be below 100"),
  ])
  func `are refused`(words: [String], sentence: String) throws {
    let error = #expect(throws: ValidationError.self) { try Everything.parse(Self.least + words) }
    #expect(error?.description == sentence)
  }

  @Test(arguments: [
    (["a"], "Missing expected argument '--place <place>'"),
    (["--place", "here"], "Missing expected argument '<first>'"),
  ])
  func `are missed`(words: [String], sentence: String) throws {
    let error = #expect(throws: ValidationError.self) { try Everything.parse(words) }
    #expect(error?.description == sentence)
  }

  @Test func `are refused where nothing asks for them`() throws {
    let error = #expect(throws: ValidationError.self) { try Check.parse(["more"]) }
    #expect(error?.description == "Unexpected argument 'more'")
  }

  @Test func `are told of in help, no wider than the terminal`() throws {
    let help = try HelpText(of: Everything.self, in: "program", width: 40)
    #expect(
      help.lines == [
        "OVERVIEW: Takes it all.", "",
        "USAGE: program every thing [<options>] --place <place> <first> [<more> ...]", "",
        "ARGUMENTS:",
        "  <first>                 The first",
        "                          word.",
        "  <more>                  All others.", "",
        "OPTIONS:",
        "  --loud                  Not quiet.",
        "  --name <text>           Its name.",
        "  --count <count>         How many.",
        "                          (default: 7)",
        "  --mark <mark>           May be",
        "                          repeated.",
        "  --place <place>         Where.",
        "  --version               Show the",
        "                          version.",
        "  -h, --help              Show help",
        "                          information.",
      ])
  }
}

/// Which command runs, and what is told instead.
@Suite(.timeLimit(.minutes(5))) struct `A command line` {
  @Test(arguments: [
    (["--help"], "  import openapi          Make an overlay"),
    (["help"], "  serve (default)         Serve MCP over"),
    (["help", "audit", "verify"], "USAGE: clickport audit verify [<options>] <file>"),
    (["query", "--limit", "1", "-h"], "USAGE: clickport query [<options>] <source>"),
    (["--toolsets", "all", "--help"], "USAGE: clickport serve [<options>]"),
    (["--version"], Clickport.version),
  ])
  func `tells what was asked`(words: [String], line: String) async throws {
    let outcome = try await ServerProcess.run(words)
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains { $0.hasPrefix(line) }, "\(outcome.lines)")
  }

  @Test(arguments: [
    (["tols"], "Error: Unknown command 'tols'; did you mean 'tools'?", "clickport"),
    (["audit"], "Error: Unknown command 'audit'; there is 'audit verify'", "clickport"),
    (["--nope"], "Error: Unknown option '--nope'", "clickport serve"),
    (["call"], "Error: Missing expected argument '<name>'", "clickport call"),
  ])
  func `is refused`(words: [String], sentence: String, path: String) async throws {
    let outcome = try await ServerProcess.run(words)
    #expect(outcome.status == 64)
    #expect(
      outcome.errors == sentence + "\n  See '\(path) --help' for more information.\n")
  }
}
