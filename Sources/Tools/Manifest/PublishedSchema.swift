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
    _ schema: JSONObject, _ problems: ProblemCollector, at pointer: (String) -> JSONPointer
  ) {
    if schema["type"]?.array != nil {
      problems.add(pointer("type"), "must be one type: several hosts refuse an array")
    }
    if schema.contains("const") {
      problems.add(pointer("const"), "not portable; write an enum of one value")
    }
    for (location, part) in parts(schema, pointer) {
      guard let object = part.object else { continue }
      checkPortability(object, problems) { location.appending($0) }
    }
  }

  /// The schemas inside a schema, and where they stand.
  private static func parts(
    _ schema: JSONObject, _ pointer: (String) -> JSONPointer
  ) -> [(JSONPointer, JSONValue)] {
    let single = ["items", "additionalProperties", "contains", "not", "if", "then", "else"]
    let listed = ["anyOf", "oneOf", "allOf", "prefixItems"]
    let named = ["properties", "patternProperties", "$defs"]
    var parts = single.compactMap { key in schema[key].map { (pointer(key), $0) } }
    for key in listed {
      for (index, part) in (schema[key]?.array ?? []).enumerated() {
        parts.append((pointer(key).appending(index), part))
      }
    }
    for key in named {
      parts += (schema[key]?.object ?? [:]).map { (pointer(key).appending($0.key), $0.value) }
    }
    return parts
  }
}
