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

  /// The pointer of the only list of objects, where the answer is that list: what stands beside it
  /// only tells of pages and of the request. A thing that has a list in it is no list.
  private static func rows(_ schema: JSONObject) -> JSONPointer? {
    let members = schema["properties"]?.object ?? [:]
    let lists = members.filter { _, property in
      property["type"] == "array" && property["items"]?["type"] == "object"
    }
    guard lists.count == 1 else { return nil }
    let name = lists[0].key
    guard members.allSatisfy({ $0.key == name || isAboutList($0.key, $0.value) }) else {
      return nil
    }
    return JSONPointer.root.appending(name)
  }

  /// Whether a member of an answer tells of a list beside it.
  private static func isAboutList(_ name: String, _ schema: JSONValue) -> Bool {
    let words = NameChooser.words(name)
    return !words.isEmpty && words.allSatisfy(listWords.contains)
      && !(words.count == 1 && thingWords.contains(words[0]))
  }

  /// Of these, what by itself tells of a thing.
  private static let thingWords: Set = [
    "id", "number", "url", "key", "version", "order", "time", "timestamp", "size", "start", "end",
  ]

  private static let listWords: Set = [
    "next", "prev", "previous", "first", "last", "page", "pages", "pagination", "paging", "per",
    "size", "limit", "offset", "skip", "cursor", "cursors", "token", "marker", "continuation",
    "total", "totals", "count", "counts", "number", "num", "of", "items", "results", "records",
    "entries", "rows", "elements", "has", "more", "is", "end", "start", "starting", "ending",
    "after", "before", "current", "truncated", "incomplete", "links", "link", "url", "uri", "href",
    "self", "meta", "metadata", "object", "type", "kind", "etag", "ok", "success", "successful",
    "status", "code", "message", "error", "errors", "warnings", "request", "response", "id", "key",
    "took", "time", "timestamp", "sort", "order", "query", "filter", "filters", "version",
  ]
}
