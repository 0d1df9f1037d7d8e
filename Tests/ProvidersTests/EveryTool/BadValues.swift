import JSON

/// Values that break a schema, each in one way.
struct BadValue {
  /// The keyword that it breaks.
  let keyword: String
  let value: JSONValue

  init(_ keyword: String, _ value: JSONValue) {
    self.keyword = keyword
    self.value = value
  }

  /// One for each keyword of a schema that can be broken.
  static func all(for schema: JSONValue) -> [BadValue] {
    [wrongType(schema)].compactMap { $0 } + bounds(schema) + texts(schema) + arrays(schema)
      + objects(schema)
  }

  /// A type that no reading between the lines turns into the right one.
  private static func wrongType(_ schema: JSONValue) -> BadValue? {
    switch schema["type"]?.string {
    case "integer", "number": BadValue("type", "seven")
    case "boolean": BadValue("type", "perhaps")
    case "string": BadValue("type", ["text": "in an object"])
    case "array": BadValue("type", [[]])
    case "object": BadValue("type", "no object")
    case _: nil
    }
  }

  private static func bounds(_ schema: JSONValue) -> [BadValue] {
    var values: [BadValue] = []
    if schema["enum"] != nil {
      values.append(BadValue("enum", schema["type"] == "string" ? "no-such-choice" : 987_654))
    }
    // A 0 where counting begins at 1 may say nothing.
    if let least = schema["minimum"]?.int {
      values.append(BadValue("minimum", number(least == 1 ? -1 : least - 1)))
    }
    if let most = schema["maximum"]?.int { values.append(BadValue("maximum", number(most + 1))) }
    for keyword in ["exclusiveMinimum", "exclusiveMaximum"] {
      if let bound = schema[keyword] { values.append(BadValue(keyword, bound)) }
    }
    return values
  }

  private static func texts(_ schema: JSONValue) -> [BadValue] {
    var values: [BadValue] = []
    if schema["format"] != nil { values.append(BadValue("format", "in no known format")) }
    if let pattern = schema["pattern"],
      let pattern = try? JSONSchema(compiling: ["pattern": pattern])
    {
      let candidates: [JSONValue] = ["ä:€ <%", ":::::::::::::::::::::::::::::::::::::", ""]
      if let bad = candidates.first(where: { !pattern.violations(in: $0).isEmpty }) {
        values.append(BadValue("pattern", bad))
      }
    }
    if let least = schema["minLength"]?.int, least > 0 {
      values.append(BadValue("minLength", .string(String(repeating: "a", count: least - 1))))
    }
    if let most = schema["maxLength"]?.int {
      values.append(BadValue("maxLength", .string(String(repeating: "a", count: most + 1))))
    }
    return values
  }

  private static func arrays(_ schema: JSONValue) -> [BadValue] {
    var values: [BadValue] = []
    if let least = schema["minItems"]?.int, least > 0 { values.append(BadValue("minItems", [])) }
    if let items = schema["items"] {
      values += all(for: items).map { BadValue("items/\($0.keyword)", .array([$0.value])) }
    }
    return values
  }

  private static func objects(_ schema: JSONValue) -> [BadValue] {
    var values: [BadValue] = []
    if schema["required"]?.array?.isEmpty == false { values.append(BadValue("required", [:])) }
    if schema["additionalProperties"] == false {
      values.append(BadValue("additionalProperties", ["no_such_property": 1]))
    }
    for (name, property) in schema["properties"]?.object ?? [:] {
      values += all(for: property).map {
        BadValue("\(name)/\($0.keyword)", .object([name: $0.value]))
      }
    }
    return values
  }

  private static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
