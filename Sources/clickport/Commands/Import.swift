import Host
import JSON
import OpenAPIImport
import Platform
import Tools
import YAML

/// `clickport import openapi`: an OpenAPI document becomes an overlay.
struct ImportOpenAPI: Command {
  static let description = CommandDescription(
    name: "import openapi",
    abstract: "Make an overlay of an OpenAPI 3.0 or 3.1 document in JSON or YAML.",
    discussion: """
      Each operation becomes a tool. What can't be carried over is listed on standard error, with \
      its place in the document, what was done instead and the operations it concerns; the last line \
      counts. The texts are the service's own: read the overlay, and put its descriptions right, \
      before an agent does.

      Files that the document refers to are read where they lie in its directory or beneath; nothing \
      is ever fetched. An operation that needs a key which can't be carried, such as a cookie, is \
      left out, never sent without it.

      A pattern of --include and --exclude is compared whole with the operation's id, its path, and \
      method and path with one space between, as in 'GET /pets*'. * stands for any characters, / \
      among them, ? for one. --include, --exclude and --tag may be repeated: an operation is taken \
      when one --include fits (or none is given), one --tag is among its tags (or none is given), and \
      no --exclude fits.

      Example:
        clickport import openapi petstore.yaml --provider petstore > petstore.overlay.json
        clickport check --manifest petstore.overlay.json
        clickport tools --manifest petstore.overlay.json --toolsets all
      """)

  private let file: String
  private let options: OpenAPIImport.Options
  private let output: String?
  private let overwrites: Bool

  init(_ arguments: inout Arguments) throws {
    file = try arguments.word("file", "The document.")
    let provider = try arguments.requiredOption(
      "provider",
      ArgumentHelp("What the service is called in names and variables.", valueName: "id"))
    let title: String? = try arguments.option(
      "title", "The service's name for people, instead of the document's.")
    let baseURL: String? = try arguments.option(
      "base-url",
      ArgumentHelp("Where the service is, instead of the document's servers.", valueName: "url"))
    var options = OpenAPIImport.Options(provider: provider, title: title, baseURL: baseURL)
    options.server = try arguments.option(
      "server",
      ArgumentHelp(
        "Which of the document's servers: its number, from 1, or its address. The first, unless given.",
        valueName: "n|url"))
    options.serverVariables = try arguments.options(
      "server-variable",
      ArgumentHelp(
        "What stands for a variable in the server's address. May be repeated.",
        valueName: "name=value")
    ).map { text in
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw ValidationError("--server-variable must be NAME=VALUE, not '\(text)'")
      }
      return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
    options.include = try arguments.options(
      "include", ArgumentHelp("Only the operations that fit.", valueName: "pattern"))
    options.exclude = try arguments.options(
      "exclude", ArgumentHelp("None of the operations that fit.", valueName: "pattern"))
    options.tags = try arguments.options(
      "tag", ArgumentHelp("Only operations with this tag.", valueName: "name"))
    options.prefix = try arguments.option(
      "prefix",
      ArgumentHelp("What the names of the tools begin with, before _.", valueName: "text"))
    self.options = options
    output = try arguments.option(
      "output", ArgumentHelp("Write the overlay here, not to standard output.", valueName: "file"))
    overwrites = arguments.flag("force", "With --output: replace a file that is there.")
  }

  func run() throws {
    let directory = DocumentDirectory(of: file)
    let document: JSONValue
    do throws(UnreadableDocument) {
      document = try directory.document()
    } catch {
      throw failure("\(error.reason).")
    }
    let outcome: OpenAPIImport.Outcome
    do {
      outcome = try OpenAPIImport.run(
        document, with: OpenAPIFiles(beside: directory.name, read: directory.document(at:)),
        options, over: try ManifestFiles(overlays: []).load())
    } catch let error as OpenAPIImportError {
      show(error.notes)
      throw failure("\(error.problem); nothing was imported.")
    }
    show(outcome.notes)
    try write(OverlayText.text(outcome.overlay))
    Terminal.printRemark(summary(outcome))
  }

  /// How many operations were carried over, and what became of the others.
  private func summary(_ outcome: OpenAPIImport.Outcome) -> String {
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    var parts: [String] = []
    if outcome.refusedCount > 0 { parts.append("\(outcome.refusedCount) refused") }
    if outcome.unaskedCount > 0 { parts.append("\(outcome.unaskedCount) not asked for") }
    if outcome.lossCount > 0 {
      let losses = count(outcome.lossCount, "part")
      parts.append("\(losses) of \(count(outcome.partialCount, "tool")) left out or changed")
    }
    let losses = parts.isEmpty ? "nothing was left out" : parts.joined(separator: ", ")
    let end = outcome.notes.isEmpty ? "" : " Read the notes above."
    return "\(outcome.toolCount) of \(outcome.operationCount) operations became tools of "
      + "\(options.provider): \(losses).\(end)"
  }

  private func show(_ notes: [ImportNote]) {
    for note in notes { Terminal.printRemark("\(file): \(note)") }
  }

  private func failure(_ sentence: String) -> ExitCode {
    Terminal.printRemark("\(file): \(sentence)")
    return .failure
  }

  private func write(_ text: String) throws {
    guard let output else { return Terminal.printLine(text) }
    guard let file = fopen(output, overwrites ? "we" : "wxe") else {
      let reason = errno == EEXIST ? "is there already; --force replaces it" : "can't be written"
      Terminal.printRemark("\(output) \(reason).")
      throw ExitCode.failure
    }
    let bytes = Array((text + "\n").utf8)
    let count = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, count == bytes.count else {
      Terminal.printRemark("\(output) could not be written to its end.")
      throw ExitCode.failure
    }
  }
}

/// The directory of a document, beyond which no file is read.
private struct DocumentDirectory {
  /// The document's own name in it.
  let name: String
  private let file: String
  private let path: String

  init(of file: String) {
    self.file = file
    let names = file.split(separator: "/", omittingEmptySubsequences: false)
    name = names.last.map(String.init) ?? ""
    let directory = names.dropLast().joined(separator: "/")
    path = names.count == 1 ? "." : directory.isEmpty ? "/" : directory
  }

  /// As large as any service's is.
  private static let sizeLimit = 32 << 20

  /// The document itself, wherever a link to it leads.
  func document() throws(UnreadableDocument) -> JSONValue {
    guard let bytes = readFile(file) else {
      throw UnreadableDocument(reason: "the file can't be read")
    }
    return try Self.value(of: bytes, named: name)
  }

  /// A file by its path from here.
  func document(at path: String) throws(UnreadableDocument) -> JSONValue {
    let files: AllowedDirectories
    do throws(AllowedDirectoryProblems) {
      files = try AllowedDirectories([self.path])
    } catch {
      throw UnreadableDocument(reason: error.sentences.joined(separator: "; "))
    }
    let bytes: [UInt8]
    do throws(FileRefusal) {
      bytes = try files.contents(of: "\(files.places[0])/\(path)", limit: Self.sizeLimit)
    } catch {
      throw UnreadableDocument(reason: Self.reason(error))
    }
    return try Self.value(of: bytes, named: path)
  }

  private static func reason(_ refusal: FileRefusal) -> String {
    switch refusal {
    case .outside: "it leads out of the document's directory, and only files in it are read"
    case .tooLarge: "it has more than \(sizeLimit >> 20) MiB"
    case .empty: "it is empty"
    case .irregular: "it is no file"
    case .missing: "it isn't there"
    case .unreadable: "it can't be read"
    }
  }

  /// YAML, unless it is called something else and begins as JSON does.
  private static func value(
    of bytes: [UInt8], named name: String
  ) throws(UnreadableDocument) -> JSONValue {
    guard bytes.count <= sizeLimit else {
      throw UnreadableDocument(reason: "it has more than \(sizeLimit >> 20) MiB")
    }
    let fault: JSONParseError
    do throws(JSONParseError) {
      return try JSONValue(parsing: bytes)
    } catch {
      fault = error
    }
    let first = bytes.first { !" \t\r\n".utf8.contains($0) } ?? 0
    if "{[".utf8.contains(first), !name.hasSuffix(".yaml"), !name.hasSuffix(".yml") {
      throw UnreadableDocument(reason: "not JSON: \(fault)")
    }
    do throws(YAMLParseError) {
      return try YAMLParser.parse(bytes)
    } catch {
      throw UnreadableDocument(reason: "neither JSON nor YAML: \(error)")
    }
  }
}
