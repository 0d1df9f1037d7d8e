package import JSON

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
