internal import JSON
internal import Tools

extension OpenAPIDocument {
  /// The schema of what an operation answers when all went well; nil where there is none. Refuses
  /// what is never JSON.
  func answerSchema(of operation: OpenAPINode) throws(ImportObstacle) -> OpenAPINode? {
    guard let response = success(of: operation) else { return nil }
    let content = members(response["content"])
    if let json = content.first(where: { MediaType.isJSON($0.name) }) { return json.node["schema"] }
    guard content.isEmpty else {
      let types = content.map(\.name).joined(separator: ", ")
      throw ImportObstacle(response.pointer, "clickport reads JSON, but the answer is \(types)")
    }
    return nil
  }

  /// The answer that says most about success: `200` before other numbers, those before `2XX`.
  private func success(of operation: OpenAPINode) -> OpenAPINode? {
    let all = members(operation["responses"])
    for response in all {
      guard let links = followed(response.node)?["links"] else { continue }
      notes.add(links.pointer, "links between operations are left out")
    }
    let good = all.filter { $0.name.hasPrefix("2") }.sorted { $0.name < $1.name }
    return good.first.flatMap { followed($0.node) }
  }
}

/// The shape of an answer: types and members, nothing that an answer could break by being a little
/// different from what the document promised.
struct AnswerShape {
  let document: OpenAPIDocument

  /// So many schemas an answer may be made of; one of more is described less deeply.
  private static let schemaLimit = 60
  private static let depths = [3, 2, 1]

  /// An object schema of the answer, and where its rows are; nil where its shape isn't known.
  func output(_ node: OpenAPINode) -> (schema: JSONObject, rows: JSONPointer?)? {
    guard var schema = Self.depths.lazy.compactMap({ shape(node, to: $0) }).first else {
      document.notes.add(node.pointer, "is too large to be described; left out")
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

  /// The shape so deep; nil where it is too large.
  private func shape(_ node: OpenAPINode, to depth: Int) -> JSONObject? {
    var budget = Self.schemaLimit
    let parts = SchemaParts(node, in: document)
    guard let type = parts.type else { return [:] }
    let shape = shape(parts, type, depth, &budget)
    return budget > 0 ? shape : nil
  }

  private func shape(
    _ parts: SchemaParts, _ type: String, _ levels: Int, _ budget: inout Int
  ) -> JSONObject {
    budget -= 1
    var shape: JSONObject = ["type": .string(type)]
    guard levels > 0, !parts.isCut else { return shape }
    if type == "array", let items = parts.keywords["items"] {
      shape["items"] = .object(part(items, of: parts, levels, &budget))
    }
    var properties: JSONObject = [:]
    for (name, property) in parts.properties where type == "object" && budget > 0 {
      guard property.value["writeOnly"] != true, ImportedText.isName(name) else { continue }
      properties[name] = .object(part(property, of: parts, levels, &budget))
    }
    if !properties.isEmpty { shape["properties"] = .object(properties) }
    return shape
  }

  /// A shape inside another one.
  private func part(
    _ node: OpenAPINode, of whole: SchemaParts, _ levels: Int, _ budget: inout Int
  ) -> JSONObject {
    let parts = SchemaParts(node, in: document, inside: whole.inside)
    // Hosts refuse a list of types, and a shape that forbids null would be wrong.
    guard let type = parts.type, !parts.isNullable else {
      budget -= 1
      return [:]
    }
    return shape(parts, type, levels - 1, &budget)
  }

  /// The pointer of the only list of objects.
  private static func rows(_ schema: JSONObject) -> JSONPointer? {
    let lists = (schema["properties"]?.object ?? [:]).filter { _, property in
      property["type"] == "array" && property["items"]?["type"] == "object"
    }
    return lists.count == 1 ? JSONPointer.root.appending(lists[0].key) : nil
  }
}
