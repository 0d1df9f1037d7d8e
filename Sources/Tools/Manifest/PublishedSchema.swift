internal import JSON

/// Checks on schemas that clients will see.
enum PublishedSchema {
  /// Compiles a schema of the manifest, or reports what is wrong with it.
  static func compile(
    _ schema: JSONObject, at pointer: JSONPointer, _ problems: ProblemCollector
  ) -> JSONSchema? {
    do {
      return try JSONSchema(compiling: .object(schema))
    } catch {
      for problem in error.problems {
        problems.add(
          JSONPointer(tokens: pointer.tokens + problem.pointer.tokens), problem.message)
      }
      return nil
    }
  }

  /// Reports what some hosts and model APIs refuse, at any depth: type arrays and `const`.
  static func checkPortability(
    _ schema: JSONValue, at pointer: JSONPointer, _ problems: ProblemCollector
  ) {
    guard let object = schema.object else { return }
    if object["type"]?.array != nil {
      problems.add(pointer.appending("type"), "must be one type: several hosts refuse an array")
    }
    if object.contains("const") {
      problems.add(pointer.appending("const"), "not portable; write an enum of one value")
    }
    for (name, property) in object["properties"]?.object ?? [:] {
      checkPortability(property, at: pointer.appending("properties").appending(name), problems)
    }
    if let items = object["items"] {
      checkPortability(items, at: pointer.appending("items"), problems)
    }
  }
}
