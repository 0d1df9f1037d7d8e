internal import JSON

/// Checks on schemas that clients will see.
enum PublishedSchema {
  /// Compiles a schema whose keywords stand in `cursor`, or reports what is wrong with it.
  static func compile(_ schema: JSONObject, _ cursor: ManifestCursor) -> JSONSchema? {
    if !cursor.problems.isTrusting {
      checkPortability(schema, cursor.problems, place: cursor.place)
    }
    do {
      return try JSONSchema(compiling: .object(schema))
    } catch {
      for problem in error.problems {
        let tokens = problem.pointer.tokens
        let place = tokens.first.map(cursor.place) ?? cursor.pointer
        cursor.problems.add(
          JSONPointer(tokens: place.tokens + tokens.dropFirst()), problem.message)
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
    _ schema: JSONObject, _ problems: ProblemCollector, place: (String) -> JSONPointer
  ) {
    if schema["type"]?.array != nil {
      problems.add(place("type"), "must be one type: several hosts refuse an array")
    }
    if schema.contains("const") {
      problems.add(place("const"), "not portable; write an enum of one value")
    }
    for (pointer, part) in parts(schema, place) {
      guard let object = part.object else { continue }
      checkPortability(object, problems) { pointer.appending($0) }
    }
  }

  /// The schemas inside a schema, and where they stand.
  private static func parts(
    _ schema: JSONObject, _ place: (String) -> JSONPointer
  ) -> [(JSONPointer, JSONValue)] {
    let single = ["items", "additionalProperties", "contains", "not", "if", "then", "else"]
    let listed = ["anyOf", "oneOf", "allOf", "prefixItems"]
    let named = ["properties", "patternProperties", "$defs"]
    var parts = single.compactMap { key in schema[key].map { (place(key), $0) } }
    for key in listed {
      for (index, part) in (schema[key]?.array ?? []).enumerated() {
        parts.append((place(key).appending(index), part))
      }
    }
    for key in named {
      parts += (schema[key]?.object ?? [:]).map { (place(key).appending($0.key), $0.value) }
    }
    return parts
  }
}
