internal import JSON

extension ArgumentDescriptor {
  /// What a right value is, in a clause: type, bounds, choices.
  package var expectation: String { expectation(at: .root) }

  /// The same of what stands inside a value.
  func expectation(at pointer: JSONPointer) -> String {
    var schema = schema.document
    for token in pointer.tokens {
      guard let inner = schema["properties"]?[token] ?? schema["items"] else { break }
      schema = inner
    }
    return Self.expectation(schema.object ?? [:])
  }

  private static func expectation(_ schema: JSONObject) -> String {
    let alternatives = schema["anyOf"]?.array ?? []
    guard alternatives.isEmpty else {
      return alternatives.map { expectation($0.object ?? [:]) }.joined(separator: "; or ")
    }
    var words = [schema["type"]?.string ?? "a value"]
    if let format = schema["format"]?.string {
      words = [formats[format] ?? "\(words[0]) in the format \(format)"]
    }
    if let choices = schema["enum"]?.array ?? schema["items"]?["enum"]?.array {
      words.append("one of \(choices.map(\.description).joined(separator: ", "))")
    }
    if let pattern = schema["pattern"]?.string { words.append("matching \(pattern)") }
    for (keyword, (text, unit)) in bounds {
      if let bound = schema[keyword] { words.append("\(text) \(bound)\(unit)") }
    }
    return words.joined(separator: ", ")
  }

  /// Whether its values are to be chosen from.
  var hasChoices: Bool { schema.document["enum"] != nil }

  /// Whether it is an instant.
  var isInstant: Bool { schema.document["format"] == "date-time" }

  /// What is sent to remove what the service has stored.
  var clearing: JSONValue { location == .body && isList ? [] : "" }

  /// Whether a list is among its values.
  var isList: Bool {
    schema.document["type"] == "array"
      || schema.document["anyOf"]?.array?.contains { $0["type"] == "array" } ?? false
  }

  private static let formats = [
    "date": "a calendar date, YYYY-MM-DD",
    "date-time": "an instant, YYYY-MM-DDTHH:MM:SSZ",
    "uri": "a complete URL, with https://",
    "email": "an e-mail address",
    "uuid": "a UUID",
  ]

  private static let bounds: KeyValuePairs = [
    "minimum": ("at least", ""), "maximum": ("at most", ""),
    "minLength": ("length at least", ""), "maxLength": ("length at most", ""),
    "minItems": ("at least", " items"), "maxItems": ("at most", " items"),
  ]
}
