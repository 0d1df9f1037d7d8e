internal import JSON

/// Checks on schemas that clients will see.
enum PublishedSchema {
  /// Compiles a schema whose keywords stand in `cursor`, or reports what is wrong with it.
  static func compile(_ schema: JSONObject, _ cursor: ManifestCursor) -> JSONSchema? {
    if !cursor.isProven { checkPortability(schema, cursor.problems, at: cursor.pointer(of:)) }
    do {
      return try JSONSchema(compiling: .object(schema))
    } catch {
      for problem in error.problems {
        let tokens = problem.pointer.tokens
        let field = tokens.first.map(cursor.pointer(of:)) ?? cursor.pointer
        cursor.problems.add(
          JSONPointer(tokens: field.tokens + tokens.dropFirst()), problem.message)
      }
      return nil
    }
  }

  /// Reports what some hosts refuse at the root of a schema.
  static func checkRoot(_ cursor: ManifestCursor) {
    for keyword in ["anyOf", "oneOf", "allOf"] where cursor.object.contains(keyword) {
      cursor.report(at: keyword, "not portable at the root of a schema")
    }
  }

  /// Reports what some hosts and model APIs refuse, at any depth: type arrays and `const`.
  private static func checkPortability(
    _ schema: JSONObject, _ problems: ProblemCollector,
    at pointer: @escaping (String) -> JSONPointer
  ) {
    func check(_ part: JSONValue, at place: @escaping () -> JSONPointer) {
      guard let object = part.object else { return }
      checkPortability(object, problems) { place().appending($0) }
    }
    for (key, value) in schema {
      switch key {
      case "type":
        guard value.array != nil else { continue }
        problems.add(pointer(key), "must be one type: several hosts refuse an array")
      case "const":
        problems.add(pointer(key), "not portable; write an enum of one value")
      case "items", "additionalProperties", "contains", "not", "if", "then", "else":
        check(value) { pointer(key) }
      case "anyOf", "oneOf", "allOf", "prefixItems":
        for (index, part) in (value.array ?? []).enumerated() {
          check(part) { pointer(key).appending(index) }
        }
      case "properties", "patternProperties", "$defs":
        for (name, part) in value.object ?? [:] {
          check(part) { pointer(key).appending(name) }
        }
      default: break
      }
    }
  }
}
