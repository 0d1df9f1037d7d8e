internal import JSON

/// The keywords of a schema that concern a value by itself, as far as every host reads them.
struct PortableKeywords {
  let document: OpenAPIDocument

  /// A longer list of values costs more than it tells.
  private static let choiceLimit = 200
  /// So many bytes a value may have that only explains.
  private static let exampleLimit = 400

  func keywords(of parts: SchemaParts) -> JSONObject {
    var keywords: JSONObject = [:]
    for keyword in Self.carried[parts.type ?? ""] ?? [] {
      guard let node = parts.keywords[keyword], isPortable(keyword, node) else { continue }
      let strict = Self.strict[keyword].flatMap { parts[$0] == true ? $0 : nil }
      keywords[strict ?? keyword] = node.value
    }
    keywords["enum"] = choices(parts)
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
    if keyword == "pattern", RepeatedGroup.occurs(in: node.value.string ?? "") {
      document.notes.add(
        node.pointer, "a repeated group can take for ever to search; the pattern is left out")
      return false
    }
    let isRight = (try? JSONSchema(compiling: .object([keyword: node.value]))) != nil
    guard isRight, Self.isReadable(node.value), keyword != "format" || isName(node.value) else {
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

  private func isName(_ value: JSONValue) -> Bool {
    value.string.map { $0.utf8.count <= 40 && !$0.contains(" ") } ?? false
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
}

/// Whether a regular expression repeats a group, as `(a+)+` does: searching backtracks, and that
/// can take longer than anyone waits.
private enum RepeatedGroup {
  static func occurs(in pattern: String) -> Bool {
    let bytes = Array(pattern.utf8)
    return bytes.indices.dropLast().contains { pointer in
      bytes[pointer] == UInt8(ascii: ")") && "*+{".utf8.contains(bytes[pointer + 1])
    }
  }
}
