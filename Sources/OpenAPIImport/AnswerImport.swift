internal import JSON
internal import Tools

extension OpenAPIDocument {
  /// The schema of what an operation answers when all went well; nil where there is none. Refuses
  /// what is never JSON. What changes something may also answer nothing, beside anything else.
  func answerSchema(
    of operation: OpenAPINode, _ effect: Effect
  ) throws(ImportObstacle) -> OpenAPINode? {
    let answers = successes(of: operation)
    for answer in effect == .read ? answers.prefix(1) : answers[...] {
      let json = members(answer["content"]).first { MediaType.isJSON($0.name) }
      if let json { return json.node["schema"] }
    }
    let others = answers.filter { !members($0["content"]).isEmpty }
    guard let other = others.first, effect != .read || !members(answers[0]["content"]).isEmpty
    else { return nil }
    let types = members(other["content"]).map(\.name).joined(separator: ", ")
    guard effect != .read, others.count < answers.count else {
      throw ImportObstacle(other.pointer, "clickport reads JSON, but the answer is \(types)")
    }
    notes.add(other.pointer, "clickport reads JSON; an answer in \(types) ends in an error")
    return nil
  }

  /// What answers success, what says most first: `200` before other numbers, those before `2XX`.
  private func successes(of operation: OpenAPINode) -> [OpenAPINode] {
    let all = members(operation["responses"])
    for response in all {
      guard let links = followed(response.node)?["links"] else { continue }
      notes.add(links.pointer, "links between operations are left out")
    }
    let good = all.filter { $0.name.hasPrefix("2") }.sorted { $0.name < $1.name }
    return good.compactMap { followed($0.node) }
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
    return (schema, rows(schema, of: node))
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
  private func rows(_ schema: JSONObject, of node: OpenAPINode) -> JSONPointer? {
    let parts = SchemaParts(node, in: document)
    if parts.type == "array" {
      return hasObjects(parts) ? JSONPointer.root.appending("result") : nil
    }
    let lists = parts.properties.filter { property in
      !Self.sideLists.contains(property.name)
        && hasObjects(SchemaParts(property.node, in: document, inside: parts.inside))
    }
    let members = schema["properties"]?.object ?? [:]
    guard lists.count == 1, let name = lists.first?.name, members.contains(name),
      members.allSatisfy({ $0.key == name || Self.isAboutList($0.key) })
    else { return nil }
    return JSONPointer.root.appending(name)
  }

  private func hasObjects(_ parts: SchemaParts) -> Bool {
    guard parts.type == "array", let items = parts.keywords["items"] else { return false }
    return SchemaParts(items, in: document, inside: parts.inside).type == "object"
  }

  /// Whether a member of an answer tells of a list beside it.
  private static func isAboutList(_ name: String) -> Bool {
    let words = NameChooser.words(name)
    return !words.isEmpty && words.allSatisfy(listWords.contains)
      && !(words.count == 1 && thingWords.contains(words[0]))
  }

  /// Lists that only stand beside what an answer is about: of an answer with no other, they are
  /// what went wrong with it.
  private static let sideLists: Set = ["errors", "warnings", "messages", "included"]

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
    "self", "included", "messages", "meta", "metadata", "object", "type", "kind", "etag", "ok",
    "success", "successful",
    "status", "code", "message", "error", "errors", "warnings", "request", "response", "id", "key",
    "took", "time", "timestamp", "sort", "order", "query", "filter", "filters", "version", "search",
    "context", "odata",
  ]
}
