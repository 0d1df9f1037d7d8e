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
    /// Its name in the request; of a whole body, what the argument is called.
    let wireName: String
    let location: ArgumentDescriptor.Location
    let isRequired: Bool
    /// Where the document describes it.
    let pointer: JSONPointer
    let schema: OpenAPINode?
    var description: String? = nil
    /// How it is written where there is only text; nil where it is JSON, or nothing is said of it.
    var style: Style? = nil
    /// What it is written in, where the document says so.
    var contentType: String? = nil
    /// Whether it is all that the body holds.
    var isWholeBody = false
    /// What the file may be that it is.
    var file: JSONObject? = nil
    /// Whether several such files may be given.
    var isFileList = false
    /// Where `null` is a value.
    var nulls = SchemaImport.Nulls.nowhere
    /// Whether it may be sent empty.
    var takesEmpty = false

    /// Whether it can hold objects and arrays to any depth.
    fileprivate var isJSON: Bool {
      switch location {
      case .body: true
      case .multipart: contentType.map(MediaType.isJSON) ?? true
      case .path, .query, .form, .header, .tool:
        contentType.map(MediaType.isJSON) ?? (location == .form && style == nil)
      }
    }
  }

  /// What the document says of how a value is written.
  struct Style {
    let name: String
    let explodes: Bool

    init(_ name: String, explodes: Bool?) {
      self.name = name
      self.explodes = explodes ?? (name == "form" || name == "deepObject")
    }
  }

  /// Adds an argument and gives its name; nil where it can be left out and must be.
  @discardableResult
  mutating func add(_ source: Source) throws(ImportObstacle) -> String? {
    let parts = source.schema.map { SchemaParts($0, in: document) }
    schemas.nulls = source.nulls
    let schema: JSONObject
    do throws(ImportObstacle) {
      schema = try self.schema(parts, source)
    } catch {
      return try leaveOut(source, error.reason)
    }
    guard let wire = wire(source) else { return try leaveOut(source, "has an unusable name") }
    let location = source.location.rawValue
    let name = names.choose(source.wireName, "\(location) \(source.wireName)", prefix: location)
    var fields: JSONObject = ["in": .string(location)]
    if wire != name, source.location != .path || source.style?.name == "matrix" {
      fields["wire"] = .string(wire)
    }
    if source.isRequired {
      fields["required"] = true
    } else {
      optionalCount += 1
      if optionalCount > Self.publishedOptionals { fields["advanced"] = true }
    }
    fields = fields.merging(form(of: schema, parts, source))
    for (keyword, value) in schema {
      fields[keyword == "required" ? "required_properties" : keyword] = value
    }
    fields["description"] = .string(description(source, name, parts))
    arguments[name] = .object(fields)
    return name
  }

  /// Leaves out what can't be sent, or refuses to where the operation can't do without.
  @discardableResult
  func leaveOut(_ source: Source, _ reason: String) throws(ImportObstacle) -> String? {
    if source.isRequired { throw ImportObstacle(source.pointer, "\(reason), but is required") }
    document.notes.add(source.pointer, "\(reason); left out")
    return nil
  }

  private func description(_ source: Source, _ name: String, _ parts: SchemaParts?) -> String {
    let given = ImportedText.sentence(source.description) ?? parts.flatMap(SchemaImport.words)
    let spoken = ImportedText.sentence(ImportedText.spoken(name)) ?? name
    let words = given ?? (source.isWholeBody ? nil : spoken)
    guard source.file != nil else { return words ?? "The whole body." }
    let file = "file: base64, or a path where the operator allows it."
    return words.map { "\($0) A \(file)" } ?? "The \(file)"
  }

  /// The name as the manifest writes it; nil where it can't be sent.
  private func wire(_ source: Source) -> String? {
    if source.isWholeBody { return "" }
    let name = source.wireName
    guard ImportedText.isName(name) else { return nil }
    switch source.location {
    case .header: return ProviderDescriptor.isFieldName(name) ? name : nil
    // A slash in front would make it a JSON Pointer.
    case .body where name.hasPrefix("/"):
      return JSONPointer.root.appending(name).description
    case .path, .query, .form, .multipart, .body, .tool: return name
    }
  }
}

/// What an argument takes, and how that is written.
extension ArgumentImport {
  /// Any value of JSON, where a type has to be named.
  private static let anything: JSONObject = [
    "anyOf": .array(
      ["string", "number", "boolean", "object", "array"].map { ["type": .string($0)] })
  ]

  private mutating func schema(
    _ parts: SchemaParts?, _ source: Source
  ) throws(ImportObstacle) -> JSONObject {
    if source.file != nil {
      guard source.isFileList else { return ["type": "string"] }
      return ["type": "array", "items": ["type": "string"]]
    }
    if let reason = fault(of: source) { throw ImportObstacle(source.pointer, reason) }
    guard let parts, !(parts.variants().allSatisfy { $0.types.isEmpty }) else {
      guard !source.isJSON else { return Self.anything }
      document.notes.add(source.pointer, "has no type; taken as a text")
      return ["type": "string"]
    }
    let variants = parts.variants()
    let kept = variants.filter { canBeSent($0, source) }
    guard !kept.isEmpty else {
      throw ImportObstacle(source.pointer, "is a list or an object that only JSON can hold there")
    }
    if kept.count < variants.count {
      document.notes.add(
        source.pointer, "may be a list or an object that only JSON can hold; taken without")
    }
    var schemas = schemas
    let schema = schemas.schema(parts) { canBeSent($0, source) }
    self.schemas = schemas
    return SchemaImport.isAny(schema) ? Self.anything : schema
  }

  /// Why nothing can be written as the source says.
  private func fault(of source: Source) -> String? {
    if let type = source.contentType, source.location != .multipart, !MediaType.isJSON(type),
      !MediaType.isText(type)
    {
      return "is \(type) inside a text"
    }
    guard let style = source.style else { return nil }
    let known = source.location == .query || source.location == .form ? Self.ofQuery : Self.ofPath
    guard known.contains(style.name) else { return "has a style that its place can't have" }
    return nil
  }

  private static let ofQuery: Set = ["form", "spaceDelimited", "pipeDelimited", "deepObject"]
  private static let ofPath: Set = ["simple", "label", "matrix"]

  /// Whether a value of one type has a form where it goes.
  private func canBeSent(_ parts: SchemaParts, _ source: Source) -> Bool {
    if source.isJSON { return true }
    switch parts.type {
    case "array":
      guard source.contentType == nil || source.location == .multipart else { return false }
      return isFlat(parts.keywords["items"], in: parts) || source.style?.name == "deepObject"
    case "object":
      guard let style = source.style else { return false }
      if style.name == "deepObject" { return true }
      let takesLists = style.name == "form" && style.explodes
      return parts.properties.allSatisfy { property in
        isFlat(property.node, in: parts, orList: takesLists)
      } && isFlat(parts.keywords["additionalProperties"], in: parts, orList: takesLists)
    default: return true
    }
  }

  /// Whether what stands inside is one text, or may be.
  private func isFlat(
    _ node: OpenAPINode?, in parts: SchemaParts, orList takesLists: Bool = false
  ) -> Bool {
    guard let node, node.value.object != nil else { return true }
    let inner = SchemaParts(node, in: document, inside: parts.inside)
    return inner.variants().allSatisfy { variant in
      switch variant.type {
      case "array": takesLists && isFlat(variant.keywords["items"], in: variant)
      case "object": false
      default: !variant.isCut
      }
    }
  }

  /// The fields that say how values of that schema are written, where that isn't the usual way.
  private func form(of schema: JSONObject, _ parts: SchemaParts?, _ source: Source) -> JSONObject {
    var fields: JSONObject = [:]
    let types = (schema["anyOf"]?.array ?? [.object(schema)]).compactMap { $0["type"]?.string }
    if let file = source.file { fields["file"] = .object(file) }
    if let type = sentType(of: source) { fields["content_type"] = .string(type) }
    if let style = source.style { fields = fields.merging(form(style, types, source)) }
    // Without a schema it is any value.
    let takesNull =
      parts.map { schemas.takesNull($0, isOptional: !source.isRequired) }
      ?? (source.nulls != .nowhere)
    if source.location == .body, takesNull { fields["nullable"] = true }
    let takesEmptyList = types.contains("array") && (schema["minItems"]?.int ?? 0) < 1
    if source.location == .body && takesEmptyList || source.takesEmpty && types == ["string"] {
      fields["clearable"] = true
    }
    return fields
  }

  /// The media type that has to be said of an argument.
  private func sentType(of source: Source) -> String? {
    guard let type = source.contentType else { return nil }
    switch source.location {
    case .multipart: return MediaType.isConcrete(type) ? type : nil
    case .path, .query, .form, .header:
      guard MediaType.isJSON(type) else { return nil }
      return MediaType.isConcrete(type) ? type : MediaType.json
    case .body, .tool: return nil
    }
  }

  private func form(_ style: Style, _ types: [String], _ source: Source) -> JSONObject {
    let hasObject = types.contains("object")
    guard hasObject || types.contains("array") || ["label", "matrix"].contains(style.name) else {
      return [:]
    }
    switch style.name {
    // What the manifest does by itself.
    case "form" where style.explodes && !hasObject: return [:]
    case "simple" where source.location == .path && !(style.explodes && hasObject): return [:]
    case "spaceDelimited", "pipeDelimited":
      guard style.explodes else { return ["style": .string(style.name)] }
      document.notes.add(source.pointer, "explodes in no defined way; the name is repeated")
      return hasObject ? ["style": "form"] : [:]
    case "deepObject":
      if types.contains("array") {
        document.notes.add(
          source.pointer, "nothing is said of lists in brackets; each value is sent as name[]")
      }
      return ["style": "deepObject"]
    default:
      var fields: JSONObject = ["style": .string(style.name)]
      let usual = style.name == "form"
      if style.explodes != usual { fields["explode"] = .bool(style.explodes) }
      return fields
    }
  }
}
