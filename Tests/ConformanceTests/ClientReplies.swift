import JSON

/// What a client answers when it is asked, by method: the same in both eras.
enum ClientReplies {
  static let all: [String: JSONValue] = [
    "elicitation/create": form(["username": "testuser", "email": "test@example.com"]),
    "sampling/createMessage": sample("This is a test response."),
    "roots/list": ["roots": [["uri": "file:///test/root", "name": "Test Root"]]],
  ]

  /// A form that was filled in.
  static func form(_ content: JSONObject) -> JSONValue {
    ["action": "accept", "content": .object(content)]
  }

  static func sample(_ text: String) -> JSONValue {
    [
      "role": "assistant", "content": ["type": "text", "text": .string(text)],
      "model": "test-model", "stopReason": "endTurn",
    ]
  }
}
