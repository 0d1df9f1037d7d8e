import ArgumentParser
import Host
import JSON
import OpenAPIImport
import Platform
import Tools

/// `clickport import`: overlays made from what services publish about themselves.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make an overlay of another service's own description.",
    subcommands: [ImportOpenAPI.self])
}

/// `clickport import openapi`: an OpenAPI document becomes an overlay.
struct ImportOpenAPI: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "openapi",
    abstract: "Make an overlay of an OpenAPI 3.0 or 3.1 document in JSON.",
    discussion: """
      Each operation becomes a tool. What can't be carried over is listed on standard error, with \
      its place in the document and what was done instead. The texts are the service's own: read \
      the overlay, and put its descriptions right, before an agent does.

      Example:
        clickport import openapi petstore.json --provider petstore > petstore.overlay.json
        clickport check --manifest petstore.overlay.json
        clickport tools --manifest petstore.overlay.json --toolsets all
      """)

  @Argument(help: "The document.")
  var file: String

  @Option(help: ArgumentHelp("What the service is called in names and variables.", valueName: "id"))
  var provider: String

  @Option(help: "The service's name for people, instead of the document's.")
  var title: String?

  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp("Where the service is, instead of the document's server.", valueName: "url"))
  var baseURL: String?

  @Option(help: ArgumentHelp("Write the overlay here, not to standard output.", valueName: "file"))
  var output: String?

  @Flag(help: "With --output: replace a file that is there.")
  var force = false

  func run() throws {
    let document = try document()
    let options = OpenAPIImport.Options(provider: provider, title: title, baseURL: baseURL)
    let outcome: OpenAPIImport.Outcome
    do {
      outcome = try OpenAPIImport.run(
        document, options, over: try ManifestFiles(overlays: []).load())
    } catch let error as OpenAPIImportError {
      show(error.notes)
      throw failure("\(error.problem); nothing was imported.")
    }
    show(outcome.notes)
    try write(OverlayText.text(outcome.overlay))
    Terminal.printError(
      "\(outcome.toolCount) of \(outcome.operationCount) operations became tools of \(provider); "
        + (outcome.notes.isEmpty ? "nothing was left out." : "read the notes above."))
  }

  private func document() throws -> JSONValue {
    guard let bytes = readFile(file) else { throw failure("the file can't be read.") }
    do throws(JSONParseError) {
      return try JSONValue(parsing: bytes)
    } catch {
      let first = bytes.first { !" \t\r\n".utf8.contains($0) }
      guard first != UInt8(ascii: "{") else { throw failure("not JSON: \(error).") }
      throw failure("not JSON; if it is YAML, convert it first: yq -o json \(file)")
    }
  }

  private func show(_ notes: [ImportNote]) {
    for note in notes { Terminal.printError("\(file): \(note)") }
  }

  private func failure(_ sentence: String) -> ExitCode {
    Terminal.printError("\(file): \(sentence)")
    return .failure
  }

  private func write(_ text: String) throws {
    guard let output else { return Terminal.printLine(text) }
    guard let file = fopen(output, force ? "we" : "wxe") else {
      let reason = errno == EEXIST ? "is there already; --force replaces it" : "can't be written"
      Terminal.printError("\(output) \(reason).")
      throw ExitCode.failure
    }
    let bytes = Array((text + "\n").utf8)
    let count = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, count == bytes.count else {
      Terminal.printError("\(output) could not be written to its end.")
      throw ExitCode.failure
    }
  }
}
