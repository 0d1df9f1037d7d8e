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
    package let provider: String
    /// The provider's name; nil for the document's.
    let title: String?
    /// Where the service is; nil for one of the document's servers.
    let baseURL: String?
    /// Which of the servers: a number from 1, or an address; nil for the first.
    package var server: String?
    /// What stands for the variables in its address.
    package var serverVariables: [(String, String)] = []
    /// Patterns of the operations that are asked for; none for all.
    package var include: [String] = []
    /// Patterns of those that are not.
    package var exclude: [String] = []
    /// Only operations with one of these tags; none for all.
    package var tags: [String] = []
    /// What the tools' names begin with; nil for nothing.
    package var prefix: String?

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
    /// How many of them nobody asked for.
    package let unaskedCount: Int
    /// How many tools lack something of their operation, and how many such things there are.
    package let partialCount: Int
    package let lossCount: Int
    /// What could not be carried over, in the order it was met.
    package let notes: [ImportNote]

    /// How many operations were asked for and can't be tools.
    package var refusedCount: Int { operationCount - unaskedCount - toolCount }
  }

  private init(_ document: OpenAPIDocument, _ options: Options, _ manifest: Manifest) {
    self.document = document
    self.options = options
    self.manifest = manifest
  }

  /// Imports a document and the files it refers to; `manifest` is what the overlay will be laid over.
  package static func run(
    _ document: JSONValue, with files: OpenAPIFiles = OpenAPIFiles(), _ options: Options,
    over manifest: Manifest
  ) throws(OpenAPIImportError) -> Outcome {
    let others = try files.gathered(for: document)
    let reading = OpenAPIImport(
      OpenAPIDocument(document, name: files.name, files: others), options, manifest)
    do throws(ImportObstacle) {
      return try reading.outcome()
    } catch {
      throw OpenAPIImportError(
        problem: ImportNote(pointer: error.pointer, message: error.reason), notes: reading.notes.all
      )
    }
  }

  private func outcome() throws(ImportObstacle) -> Outcome {
    try checkNames()
    try checkVersion()
    let service = try ServiceImport(document, options)
    if let webhooks = document.root["webhooks"] {
      notes.add(webhooks.pointer, "clickport can't be called back; left out")
    }
    let all = operations
    let isAsked = try OperationChoice(options: options).chosen(of: all.map(\.candidate))
    let asked = zip(all, isAsked).compactMap { $1 ? $0 : nil }
    if asked.isEmpty, !all.isEmpty {
      throw ImportObstacle(
        document.root["paths"]?.pointer ?? .root,
        "--include, --exclude and --tag leave none of \(all.count) operations")
    }
    let security = try SecurityImport(
      document, provider: options.provider,
      operations: asked.filter { $0.obstacle == nil }.map(\.node),
      isUnsaid: document.root["security"] == nil && all.allSatisfy { $0.node["security"] == nil })
    var provider: JSONObject = [
      "id": .string(options.provider), "title": .string(title),
      "base_url": .string(service.baseURL),
    ]
    provider["auth"] = security.authentication.map { .object($0) }
    if !security.otherKeys.isEmpty { provider["keys"] = .object(security.otherKeys) }
    let tools = try tools(of: asked, service, security)
    provider["tools"] = .array(tools.map { .object($0) })
    let losses = notes.lossCounts
    return Outcome(
      overlay: [
        "manifest_version": .number(JSONNumber(Manifest.formatVersion)),
        "providers": [.object(provider)],
      ],
      toolCount: tools.count, operationCount: all.count, unaskedCount: all.count - asked.count,
      partialCount: losses.count, lossCount: losses.reduce(0, +), notes: notes.all)
  }

  /// The provider's name.
  private var title: String {
    options.title.flatMap { ImportedText.heading($0) }
      ?? ImportedText.heading(document.root["info"]?["title"]?.value.string) ?? options.provider
  }

  private func checkNames() throws(ImportObstacle) {
    for (option, name) in [("provider", options.provider), ("prefix", options.prefix ?? "a")] {
      guard name.first(where: { $0 != "_" }) != nil, ProviderDescriptor.isIdentifier(name) else {
        throw ImportObstacle(
          .root,
          "--\(option) must be lower-case letters, digits and _, at most 40, not \"\(name)\"")
      }
    }
    if let prefix = options.prefix, prefix.utf8.count > ToolNames.prefixLimit {
      throw ImportObstacle(
        .root, "--prefix leaves the names no room: it may have \(ToolNames.prefixLimit) characters")
    }
    if manifest.providers.contains(where: { $0.id == options.provider }) {
      throw ImportObstacle(
        .root, "the manifest has a provider \"\(options.provider)\" already; choose another")
    }
  }

  private func checkVersion() throws(ImportObstacle) {
    let root = document.root
    guard root.value.object != nil else {
      throw ImportObstacle(.root, "an OpenAPI document is an object")
    }
    // In YAML, 3.0 without quotation marks is a number.
    let written = root.value["openapi"]
    guard let version = written?.string ?? written?.number?.text else {
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
  /// One member of a path.
  private struct Operation {
    let candidate: OperationChoice.Candidate
    let path: PathItem
    let node: OpenAPINode
    /// Why nobody can tell what it is.
    let obstacle: ImportObstacle?

    init(_ method: String, of text: String, _ path: PathItem, as written: OpenAPINode) {
      self.path = path
      do throws(ImportObstacle) {
        node = try path.operation(method)
        obstacle = nil
      } catch {
        node = written
        obstacle = error
      }
      candidate = OperationChoice.Candidate(
        method: method.uppercased(), path: text, id: node.value["operationId"]?.string,
        tags: node.value["tags"]?.array?.compactMap(\.string) ?? [])
    }
  }

  /// What the document says can be done, be it something clickport does or not.
  private var operations: [Operation] {
    document.members(document.root["paths"]).flatMap { text, node -> [Operation] in
      guard !text.hasPrefix("x-") else { return [] }
      let path = PathItem(node, in: document)
      var methods: Set<String> = []
      return path.operations.compactMap { method, written in
        guard methods.insert(method).inserted else { return nil }
        return Operation(method, of: text, path, as: written)
      }
    }
  }

  /// The tools that the operations become; each that can't be one leaves a note.
  private func tools(
    of operations: [Operation], _ service: ServiceImport, _ security: SecurityImport
  ) throws(ImportObstacle) -> [JSONObject] {
    var carried: [(operation: OperationImport, tool: JSONObject)] = []
    var obstacles: [ImportObstacle] = []
    for operation in operations {
      notes.begin(operation.candidate.label)
      do throws(ImportObstacle) {
        let reading = try read(operation, service, security)
        carried.append((reading, try reading.tool()))
      } catch {
        obstacles.append(error)
        notes.replace(with: error)
      }
    }
    var names = ToolNames(
      options.provider, prefix: options.prefix, over: manifest, for: carried.map(\.operation))
    var tools: [JSONObject] = []
    for (operation, parts) in carried {
      notes.begin(operation.label)
      do throws(ImportObstacle) {
        tools.append(try tool(operation, parts, &names))
      } catch {
        obstacles.append(error)
        notes.replace(with: error)
      }
    }
    notes.end()
    guard tools.isEmpty else { return tools }
    if let first = obstacles.first, obstacles.allSatisfy(\.isForKey) { throw first }
    throw ImportObstacle(
      document.root["paths"]?.pointer ?? .root,
      operations.isEmpty
        ? "there is no operation" : "none of \(operations.count) operations can be carried over")
  }

  private func read(
    _ operation: Operation, _ service: ServiceImport, _ security: SecurityImport
  ) throws(ImportObstacle) -> OperationImport {
    if let obstacle = operation.obstacle { throw obstacle }
    let word = operation.candidate.method
    guard let method = RequestTemplate.Method(rawValue: word) else {
      throw ImportObstacle(operation.node.pointer, "\(word) requests are never sent")
    }
    guard operation.node.value.object != nil else {
      throw ImportObstacle(operation.node.pointer, "is no operation")
    }
    return OperationImport(
      document: document, method: method, pathText: operation.candidate.path, path: operation.path,
      operation: operation.node, providerTitle: title, service: service, security: security)
  }

  private func tool(
    _ operation: OperationImport, _ parts: JSONObject, _ names: inout ToolNames
  ) throws(ImportObstacle) -> JSONObject {
    let name = names.name(of: operation)
    let words = operation.words(name: name)
    let heading: JSONObject = [
      "name": .string(name), "title": .string(words.title),
      "description": .string(words.description), "toolset": .string(names.toolset(of: operation)),
    ]
    let tool = heading.merging(parts)
    // Read as the check will read it: whatever a document holds, an overlay must be right.
    var checked = tool
    // The check of one tool alone knows of no keys.
    if checked["key"] != "none" { checked["key"] = nil }
    if let problem = ToolDescriptor.problems(in: checked, provider: options.provider).first {
      throw ImportObstacle(
        operation.operation.pointer,
        "it would be no right tool: \(problem.pointer): \(problem.message)")
    }
    return tool
  }
}
