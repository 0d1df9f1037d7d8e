import JSON
import MCP

/// What the fixtures ask a client.
enum Questions {
  static let name = form("What is your name?", field: "name")
  static let roots = InputRequest(.roots, [:])

  /// A form of one required text.
  static func form(_ message: String, field: String) -> InputRequest {
    .form(
      message, properties: JSONObject([(field, ["type": "string"] as JSONValue)]), required: [field]
    )
  }

  /// One user's message for the client's model.
  static func sampling(_ prompt: String) -> InputRequest {
    InputRequest(
      .sampling,
      [
        "messages": [["role": "user", "content": ["type": "text", "text": .string(prompt)]]],
        "maxTokens": 100,
      ])
  }
}

extension JSONValue {
  /// The text of a sampling answer.
  var sampledText: String { self["content"]?["text"]?.string ?? "nothing" }

  /// A field of a filled form, as text.
  func filled(_ field: String) -> String { self["content"]?[field]?.string ?? "nobody" }
}
