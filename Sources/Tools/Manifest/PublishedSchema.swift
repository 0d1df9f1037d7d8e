package import JSON

/// Schemas that clients will see: what is wrong with them, and how they are written.
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

  /// The schema as the pickiest client reads it. Of formats only two are known to all, and some refuse
  /// others; an object of which nothing is said is closed by some, unless it says otherwise.
  static func portable(_ schema: JSONObject) -> JSONObject {
    rewritten(schema) { schema in
      var portable = schema
      if let format = schema["format"], !formats.contains(format) { portable["format"] = nil }
      // That a text isn't blank, and a count or an id isn't negative, is understood.
      if schema["minLength"] == 1 { portable["minLength"] = nil }
      if let least = schema["minimum"] {
        if least == 0 || least == 1 { portable["minimum"] = nil }
        if schema["default"] == least { portable["default"] = nil }
      }
      if schema["type"] == "object", schema["properties"] == nil,
        schema["additionalProperties"] == nil
      {
        portable["additionalProperties"] = [:]
      }
      if schema["type"] == "array", schema["items"] == nil { portable["items"] = [:] }
      return portable
    }
  }

  private static let formats: [JSONValue] = ["date", "date-time"]

  /// The schema without `required`, at any depth: what a service leaves out is no fault of the client.
  static func withoutRequired(_ schema: JSONObject) -> JSONObject {
    rewritten(schema) { schema in JSONObject(schema.filter { $0.key != "required" }) }
  }

  /// The schema with each schema in it changed, the inner ones first.
  private static func rewritten(
    _ schema: JSONObject, _ change: (JSONObject) -> JSONObject
  ) -> JSONObject {
    func part(_ value: JSONValue) -> JSONValue {
      value.object.map { .object(rewritten($0, change)) } ?? value
    }
    return change(
      JSONObject(
        schema.map { keyword, value in
          switch keyword {
          case "items", "additionalProperties": (keyword, part(value))
          case "anyOf", "oneOf", "allOf", "prefixItems":
            (keyword, .array((value.array ?? []).map(part)))
          case "properties":
            (keyword, .object(JSONObject((value.object ?? [:]).map { ($0.key, part($0.value)) })))
          default: (keyword, value)
          }
        }))
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
      case "nullable":
        problems.add(
          pointer(key), "is for an argument itself; in it, write anyOf with {\"type\": \"null\"}")
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

extension ArgumentDescriptor {
  /// The schema clients see: what is a value besides stands beside it, the empty string where it
  /// clears and `null` where that is sent.
  package var publishedSchema: JSONValue {
    guard var document = schema.document.object.map(PublishedSchema.portable) else {
      return schema.document
    }
    // A day does as well, or a time without a zone: who holds calls to the format would refuse them.
    if isInstant { document["format"] = nil }
    var others: [JSONValue] = []
    if isClearable, clearing == "", !schema.violations(in: "").isEmpty {
      others.append(["type": "string", "enum": [""]])
    }
    if isNullable { others.append(["type": "null"]) }
    guard !others.isEmpty else { return .object(document) }
    let description = document["description"]
    document["description"] = nil
    var published: JSONObject = [:]
    published["description"] = description
    if let alternatives = document["anyOf"]?.array, document.count == 1 {
      published["anyOf"] = .array(alternatives + others)
    } else {
      published["anyOf"] = .array([.object(document)] + others)
    }
    return .object(published)
  }
}
