internal import JSON

/// The shape of an answer: types and members, nothing that an answer could break by being a little
/// different from what the document promised.
struct AnswerShape {
  let document: OpenAPIDocument

  /// So many schemas an answer may be made of; a larger one is not described at all.
  private static let schemaLimit = 150
  private static let depthLimit = 4

  /// An object schema of the answer, and where its rows are; nothing where its shape isn't known.
  func output(_ node: OpenAPINode) -> (schema: JSONObject, rows: JSONPointer?)? {
    var budget = Self.schemaLimit
    var schema = shape(node, inside: [], depth: 0, &budget)
    guard budget > 0 else {
      document.notes.add(node.place, "is too large to be described; left out")
      return nil
    }
    // An answer that is no object becomes one with a single member.
    if schema["type"] == "array" {
      schema = [
        "type": "object", "properties": ["result": .object(schema)], "required": ["result"],
      ]
    }
    guard schema["type"] == "object", schema.contains("properties") else { return nil }
    return (schema, Self.rows(schema))
  }

  private func shape(
    _ node: OpenAPINode, inside: [JSONPointer], depth: Int, _ budget: inout Int
  ) -> JSONObject {
    budget -= 1
    let parts = SchemaParts(node, in: document, inside: inside)
    // Hosts refuse a list of types, and a shape that forbids null would be wrong.
    guard let type = parts.type, !parts.isNullable || depth == 0 else { return [:] }
    var shape: JSONObject = ["type": .string(type)]
    guard depth < Self.depthLimit, !parts.isCut else { return shape }
    if type == "array", let items = parts.keywords["items"] {
      shape["items"] = .object(
        self.shape(items, inside: parts.inside, depth: depth + 1, &budget))
    }
    var properties: JSONObject = [:]
    for (name, property) in parts.properties where type == "object" && budget > 0 {
      guard property.value["writeOnly"] != true else { continue }
      properties[name] = .object(
        self.shape(property, inside: parts.inside, depth: depth + 1, &budget))
    }
    if !properties.isEmpty { shape["properties"] = .object(properties) }
    return shape
  }

  /// The place of the only list of objects.
  private static func rows(_ schema: JSONObject) -> JSONPointer? {
    let lists = (schema["properties"]?.object ?? [:]).filter { _, property in
      property["type"] == "array" && property["items"]?["type"] == "object"
    }
    return lists.count == 1 ? JSONPointer.root.appending(lists[0].key) : nil
  }
}
