import ArgumentParser
import JSON
import JSONRPC
import MCP
import Tools

/// `clickport demo`: real MCP messages against the sandbox, readable.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the tools at work on the sandbox: no account, no network.",
    discussion: "Sends the messages of examples/demo.in.jsonl, and shows request and answer.")

  @OptionGroup var clock: SandboxClock

  func run() async throws {
    let services = Services(sandbox: clock.world())
    let manifest = try ManifestFiles(overlays: []).load()
    let catalog = try services.catalog(manifest)
    let server = Server(CurrentOffer(try services.offer(manifest)))
    for line in EmbeddedFiles.demo.split(separator: UInt8(ascii: "\n")) {
      guard case .request(let request) = try Message(JSONValue(parsing: Array(line))) else {
        continue
      }
      show(request)
      show(await server.answer(request), to: request, catalog)
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

  private func show(_ outcome: Response.Outcome, to request: Request, _ catalog: ToolCatalog) {
    switch outcome {
    case .error(let error): printIndented([error.description])
    case .result(let result):
      if let tools = result["tools"]?.array {
        return printIndented(Table(tools, limit: 99, columns: ["name", "title"]).lines)
      }
      let text = result["content"]?.array?.first?["text"]?.string ?? ""
      guard let answer = (try? JSONValue(parsing: text))?.object else {
        return printIndented([result.description])
      }
      let rows = request.params?["name"]?.string.flatMap(catalog.rows(of:))
      printIndented(AnswerText(rowLimit: 5).lines(answer, rows: rows))
    }
  }

  private func printIndented(_ lines: [String]) {
    for line in lines { Terminal.printLine("  " + line) }
  }
}

extension Server {
  /// The outcome of one request on its own, without a connection.
  fileprivate func answer(_ request: Request) async -> Response.Outcome {
    switch receive(request) {
    case .now(let result): return .result(result)
    case .refused(let error): return .error(error.json)
    case .later(let work), .standing(let work):
      do throws(ResponseError) {
        return .result(try await work(RequestOutlet { _ in }))
      } catch {
        return .error(error.json)
      }
    }
  }
}
