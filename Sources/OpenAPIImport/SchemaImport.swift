internal import JSON

/// Writes the schema of an argument with the keywords that every host reads.
struct SchemaImport {
  let document: OpenAPIDocument
  /// Where `null` is a value inside of others. Elsewhere what a schema says of it is left out: what
  /// is `null` counts as not given.
  var nulls = Nulls.nowhere
  /// How many schemas may still be written for one tool.
  private(set) var budget = Self.schemaLimit

  /// Objects and arrays may lie so deep in each other; what is deeper keeps its type only.
  static let depthLimit = 3
  /// So many schemas one tool may have; any further keep their type only.
  static let schemaLimit = 100

  enum Nulls {
    case nowhere
    /// Where the document says so.
    case asDescribed
    /// There, and for all that may be missing: `null` removes it.
    case removing
  }

  /// The schema, but for its description, with JSON Schema's own `required`. Only those variants
  /// count that can be sent.
  mutating func schema(
    _ parts: SchemaParts, depth: Int = 0, where canBeSent: (SchemaParts) -> Bool = { _ in true }
  ) -> JSONObject {
    let variants = parts.variants().filter(canBeSent)
    guard variants.count > 1 else {
      return variants.first.map { single($0, depth) } ?? [:]
    }
    var schemas: [JSONValue] = []
    for variant in variants {
      var schema = single(variant, depth)
      schema["default"] = nil
      schema["examples"] = nil
      schema["description"] = Self.words(variant).map { .string($0) }
      // A value that may be anything makes the others superfluous.
      if schema["type"] == nil { return [:] }
      if !schemas.contains(.object(schema)) { schemas.append(.object(schema)) }
    }
    guard schemas.count > 1 else { return schemas.first?.object ?? [:] }
    let union: JSONObject = ["anyOf": .array(schemas)]
    return union.merging(explanations(of: parts))
  }

  /// The schema of what has one type, or any.
  private mutating func single(_ parts: SchemaParts, _ depth: Int) -> JSONObject {
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
    schema = schema.merging(keywords(of: parts))
    if parts.type == "array", let items = parts.keywords["items"] {
      schema["items"] = .object(part(items, of: parts, depth))
    }
    if parts.type == "object" { addMembers(of: parts, to: &schema, depth) }
    for keyword in Self.lost {
      guard let node = parts.keywords[keyword] else { continue }
      document.notes.add(
        node.pointer, "\(keyword) is not portable; left out, the service checks it")
    }
    return schema
  }

  /// A schema inside another one.
  private mutating func part(
    _ node: OpenAPINode, of whole: SchemaParts, _ depth: Int, isOptional: Bool = false
  ) -> JSONObject {
    let parts = SchemaParts(node, in: document, inside: whole.inside)
    var schema = schema(parts, depth: depth + 1)
    if !Self.isAny(schema), takesNull(parts, isOptional: isOptional) {
      let others = schema["anyOf"]?.array ?? [.object(schema)]
      schema = ["anyOf": .array(others + [["type": "null"]])]
    }
    schema["description"] = Self.words(parts).map { .string($0) }
    return schema
  }

  /// Whether a schema takes a value of any type, `null` too.
  static func isAny(_ schema: JSONObject) -> Bool {
    schema["type"] == nil && schema["anyOf"] == nil
  }

  /// Whether `null` is a value of it.
  func takesNull(_ parts: SchemaParts, isOptional: Bool) -> Bool {
    switch nulls {
    case .nowhere: false
    case .asDescribed: parts.isNullable
    case .removing: parts.isNullable || isOptional
    }
  }

  /// What the schema says about its meaning.
  static func words(_ parts: SchemaParts) -> String? {
    ImportedText.sentence(parts["description"]?.string ?? parts["title"]?.string)
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
      if !ImportedText.isName(name) {
        document.notes.add(node.pointer, "has a name that can't be read; left out")
      } else if !document.isReadOnly(node) {
        let isOptional = !parts.required.contains(name)
        properties[name] = .object(part(node, of: parts, depth, isOptional: isOptional))
      }
    }
    let required = properties.keys.filter(parts.required.contains)
    if !properties.isEmpty { schema["properties"] = .object(properties) }
    if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
    guard let additional = parts.keywords["additionalProperties"] else { return }
    if additional.value == false {
      schema["additionalProperties"] = false
    } else if additional.value.object?.isEmpty == false {
      schema["additionalProperties"] = .object(
        part(additional, of: parts, depth, isOptional: true))
    }
  }

  private static let lost = [
    "not", "if", "then", "else", "patternProperties", "propertyNames", "minProperties",
    "maxProperties", "prefixItems", "contains", "dependentRequired", "dependentSchemas",
    "unevaluatedItems", "unevaluatedProperties", "$dynamicRef",
  ]
}

extension OpenAPIDocument {
  /// Whether a property is only in answers; its own schema or one that it is made of says so.
  func isReadOnly(_ node: OpenAPINode) -> Bool {
    if node.value["readOnly"] == true { return true }
    // What there is to note is noted when it is read to be written.
    let noteCount = notes.count
    defer { notes.forget(after: noteCount) }
    return SchemaParts(node, in: self)["readOnly"] == true
  }
}

/// The keywords of a schema that concern a value by itself, as far as every host reads them.
extension SchemaImport {
  /// A longer list of values costs more than it tells.
  private static let choiceLimit = 200
  /// So many bytes a value may have that only explains.
  private static let exampleLimit = 400

  private func keywords(of parts: SchemaParts) -> JSONObject {
    var keywords: JSONObject = [:]
    for keyword in Self.carried[parts.type ?? ""] ?? [] {
      guard let node = parts.keywords[keyword], isPortable(keyword, node) else { continue }
      let strict = Self.strict[keyword].flatMap { parts[$0] == true ? $0 : nil }
      keywords[strict ?? keyword] = node.value
    }
    keywords["enum"] = choices(parts)
    return keywords.merging(explanations(of: parts))
  }

  /// What only explains.
  private func explanations(of parts: SchemaParts) -> JSONObject {
    var keywords: JSONObject = [:]
    if let value = parts["default"], isExplaining(value) { keywords["default"] = value }
    let examples = parts["examples"]?.array ?? [parts["example"]].compactMap(\.self)
    let explaining = examples.prefix(3).filter(isExplaining)
    if !explaining.isEmpty { keywords["examples"] = .array(explaining) }
    return keywords
  }

  private static let carried = [
    "string": ["format", "minLength", "maxLength", "pattern"],
    "integer": numeric, "number": numeric,
    "array": ["minItems", "maxItems", "uniqueItems"],
  ]
  private static let numeric = [
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
  ]
  /// OpenAPI 3.0 has a truth value beside the bound where 3.1 has a bound of its own.
  private static let strict = ["minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"]

  private func isPortable(_ keyword: String, _ node: OpenAPINode) -> Bool {
    if keyword.hasPrefix("exclusive"), node.value.bool != nil { return false }
    if keyword == "pattern", Self.repeatsGroup(node.value.string ?? "") {
      document.notes.add(
        node.pointer, "a repeated group can take for ever to search; the pattern is left out")
      return false
    }
    let isRight = (try? JSONSchema(compiling: .object([keyword: node.value]))) != nil
    let isName = node.value.string.map { $0.utf8.count <= 40 && !$0.contains(" ") } ?? false
    guard isRight, Self.isReadable(node.value), keyword != "format" || isName else {
      document.notes.add(node.pointer, "is no value \(keyword) can have here; left out")
      return false
    }
    return true
  }

  /// `enum`, or `const` as a list of one; values of another type could never be given.
  private func choices(_ parts: SchemaParts) -> JSONValue? {
    guard let node = parts.keywords["const"] ?? parts.keywords["enum"] else { return nil }
    let written = parts.keywords["const"] == nil ? node.value.array ?? [] : [node.value]
    var values: [JSONValue] = []
    for value in written where fits(value, parts.types) && !values.contains(value) {
      values.append(value)
      if values.count > Self.choiceLimit { break }
    }
    guard !values.isEmpty, values.count <= Self.choiceLimit else {
      document.notes.add(
        node.pointer, values.isEmpty ? "no value is of the type; left out" : "too many; left out")
      return nil
    }
    return .array(values)
  }

  private func fits(_ value: JSONValue, _ types: [String]) -> Bool {
    !value.isNull && Self.isReadable(value)
      && (types.isEmpty || types.contains(value.typeName)
        || value.typeName == "integer" && types.contains("number"))
  }

  /// Whether a value that is only shown may be: short, and nothing hides in it.
  private func isExplaining(_ value: JSONValue) -> Bool {
    !value.isNull && value.serialized().count <= Self.exampleLimit && Self.isReadable(value)
  }

  /// Whether a person sees all that is in it, and any host can read its numbers.
  private static func isReadable(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .bool: true
    case .number(let number): number.double.isFinite
    case .string(let text): !text.unicodeScalars.contains(where: \.isHidden)
    case .array(let elements): elements.allSatisfy(isReadable)
    case .object(let object):
      object.allSatisfy { isReadable(.string($0.key)) && isReadable($0.value) }
    }
  }

  /// Whether a regular expression repeats a group, as `(a+)+` does: searching backtracks, and that
  /// can take longer than anyone waits.
  private static func repeatsGroup(_ pattern: String) -> Bool {
    zip(pattern.utf8, pattern.utf8.dropFirst()).contains { byte, next in
      byte == UInt8(ascii: ")") && "*+{".utf8.contains(next)
    }
  }
}
