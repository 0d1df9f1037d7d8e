import JSON
import JSONRPC
import MCP
import Tools

/// `clickport demo`: real MCP messages against the sandbox, readable.
struct Demo: Command {
  static let description = CommandDescription(
    name: "demo",
    abstract: "Show the tools at work on the sandbox: no account, no network.",
    discussion: "Sends the messages of examples/demo.in.jsonl, and shows request and answer.")

  private let clock: SandboxClock

  init(_ arguments: inout Arguments) throws {
    clock = try arguments.group()
  }

  func run() async throws {
    var configuration = ServeConfiguration()
    configuration.sandbox = SandboxConfiguration(time: clock.sandboxTime)
    let manifest = try ManifestFiles(overlays: []).load()
    let services = try Services(configuration, for: manifest)
    let rows = Dictionary(uniqueKeysWithValues: manifest.tools.map { ($0.name, $0.rows) })
    let features = CurrentFeatures(try services.features(manifest, ToolSelection()))
    let session = Server(features, days: services.days).session()
    for line in EmbeddedFiles.demo.split(separator: UInt8(ascii: "\n")) {
      guard case .request(let request) = try Message(JSONValue(parsing: Array(line))) else {
        continue
      }
      show(request)
      show(await session.outcome(of: request), to: request, rows)
      Terminal.printLine("")
    }
    Terminal.printLine(
      "All of this came from the sandbox. Next: clickport tools, or put clickport into your "
        + "agent host (examples/README.md).")
  }

  private func show(_ request: Request) {
    let words = [
      Terminal.styled("→ \(request.method)", .cyan),
      request.params?["name"]?.string.map { Terminal.styled($0, .strong) },
      request.params?["arguments"]?.description,
    ]
    Terminal.printLine(words.compactMap(\.self).joined(separator: " "))
  }

  private func show(
    _ outcome: Response.Outcome, to request: Request, _ rows: [String: JSONPointer?]
  ) {
    switch outcome {
    case .error(let error): printIndented([error.description])
    case .result(let deferred):
      let result = deferred.value
      if let tools = result["tools"]?.array {
        return printIndented(lines(ofTools: tools))
      }
      let text = result["content"]?.array?.first?["text"]?.string ?? ""
      guard let answer = (try? JSONValue(parsing: text))?.object else {
        return printIndented([result.description])
      }
      let rows = request.params?["name"]?.string.flatMap { rows[$0] ?? nil }
      printIndented(AnswerText(rowLimit: 5, width: Self.width, hint: "").lines(answer, rows: rows))
    }
  }

  /// What is set in by two has two less.
  private static var width: Int? { Terminal.tableWidth.map { max(1, $0 - 2) } }

  private func lines(ofTools tools: [JSONValue]) -> [String] {
    var table = Table(header: ["name", "title"])
    for tool in tools { table.append([tool["name"]?.string ?? "", tool["title"]?.string ?? ""]) }
    return table.lines(width: Self.width)
  }

  private func printIndented(_ lines: [String]) {
    Terminal.printLines(lines.map { "  " + $0 })
  }
}
