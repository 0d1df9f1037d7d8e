internal import JSON
internal import Tools

/// The arguments of one tool, in the order they are added.
struct ArgumentImport {
  let document: OpenAPIDocument
  private(set) var arguments: JSONObject = [:]

  private var names: NameChooser
  private var schemas: SchemaImport
  private var optionalCount = 0

  /// So many optional arguments are published; the others are accepted as well.
  static let publishedOptionals = 8

  /// `reserved` names would mean something else in this tool.
  init(document: OpenAPIDocument, reserved: Set<String> = []) {
    self.document = document
    names = NameChooser(reserved: reserved)
    schemas = SchemaImport(document: document)
  }

  /// A value of a request that is to become an argument.
  struct Source {
    /// Its name in the request.
    let wireName: String
    let location: ArgumentDescriptor.Location
    let isRequired: Bool
    /// Where the document describes it.
    let pointer: JSONPointer
    let schema: OpenAPINode?
    var description: String? = nil
    /// What stands between the values of a list; nil where the name is repeated.
    var separator: String? = nil
    /// Whether an object goes out as JSON.
    var isJSON = false
  }

  /// Adds an argument and gives its name; nil where it can be left out and must be.
  @discardableResult
  mutating func add(_ source: Source) throws(ImportObstacle) -> String? {
    let parts = source.schema.map { SchemaParts($0, in: document) }
    let schema: JSONObject
    switch form(of: parts, source) {
    case .asWritten:
      schema = parts.map { schemas.schema($0) } ?? [:]
    case .text:
      schema = ["type": "string"]
    case .impossible(let reason):
      return try leaveOut(source, reason)
    }
    guard let wire = wire(source) else { return try leaveOut(source, "has an unusable name") }
    let location = source.location.rawValue
    let name = names.choose(source.wireName, "\(location) \(source.wireName)", prefix: location)
    var fields: JSONObject = ["in": .string(location)]
    if source.location != .path, wire != name { fields["wire"] = .string(wire) }
    if source.isRequired {
      fields["required"] = true
    } else {
      optionalCount += 1
      if optionalCount > Self.publishedOptionals { fields["advanced"] = true }
    }
    for (keyword, value) in schema {
      fields[keyword == "required" ? "required_properties" : keyword] = value
    }
    fields["description"] = .string(description(source, name, parts))
    arguments[name] = .object(fields)
    return name
  }

  private func description(_ source: Source, _ name: String, _ parts: SchemaParts?) -> String {
    let words =
      ImportedText.sentence(source.description) ?? parts.flatMap(SchemaImport.words)
      ?? ImportedText.sentence(ImportedText.spoken(name)) ?? name
    guard let separator = listSeparator(source), parts?.type == "array" else { return words }
    return "\(words) Several are separated by \"\(separator)\"."
  }

  /// A path or a header field holds one text, whatever the document says of lists.
  private func listSeparator(_ source: Source) -> String? {
    switch source.location {
    case .path, .header: ","
    case .query, .form, .body, .tool: source.separator
    }
  }

  private enum Form {
    case asWritten
    /// Any text: the service takes it apart.
    case text
    case impossible(String)
  }

  private func form(of parts: SchemaParts?, _ source: Source) -> Form {
    if source.location == .body || (source.isJSON && parts?.type == "object") {
      return parts?.type == nil ? .impossible("has no single type") : .asWritten
    }
    if source.isJSON { return .impossible("is JSON inside a text") }
    guard let parts, let type = parts.type else {
      guard parts == nil || parts?.types.isEmpty == true || parts?.isScalar == true else {
        return .impossible("has no single type")
      }
      document.notes.add(source.pointer, "has no single type; taken as a text")
      return .text
    }
    switch type {
    case "array":
      guard let items = parts.keywords["items"] else { return .text }
      guard SchemaParts(items, in: document, inside: parts.inside).isScalar else {
        return .impossible("is a list of lists or objects, which only a JSON body can hold")
      }
      guard let separator = listSeparator(source) else { return .asWritten }
      document.notes.add(
        source.pointer,
        "is a list in one text; taken as a text with \"\(separator)\" between values")
      return .text
    case "object": return .impossible("is an object, which only a JSON body can hold")
    default: return .asWritten
    }
  }

  private func leaveOut(_ source: Source, _ reason: String) throws(ImportObstacle) -> String? {
    if source.isRequired { throw ImportObstacle(source.pointer, "\(reason), but is required") }
    document.notes.add(source.pointer, "\(reason); left out")
    return nil
  }

  /// The name as the manifest writes it; nil where it can't be sent.
  private func wire(_ source: Source) -> String? {
    let name = source.wireName
    guard ImportedText.isName(name) else { return nil }
    switch source.location {
    case .header: return ProviderDescriptor.isFieldName(name) ? name : nil
    // A slash in front would make it a JSON Pointer.
    case .body where name.hasPrefix("/"):
      return JSONPointer.root.appending(name).description
    case .path, .query, .form, .body, .tool: return name
    }
  }
}
