import JSON
import Tables
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
        "USAGE: program every thing [<options>]",
        "    --place <place> <first> [<more> ...]", "",
        "ARGUMENTS:",
        "  <first>       The first word.",
        "  <more>        All others.", "",
        "OPTIONS:",
        "  --loud        Not quiet.",
        "  --name <text> Its name.",
        "  --count <count>",
        "                How many. (default: 7)",
        "  --mark <mark> May be repeated.",
        "  --place <place>",
        "                Where.",
        "  -v, --version Show the version.",
        "  -h, --help    Show help information.",
      ])
  }
}

/// Which command runs, and what is told instead.
@Suite(.timeLimit(.minutes(5))) struct `A command line` {
  @Test(arguments: [
    (["--help"], "  import openapi          Make an overlay"),
    (["help"], "  serve (default)         Serve MCP over"),
    (["help"], "TRY:"),
    (["help", "environment"], "  COLUMNS                 How wide"),
    (["version"], "clickport " + Clickport.version),
    (["call", "-v"], Clickport.version),
    (["-v"], Clickport.version),
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
    (["tool"], "Error: Unknown command 'tool'; did you mean 'tools'?", "clickport"),
    (
      ["get_clicks", "from=1"],
      "Error: Unknown command 'get_clicks'; did you mean 'clickport call get_clicks'?", "clickport"
    ),
    (
      ["get_click"],
      "Error: Unknown command 'get_click'; did you mean 'clickport call get_clicks'?", "clickport"
    ),
    (
      ["audit", "verfy"],
      "Error: Unknown command 'audit verfy'; did you mean 'audit verify'?", "clickport"
    ),
    (
      ["verify", "audit"],
      "Error: Unknown command 'verify audit'; did you mean 'audit verify'?", "clickport"
    ),
    (
      ["completions", "bsh"],
      "Error: The value 'bsh' is invalid for '<shell>'; it must be one of 'bash', 'zsh', 'fish'; "
        + "did you mean 'bash'?", "clickport completions"
    ),
    (
      ["tools", "get_clicks", "--tools", "nope"],
      "Error: no tool is named \"nope\"; clickport tools --toolsets all names them all",
      "clickport tools"
    ),
    (
      ["tools", "--tools", "get_clicks,nope,nope2"],
      "Error: no tool is named \"nope\"; clickport tools --toolsets all names them all\n"
        + "no tool is named \"nope2\"; clickport tools --toolsets all names them all",
      "clickport tools"
    ),
    (
      ["tools", "--exclude-tools", "get_click"],
      "Error: no tool is named \"get_click\"; did you mean get_clicks?", "clickport tools"
    ),
    (
      ["tools", "--toolsets", "click"],
      "Error: no toolset is named \"click\"; did you mean clicks?", "clickport tools"
    ),
    (
      ["tools", "--providers", "klick"],
      "Error: no provider is named \"klick\"; did you mean klik?", "clickport tools"
    ),
    (
      ["tools", "--columns", "tol"],
      "Error: --columns: there is no column 'tol'; did you mean 'TOOL'?; there are TOOL, TOOLSET, "
        + "SERVICE, EFFECT, WHAT", "clickport tools"
    ),
    (["audit"], "Error: Unknown command 'audit'; there is 'audit verify'", "clickport"),
    (["--nope"], "Error: Unknown option '--nope'", "clickport serve"),
    (
      ["call", "get_clicks", "--start_date=2026-03-01"],
      "Error: Unknown option '--start_date'; a tool's arguments are typed name=value",
      "clickport call"
    ),
    (["call"], "Error: Missing expected argument '<name>'", "clickport call"),
  ])
  func `is refused`(words: [String], sentence: String, path: String) async throws {
    let outcome = try await ServerProcess.run(words)
    #expect(outcome.status == 64)
    #expect(
      outcome.errors == sentence + "\n  See '\(path) --help' for more information.\n")
  }

  @Test func `serves where input is piped, whoever started it`() async throws {
    let outcome = try await ServerProcess.run(
      [], input: #"{"jsonrpc":"2.0","id":1,"method":"ping"}"# + "\n")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 1)
  }

  @Test func `tells version and revisions to programs`() async throws {
    let outcome = try await ServerProcess.run(["version", "--json"])
    let json = try JSONValue(parsing: #require(outcome.lines.first))
    #expect(json["version"]?.string == Clickport.version)
    #expect(json["protocols"]?.array?.first == "2026-07-28")
    #expect(json["platform"]?.string?.contains("-") == true)
  }

  @Test(arguments: [20, 40, 60, 80, 200])
  func `has help that fits, for every command`(width: Int) throws {
    let program = Clickport.program
    var texts = [HelpText(of: program, width: width).lines]
    for command in program.commands {
      texts.append(try HelpText(of: command, in: program.name, width: width).lines)
    }
    // A word that is longer than a line can't be broken.
    for line in texts.joined() where line.displayWidth > width && width >= 60 {
      #expect(line.split(separator: " ").count < 3, "\(line)")
    }
  }

  @Test func `has every command in a group`() {
    let program = Clickport.program
    #expect(program.commandGroups.allSatisfy { $0.title != "Other" })
    #expect(program.commandGroups.flatMap { $0.commands }.count == program.shownCommands.count)
  }

  @Test(arguments: [("60", "60"), ("80", "80"), ("200", "200")])
  func `writes tables no wider than the terminal`(columns: String, name: String) async throws {
    let width = try #require(Int(columns))
    for words in [
      ["tools"], ["tools", "--toolsets", "all"], ["tools", "--price"], ["tools", "get_clicks"],
      ["call", "list_datapoints", "--sandbox", "--format", "table"],
      [
        "query", "get_clicks", "--range", "2026-03", "--sandbox", "--format", "table",
        "--sandbox-time", "2026-04-15T12:00:00Z",
      ],
    ] {
      let outcome = try await ServerProcess.run(words, environment: ["COLUMNS": columns])
      #expect(outcome.status == 0)
      let wide = outcome.lines.filter { $0.displayWidth > width }
      #expect(wide.isEmpty, "\(words)")
    }
  }

  @Test func `writes tables as they were asked for`() async throws {
    let csv = try await ServerProcess.run(
      ["tools", "--tools", "get_clicks", "--format", "csv", "--columns", "what,tool"])
    #expect(csv.lines.map { $0.filter { $0 != "\r" } } == ["WHAT,TOOL", "Daily clicks,get_clicks"])
    let json = try await ServerProcess.run(["tools", "--tools", "get_clicks", "--format", "json"])
    #expect(
      try JSONValue(parsing: #require(json.lines.first)).array?.first?["tool"] == "get_clicks")
    let markdown = try await ServerProcess.run(
      [
        "call", "list_datapoints", "--sandbox", "--format", "markdown", "--columns", "id",
      ])
    #expect(markdown.lines.first == "| id |")
    let wide = try await ServerProcess.run(
      ["tools", "--toolsets", "all", "--wide"], environment: ["COLUMNS": "40"])
    #expect(wide.lines.first?.hasPrefix("TOOL") == true)
    #expect(wide.lines.contains { $0.displayWidth > 40 })
    let whole = try await ServerProcess.run(["call", "list_datapoints", "--sandbox"])
    #expect(try JSONValue(parsing: #require(whole.lines.first)).object != nil)
  }
}
