internal import JSON

/// Writes the schema of an argument with the keywords that every host reads.
///
/// What a schema says of `null` is left out: an argument that is `null` counts as not given.
struct SchemaImport {
  let document: OpenAPIDocument
  /// How many schemas may still be written for one tool.
  private var budget = Self.schemaLimit

  /// Objects and arrays may lie so deep in each other; what is deeper keeps its type only.
  static let depthLimit = 3
  /// So many schemas one tool may have; any further keep their type only.
  static let schemaLimit = 100

  init(document: OpenAPIDocument) {
    self.document = document
  }

  /// The schema, but for its description, with JSON Schema's own `required`.
  mutating func schema(_ parts: SchemaParts, depth: Int = 0) -> JSONObject {
    var schema: JSONObject = [:]
    schema["type"] = parts.type.map { .string($0) }
    budget -= 1
    guard !parts.isCut else { return schema }
    guard depth < Self.depthLimit, budget > 0 else {
      if let part = parts.properties.first?.node ?? parts.keywords["items"] {
        document.notes.add(part.pointer, "lies too deep or is one schema too many; left out")
      }
      return schema
    }
    schema = schema.merging(PortableKeywords(document: document).keywords(of: parts))
    if parts.type == "array" { addItems(of: parts, to: &schema, depth) }
    if parts.type == "object" { addMembers(of: parts, to: &schema, depth) }
    noteOthers(of: parts)
    return schema
  }

  /// A schema inside another one.
  private mutating func part(
    _ node: OpenAPINode, of whole: SchemaParts, _ depth: Int
  ) -> JSONObject {
    let parts = SchemaParts(node, in: document, inside: whole.inside)
    var schema = schema(parts, depth: depth + 1)
    schema["description"] = Self.words(parts).map { .string($0) }
    return schema
  }

  /// What the schema says about its meaning.
  static func words(_ parts: SchemaParts) -> String? {
    ImportedText.sentence(parts["description"]?.string ?? parts["title"]?.string)
  }

  private mutating func addItems(
    of parts: SchemaParts, to schema: inout JSONObject, _ depth: Int
  ) {
    guard let items = parts.keywords["items"] else { return }
    schema["items"] = .object(part(items, of: parts, depth))
  }

  private mutating func addMembers(
    of parts: SchemaParts, to schema: inout JSONObject, _ depth: Int
  ) {
    var properties: JSONObject = [:]
    for (name, node) in parts.properties {
      guard budget > 0 else {
        document.notes.add(node.pointer, "is one schema too many; left out")
        break
      }
      guard let property = writable(name, node) else { continue }
      properties[name] = .object(part(property, of: parts, depth))
    }
    let required = properties.keys.filter(parts.required.contains)
    if !properties.isEmpty { schema["properties"] = .object(properties) }
    if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
    guard let additional = parts.keywords["additionalProperties"] else { return }
    if additional.value == false {
      schema["additionalProperties"] = false
    } else if additional.value.object?.isEmpty == false {
      schema["additionalProperties"] = .object(part(additional, of: parts, depth))
    }
  }

  /// The property, unless it is one that only answers have, or whose name hides something.
  func writable(_ name: String, _ node: OpenAPINode) -> OpenAPINode? {
    if !ImportedText.isName(name) {
      document.notes.add(node.pointer, "has a name that can't be read; left out")
      return nil
    }
    return document.isReadOnly(node) ? nil : node
  }

  private static let lost = [
    "not", "if", "then", "else", "patternProperties", "propertyNames", "minProperties",
    "maxProperties", "prefixItems", "contains", "dependentRequired", "dependentSchemas",
    "unevaluatedItems", "unevaluatedProperties", "$dynamicRef",
  ]

  private func noteOthers(of parts: SchemaParts) {
    for keyword in Self.lost {
      guard let node = parts.keywords[keyword] else { continue }
      document.notes.add(
        node.pointer, "\(keyword) is not portable; left out, the service checks it")
    }
  }
}

extension OpenAPIDocument {
  /// Whether a property is only in answers; its own schema or the one it refers to says so.
  func isReadOnly(_ node: OpenAPINode) -> Bool {
    node.value["readOnly"] == true || target(node)?.value["readOnly"] == true
  }

  private func target(_ node: OpenAPINode) -> OpenAPINode? {
    node.contains("$ref") ? followed(node) : nil
  }
}
