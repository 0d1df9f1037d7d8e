import JSON
import MCP
import Tools

/// `clickport call`: one tool call from the command line, on the same path as `tools/call`.
struct Call: Command {
  static let description = CommandDescription(
    name: "call",
    abstract: "Call one tool.",
    discussion: """
      On a terminal the answer is a table or indented JSON; piped, it is one line of JSON. Repeat \
      a key for a list.

      Examples:
        clickport call get_clicks from=2026-03-01 to=2026-03-31 --sandbox
        clickport call get_score_history client_id=1 --plot --sandbox
        clickport call send_message --json '{"mobile": "919999999999", "message": "Hello"}'

      Exit codes: 0 answered; 2 arguments or tool name wrong; 3 key missing or refused; 4 the \
      service said no; 5 no answer in time, or too many calls: try again later; 6 an answer that \
      can't be understood; 7 not sent: the policy, a repetition, a person's consent or the record \
      of effects stands in the way.
      """)

  private let services: ServiceOptions
  private let document: String?
  private let plots: Bool
  private let name: String
  private let pairs: [String]

  init(_ arguments: inout Arguments) throws {
    services = try arguments.group()
    document = try arguments.option("json", "The arguments as a JSON object.")
    plots = arguments.flag("plot", PlotText.help)
    name = try arguments.word("name", "The tool's name.")
    pairs = try arguments.words("key=value", "Arguments.")
  }

  func run() async throws {
    let call = try CommandCall(name, services)
    if !plots { return try await call.run(try arguments()) }
    try await call.run(try arguments()) { answer in
      if !PlotText.show(answer, rows: call.rows) { call.show(answer) }
    }
  }

  /// The arguments as they were typed: texts, which the tool reads as it reads a model's.
  private func arguments() throws -> JSONObject {
    var arguments = try parsedDocument()
    try arguments.add(pairs)
    return arguments
  }

  private func parsedDocument() throws -> JSONObject {
    guard let document else { return [:] }
    do {
      guard let object = try JSONValue(parsing: document).object else {
        throw ValidationError("--json must be an object, such as '{\"client_id\": 1}'")
      }
      return object
    } catch let error as JSONParseError {
      throw ValidationError("--json is not JSON: \(error)")
    }
  }
}

/// One call of a tool for somebody at a terminal, or for a script.
struct CommandCall {
  private let name: String
  private let catalog: ToolCatalog
  private let services: Services

  /// Where the rows are in the tool's answer, when it is a list.
  var rows: JSONPointer? { catalog.rows(of: name) }

  /// Every tool that is allowed can be called, listed or not: it is called by name.
  init(
    _ name: String, _ options: ServiceOptions,
    change: (inout ServeConfiguration) -> Void = { _ in }
  ) throws {
    self.name = name
    var configuration = try options.configuration()
    change(&configuration)
    let manifest = try ManifestFiles(
      overlays: configuration.overlays, memory: configuration.overlayMemory
    ).load()
    var selection = configuration.selection
    selection.toolsets = [ToolSelection.everyToolset]
    if manifest.tools.contains(where: { $0.name == name }) { selection.tools.append(name) }
    if selection.providers == nil { selection.providers = manifest.providers.map(\.id) }
    services = try Services(configuration, for: manifest)
    catalog = try services.catalog(manifest, selection)
  }

  /// Calls it and shows what comes; throws the exit code of what went wrong.
  func run(
    _ arguments: JSONObject, show: ((JSONObject) -> Void)? = nil
  ) async throws {
    let context = RequestContext(
      version: .july2026, requestID: "call", progress: Self.progressOnTerminal,
      client: TerminalInteraction.client)
    let result = try await catalog.run(name, arguments: arguments, context: context)
    switch result {
    case nil:
      Terminal.printError(
        catalog.unknownTool(name, hint: "clickport tools --toolsets all names them all"))
      throw ExitCode(ToolError.Code.invalidArguments.exitStatus)
    case .success(let answer)?:
      if let show { show(answer) } else { self.show(answer) }
      await services.end()
    case .failure(let error)?:
      self.show(error)
      await services.end()
      throw ExitCode(error.isHeldBack ? Self.heldBack : error.code.exitStatus)
    }
  }

  /// The exit code of a call that this server didn't send.
  private static let heldBack: Int32 = 7

  func show(_ answer: JSONObject) {
    guard Terminal.isInteractive else {
      return Terminal.printLine(JSONValue.object(answer).description)
    }
    Terminal.printLines(AnswerText(rowLimit: 100).lines(answer, rows: rows))
  }

  private func show(_ error: ToolError) {
    guard Terminal.isInteractive else {
      return Terminal.printLine(JSONValue.object(error.json).description)
    }
    for line in AnswerText(rowLimit: 0).lines(error) { Terminal.printError(line) }
  }

  private static let progressOnTerminal = ProgressReporter { step in
    guard let message = step.message, Terminal.isInteractive else { return }
    Terminal.printError(Terminal.styled("… \(message)", .dim))
  }
}

extension ToolError.Code {
  /// The exit code that tells a script what kind of failure it was.
  fileprivate var exitStatus: Int32 {
    switch self {
    case .invalidArguments: 2
    case .missingCredentials, .unauthorized, .forbidden: 3
    case .notFound, .conflict, .rejected, .consentRequired: 4
    case .rateLimited, .providerUnavailable, .timedOut, .cancelled: 5
    case .badAnswer: 6
    }
  }
}

extension JSONObject {
  /// Adds what was typed as `key=value`; a key that is repeated makes a list.
  mutating func add(_ pairs: [String]) throws {
    for pair in pairs {
      guard let separator = pair.firstIndex(of: "="), separator > pair.startIndex else {
        throw ValidationError("\"\(pair)\" must be key=value")
      }
      let key = String(pair[..<separator])
      let value = JSONValue.string(String(pair[pair.index(after: separator)...]))
      self[key] = self[key].map { .array(($0.array ?? [$0]) + [value]) } ?? value
    }
  }
}
