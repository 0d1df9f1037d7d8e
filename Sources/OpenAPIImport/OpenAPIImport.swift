package import JSON
package import Tools

/// Reads an OpenAPI 3.0 or 3.1 document into an overlay: one provider, a tool for each operation.
/// The overlay always passes the check, laid over the manifest the import was made for.
package struct OpenAPIImport {
  let document: OpenAPIDocument
  let notes: ImportNotes
  let options: Options
  private let manifest: Manifest

  /// What the document can't know.
  package struct Options: Sendable {
    /// The provider's id, which begins its variables.
    let provider: String
    /// The provider's name; nothing for the document's.
    let title: String?
    /// Where the service is; nothing for the document's first server.
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
    notes = ImportNotes()
    self.document = OpenAPIDocument(document, notes: notes)
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
        problem: ImportNote(place: error.place, message: error.reason), notes: reading.notes.all)
    }
  }

  private func outcome() throws(ImportObstacle) -> Outcome {
    try checkProvider()
    try checkVersion()
    var provider: JSONObject = ["id": .string(options.provider), "title": .string(title)]
    provider["base_url"] = .string(
      try ServerImport(document: document).baseURL(options.baseURL))
    let authentication = SecurityImport(document: document, provider: options.provider)
      .authentication()
    provider["auth"] = authentication.map { .object($0) }
    if let webhooks = document.root["webhooks"] {
      notes.add(webhooks.place, "clickport can't be called back; left out")
    }
    let operations = operations(keyHeader: authentication?["header"]?.string)
    var names = ToolNames(options.provider, over: manifest)
    let tools = operations.compactMap { tool($0, &names) }
    guard !tools.isEmpty else {
      throw ImportObstacle(
        document.root["paths"]?.place ?? .root,
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
  var title: String {
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
        root.contains("swagger")
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
