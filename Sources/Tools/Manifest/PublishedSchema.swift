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

  /// The schema as the pickiest client reads it. Of formats only those two are known to all, and some
  /// refuse others; an object of which nothing is said is closed by some, unless it says otherwise.
  static func portable(_ schema: JSONObject) -> JSONObject {
    var portable = JSONObject(reserving: schema.count + 1)
    for (keyword, value) in schema {
      switch keyword {
      case "format" where !formats.contains(value): continue
      // That a text isn't blank, and a count or an id isn't negative, is understood.
      case "minLength" where value == 1: continue
      case "minimum" where value == 0 || value == 1: continue
      case "default" where value == schema["minimum"]: continue
      case "items", "additionalProperties": portable[keyword] = self.portable(value)
      case "anyOf", "oneOf", "allOf", "prefixItems":
        portable[keyword] = .array((value.array ?? []).map(self.portable))
      case "properties":
        let properties = (value.object ?? [:]).map { ($0.key, self.portable($0.value)) }
        portable[keyword] = .object(JSONObject(properties))
      default: portable[keyword] = value
      }
    }
    if schema["type"] == "object", schema["properties"] == nil,
      schema["additionalProperties"] == nil
    {
      portable["additionalProperties"] = [:]
    }
    return portable
  }

  private static func portable(_ value: JSONValue) -> JSONValue {
    value.object.map { .object(portable($0)) } ?? value
  }

  private static let formats: [JSONValue] = ["date", "date-time"]

  /// The schema without `required`, at any depth: what a service leaves out is no fault of the client.
  static func withoutRequired(_ schema: JSONObject) -> JSONObject {
    var open = JSONObject(reserving: schema.count)
    for (keyword, value) in schema where keyword != "required" {
      open[keyword] = withoutRequired(value, isSchema: keyword != "properties")
    }
    return open
  }

  private static func withoutRequired(_ value: JSONValue, isSchema: Bool = true) -> JSONValue {
    switch value {
    case .object(let object) where isSchema: .object(withoutRequired(object))
    case .object(let object):
      .object(JSONObject(object.map { ($0.key, withoutRequired($0.value)) }))
    case .array(let elements): .array(elements.map { withoutRequired($0) })
    case .null, .bool, .number, .string: value
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
