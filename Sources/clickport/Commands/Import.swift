import Host
import JSON
import OpenAPIImport
import Platform
import Tools

/// `clickport import openapi`: an OpenAPI document becomes an overlay.
struct ImportOpenAPI: Command {
  static let description = CommandDescription(
    name: "import openapi",
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

  private let file: String
  private let provider: String
  private let title: String?
  private let baseURL: String?
  private let output: String?
  private let overwrites: Bool

  init(_ arguments: inout Arguments) throws {
    file = try arguments.word("file", "The document.")
    provider = try arguments.requiredOption(
      "provider",
      ArgumentHelp("What the service is called in names and variables.", valueName: "id"))
    title = try arguments.option(
      "title", "The service's name for people, instead of the document's.")
    baseURL = try arguments.option(
      "base-url",
      ArgumentHelp("Where the service is, instead of the document's server.", valueName: "url"))
    output = try arguments.option(
      "output", ArgumentHelp("Write the overlay here, not to standard output.", valueName: "file"))
    overwrites = arguments.flag("force", "With --output: replace a file that is there.")
  }

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
    guard let file = fopen(output, overwrites ? "we" : "wxe") else {
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
