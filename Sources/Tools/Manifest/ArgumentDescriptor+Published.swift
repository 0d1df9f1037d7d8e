package import JSON

extension ArgumentDescriptor {
  /// Formats that clients don't know, or know otherwise than services take them.
  private static let ownFormats: [JSONValue] = ["url", "idn-email"]

  /// The schema clients see: what is a value besides stands beside it, the empty string where it
  /// clears and `null` where that is sent.
  package var publishedSchema: JSONValue {
    guard var document = schema.document.object else { return schema.document }
    if let format = document["format"], Self.ownFormats.contains(format) {
      document["format"] = nil
    }
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
