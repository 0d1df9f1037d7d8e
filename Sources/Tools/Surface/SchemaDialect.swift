internal import JSON

/// How strict a reader of schemas the client's model API is.
package enum SchemaDialect: String, CaseIterable, Sendable {
  /// What every framework we know of reads: no root `additionalProperties`, no `format` but `date`
  /// and `date-time`, one type a schema.
  case standard
  /// What OpenAI's strict mode takes: every property is required, one that may be left out may be
  /// null, and an object whose members nobody knows is a text of JSON.
  /// https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
  case openAIStrict = "openai-strict"

  /// The schema of a tool's arguments, in this dialect.
  func schema(_ standard: JSONObject) -> JSONObject {
    switch self {
    case .standard: standard
    case .openAIStrict: StrictSchema.object(standard)
    }
  }

  /// What is given for an argument, without what this dialect has no other way to leave out; nil where
  /// it is left out itself. A `null` that would mean something else is one only where it is required.
  func given(_ value: JSONValue, of argument: ArgumentDescriptor) -> JSONValue? {
    guard self == .openAIStrict else { return value }
    if value.isNull, argument.isRequired, argument.isNullable { return value }
    return given(value, argument.schema.document)
  }

  private func given(_ value: JSONValue, _ schema: JSONValue) -> JSONValue? {
    switch value {
    case .null: return nil
    case .string(let text): return StrictSchema.writtenDown(text, schema) ?? value
    case .array(let elements):
      let items = StrictSchema.alternative("array", of: schema)["items"] ?? [:]
      return .array(elements.map { given($0, items) ?? $0 })
    case .object(let object):
      let schema = StrictSchema.alternative("object", of: schema)
      let properties = schema["properties"]?.object ?? [:]
      let required = schema["required"]?.array ?? []
      return .object(
        JSONObject(
          object.compactMap { name, member in
            guard let property = properties[name] else { return (name, member) }
            guard let meant = given(member, property) else {
              return required.contains(.string(name)) ? (name, member) : nil
            }
            return (name, meant)
          }))
    case .bool, .number: return value
    }
  }
}

/// Schemas of OpenAI's strict mode, made of those that everybody else reads.
private enum StrictSchema {
  /// Annotations and limits that the mode refuses; the values are checked against them all the same.
  private static let refused: Set = [
    "default", "examples", "minLength", "maxLength", "uniqueItems", "minProperties",
    "maxProperties", "propertyNames", "patternProperties", "title",
  ]

  /// An object of known members: all are required, and there are no others.
  static func object(_ schema: JSONObject) -> JSONObject {
    let properties = schema["properties"]?.object ?? [:]
    let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
    var strict: JSONObject = ["type": "object"]
    strict["properties"] = .object(
      JSONObject(
        properties.map { name, property in
          let property = value(property.object ?? [:])
          return (name, .object(required.contains(name) ? property : orNull(property)))
        }))
    strict["required"] = .array(properties.keys.map { .string($0) })
    strict["additionalProperties"] = false
    strict["description"] = schema["description"]
    return strict
  }

  private static func value(_ schema: JSONObject) -> JSONObject {
    if schema["type"] == "object" {
      return schema["properties"] == nil || schema["additionalProperties"]?.object != nil
        ? text(for: schema) : object(schema)
    }
    var strict = JSONObject(schema.filter { !refused.contains($0.key) })
    if let items = schema["items"] { strict["items"] = .object(value(items.object ?? [:])) }
    if strict["type"] == "array", strict["items"] == nil { return text(for: schema) }
    for keyword in ["anyOf", "oneOf"] {
      guard let choices = schema[keyword]?.array else { continue }
      strict[keyword] = nil
      strict["anyOf"] = .array(distinct(choices.map { .object(value($0.object ?? [:])) }))
    }
    // What may be anything can only be written down.
    if strict["type"] == nil, strict["anyOf"] == nil { return text(for: schema) }
    return single(strict)
  }

  /// What a text of JSON holds, where the schema is one of values that are written down.
  static func writtenDown(_ text: String, _ schema: JSONValue) -> JSONValue? {
    let kinds = (alternatives(of: schema) ?? [schema]).map(isWrittenDown)
    guard kinds.contains(true), let value = try? JSONValue(parsing: text),
      // Beside other kinds, a number or a word is what it looks like.
      kinds.count == 1 || value.object != nil || value.array != nil
    else { return nil }
    return value
  }

  private static func isWrittenDown(_ schema: JSONValue) -> Bool {
    guard let object = schema.object else { return true }
    return value(object)["type"] == "string" && object["type"] != "string"
  }

  /// The schema of a value of that kind, of those there are.
  static func alternative(_ kind: JSONValue, of schema: JSONValue) -> JSONValue {
    alternatives(of: schema)?.first { $0["type"] == kind } ?? schema
  }

  private static func alternatives(of schema: JSONValue) -> [JSONValue]? {
    schema["anyOf"]?.array ?? schema["oneOf"]?.array
  }

  private static func orNull(_ schema: JSONObject) -> JSONObject {
    var outer: JSONObject = [:]
    outer["description"] = schema["description"]
    var inner = schema
    inner["description"] = nil
    let choices = inner["anyOf"]?.array ?? [.object(inner)]
    outer["anyOf"] = .array(distinct(choices + [["type": "null"]]))
    return outer
  }

  private static func text(for schema: JSONObject) -> JSONObject {
    let description = schema["description"]?.string.map { $0 + " " } ?? ""
    return ["type": "string", "description": .string(description + "As a text of JSON.")]
  }

  /// One choice is none.
  private static func single(_ schema: JSONObject) -> JSONObject {
    guard let choices = schema["anyOf"]?.array, choices.count == 1, let only = choices[0].object
    else { return schema }
    var rest = schema
    rest["anyOf"] = nil
    return only.merging(rest)
  }

  private static func distinct(_ choices: [JSONValue]) -> [JSONValue] {
    choices.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
