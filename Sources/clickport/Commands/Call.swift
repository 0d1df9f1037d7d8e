import JSON
import MCP
import Tables
import Tools

/// `clickport call`: one tool call from the command line, on the same path as `tools/call`.
struct Call: Command {
  static let description = CommandDescription(
    name: "call",
    abstract: "Call one tool.",
    discussion: """
      On a terminal the answer is a table or indented JSON; piped, it is one line of JSON, unless \
      --format says otherwise. Repeat a key for a list.

      Examples:
        clickport call get_clicks from=2026-03-01 to=2026-03-31 --sandbox
        clickport call list_datapoints --columns id,name --format csv --sandbox
        clickport call get_score_history client_id=1 --plot --sandbox
        clickport call send_message --json '{"mobile": "919999999999", "message": "Hello"}'

      Exit codes: 0 answered; 2 arguments or tool name wrong; 3 key missing or refused; 4 the \
      service said no; 5 no answer in time, or too many calls: try again later; 6 an answer that \
      can't be understood; 7 not sent: the policy, a repetition, a person's consent or the record \
      of effects stands in the way.
      """)

  private let services: ServiceOptions
  private let document: String?
  private let output: OutputOptions
  private let plots: Bool
  private let name: String
  private let pairs: [String]

  init(_ arguments: inout Arguments) throws {
    services = try arguments.group()
    document = try arguments.option("json", "The arguments as a JSON object.")
    output = try arguments.group()
    plots = arguments.flag("plot", PlotText.help)
    name = try arguments.word("name", ArgumentHelp("The tool's name.", completion: .tool()))
    pairs = try arguments.words(
      "key=value", ArgumentHelp("Arguments.", completion: .toolArguments))
  }

  func run() async throws {
    let call = try CommandCall(name, services)
    try await call.run(try arguments()) { answer throws(ValidationError) in
      if plots, PlotText.show(answer, rows: call.rows) { return }
      try call.show(answer, as: output)
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

  /// The tool as the manifest has it; nil where it has none of the name.
  private let tool: ToolDescriptor?

  /// Where the rows are in the tool's answer, when it is a list.
  var rows: JSONPointer? { catalog.rows(of: name) }

  /// The columns that tell the most: what the rows measure, and when they were.
  private var important: [String] {
    let pointers = (tool?.measures ?? []).map(\.pointer) + [tool?.period?.day].compactMap(\.self)
    return pointers.compactMap { $0.tokens.count == 1 ? $0.tokens.first : nil }
  }

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
    tool = manifest.tool(named: name)
    services = try Services(configuration, for: manifest) { log in
      CallStatus(over: log, on: .standard, manifest)
    }
    catalog = try services.catalog(manifest, selection)
  }

  /// Calls it and shows what comes; throws the exit code of what went wrong.
  func run(
    _ arguments: JSONObject, show: (JSONObject) throws(ValidationError) -> Void
  ) async throws {
    let context = RequestContext(
      version: .july2026, requestID: "call", progress: CallStatus.progress(on: .standard),
      client: TerminalInteraction.client)
    let outcome: Result<JSONObject, ToolError>? = try await catalog.run(
      name, arguments: arguments, context: context)
    StatusLine.standard.clear()
    switch outcome {
    case nil:
      Terminal.printRemark(
        catalog.unknownTool(name, hint: "clickport tools --toolsets all names them all"))
      throw ExitCode(ToolError.Code.invalidArguments.exitStatus)
    case .success(let answer)?:
      await services.end()
      try show(answer)
    case .failure(let error)?:
      self.show(error)
      await services.end()
      throw ExitCode(error.isHeldBack ? Self.heldBack : error.code.exitStatus)
    }
  }

  /// The exit code of a call that this server didn't send.
  private static let heldBack: Int32 = 7

  /// An answer as it was chosen: where nothing was, for a person or a program, whoever reads it.
  func show(
    _ answer: JSONObject, as output: OutputOptions, rows pointer: JSONPointer? = nil,
    limit: Int = 100
  ) throws(ValidationError) {
    let rows = pointer ?? self.rows
    let text = AnswerText(rowLimit: limit, width: output.width, important: important)
    guard output.isChosen || Terminal.isInteractive else {
      return Terminal.printLine(JSONValue.object(answer).description)
    }
    guard output.isChosen else {
      return Terminal.printLines(text.lines(answer, rows: rows))
    }
    let format = output.format(otherwise: .table)
    if format == .json, output.columns == nil {
      return Terminal.printLine(JSONValue.object(answer).description)
    }
    let list = rows?.value(in: .object(answer))?.array
    guard let table = Table(list ?? [.object(answer)], important: important) else {
      return Terminal.printLines(text.lines(answer, rows: rows))
    }
    do throws(ValidationError) {
      // A person reads the first rows, a file holds them all.
      let shown = format == .table && Terminal.isInteractive ? table.prefix(limit) : table
      try output.show(shown, as: format, of: table.rows.count)
    } catch {
      // What was done is told all the same.
      if tool?.effect == .read { throw error }
      Terminal.printRemark("\(error)")
      Terminal.printLine(JSONValue.object(answer).description)
    }
    if format == .table { for note in text.notes(answer) { Terminal.printRemark(note.onOneLine) } }
  }

  private func show(_ error: ToolError) {
    guard Terminal.isInteractive else {
      return Terminal.printLine(JSONValue.object(error.json).description)
    }
    for line in AnswerText(rowLimit: 0).lines(error) { Terminal.printError(line) }
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
