package import JSON
package import Tools

/// Reads an OpenAPI 3.0 or 3.1 document into an overlay: one provider, a tool for each operation.
/// The overlay always passes the check, laid over the manifest the import was made for.
package struct OpenAPIImport {
  private let document: OpenAPIDocument
  private let options: Options
  private let manifest: Manifest
  private var notes: ImportNotes { document.notes }

  /// What the document can't know.
  package struct Options: Sendable {
    /// The provider's id, which begins its variables.
    let provider: String
    /// The provider's name; nil for the document's.
    let title: String?
    /// Where the service is; nil for the document's first server.
    let baseURL: String?

    package init(provider: String, title: String? = nil, baseURL: String? = nil) {
      self.provider = provider
      self.title = title
      self.baseURL = baseURL
    }
  }

  /// What became of a document.
  package struct Outcome: Sendable {
    /// A manifest with one provider.
    package let overlay: JSONObject
    package let toolCount: Int
    /// How many operations the document has.
    package let operationCount: Int
    /// What could not be carried over, in the order it was met.
    package let notes: [ImportNote]
  }

  private init(_ document: JSONValue, _ options: Options, _ manifest: Manifest) {
    self.document = OpenAPIDocument(document)
    self.options = options
    self.manifest = manifest
  }

  /// Imports a document; `manifest` is what the overlay will be laid over.
  package static func run(
    _ document: JSONValue, _ options: Options, over manifest: Manifest
  ) throws(OpenAPIImportError) -> Outcome {
    let reading = OpenAPIImport(document, options, manifest)
    do throws(ImportObstacle) {
      return try reading.outcome()
    } catch {
      throw OpenAPIImportError(
        problem: ImportNote(pointer: error.pointer, message: error.reason), notes: reading.notes.all
      )
    }
  }

  private func outcome() throws(ImportObstacle) -> Outcome {
    try checkProvider()
    try checkVersion()
    var provider: JSONObject = [
      "id": .string(options.provider), "title": .string(title),
      "base_url": .string(try document.baseURL(options.baseURL)),
    ]
    let authentication = document.authentication(of: options.provider)
    provider["auth"] = authentication.map { .object($0) }
    if let webhooks = document.root["webhooks"] {
      notes.add(webhooks.pointer, "clickport can't be called back; left out")
    }
    let operations = operations(keyHeader: authentication?["header"]?.string)
    var names = ToolNames(options.provider, over: manifest)
    let tools = operations.compactMap { tool($0, &names) }
    guard !tools.isEmpty else {
      throw ImportObstacle(
        document.root["paths"]?.pointer ?? .root,
        operations.isEmpty
          ? "there is no operation" : "none of \(operations.count) operations can be carried over")
    }
    provider["tools"] = .array(tools.map { .object($0) })
    return Outcome(
      overlay: [
        "manifest_version": .number(JSONNumber(Manifest.formatVersion)),
        "providers": [.object(provider)],
      ],
      toolCount: tools.count, operationCount: operations.count, notes: notes.all)
  }

  /// The provider's name.
  private var title: String {
    options.title.flatMap { ImportedText.heading($0) }
      ?? ImportedText.heading(document.root["info"]?["title"]?.value.string) ?? options.provider
  }

  private func checkProvider() throws(ImportObstacle) {
    let id = options.provider
    guard !id.isEmpty, ProviderDescriptor.isIdentifier(id) else {
      throw ImportObstacle(
        .root, "--provider must be lower-case letters, digits and _, at most 40, not \"\(id)\"")
    }
    if manifest.providers.contains(where: { $0.id == id }) {
      throw ImportObstacle(.root, "the manifest has a provider \"\(id)\" already; choose another")
    }
  }

  private func checkVersion() throws(ImportObstacle) {
    let root = document.root
    guard root.value.object != nil else {
      throw ImportObstacle(.root, "an OpenAPI document is an object")
    }
    guard let version = root.value["openapi"]?.string else {
      throw ImportObstacle(
        .root,
        root.value["swagger"] != nil
          ? "this is Swagger 2; convert it to OpenAPI 3 first"
          : "this is no OpenAPI document: openapi is missing")
    }
    guard
      version.hasPrefix("3.0.") || version.hasPrefix("3.1.") || ["3.0", "3.1"].contains(version)
    else {
      throw ImportObstacle(
        JSONPointer.root.appending("openapi"), "only OpenAPI 3.0 and 3.1 can be read")
    }
  }
}

/// The operations of the document, and the tools they become.
extension OpenAPIImport {
  /// Those that have a method clickport sends.
  private func operations(keyHeader: String?) -> [OperationImport] {
    document.members(document.root["paths"]).flatMap { text, node -> [OperationImport] in
      guard !text.hasPrefix("x-"), let path = document.followed(node) else { return [] }
      return document.members(path).compactMap { key, operation in
        guard let method = method(key, operation) else { return nil }
        return OperationImport(
          document: document, method: method, pathText: text, path: path, operation: operation,
          providerTitle: title, keyHeader: keyHeader)
      }
    }
  }

  /// The method of a path's member; nothing for one that is no operation, or can't be sent.
  private func method(_ key: String, _ operation: OpenAPINode) -> RequestTemplate.Method? {
    if ["head", "options", "trace"].contains(key) {
      notes.add(operation.pointer, "\(key.uppercased()) requests are never sent; skipped")
    }
    let method = RequestTemplate.Method.allCases.first { $0.rawValue.lowercased() == key }
    if method != nil, operation.value.object == nil {
      notes.add(operation.pointer, "is no operation; skipped")
      return nil
    }
    return method
  }

  /// The tool an operation becomes; nothing, and a note, where it can't be one.
  private func tool(_ operation: OperationImport, _ names: inout ToolNames) -> JSONObject? {
    let noteCount = notes.count
    do throws(ImportObstacle) {
      let parts = try operation.tool()
      let name = names.name(of: operation)
      let words = operation.words(name: name)
      let heading: JSONObject = [
        "name": .string(name), "title": .string(words.title),
        "description": .string(words.description), "toolset": .string(names.toolset(of: operation)),
      ]
      let tool = heading.merging(parts)
      // Read as the check will read it: whatever a document holds, an overlay must be right.
      if let problem = ToolDescriptor.problems(in: tool, provider: options.provider).first {
        throw ImportObstacle(
          operation.operation.pointer,
          "it would be no right tool: \(problem.pointer): \(problem.message)")
      }
      return tool
    } catch {
      notes.forget(after: noteCount)
      notes.add(error.pointer, "\(error.reason); the operation is skipped")
      return nil
    }
  }
}
