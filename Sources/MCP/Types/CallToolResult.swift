package import JSON

/// What a tool answers.
package struct CallToolResult: Equatable, Sendable {
  /// The answer; an error's fields when `isError`.
  package let content: JSONObject
  package let isError: Bool

  package init(_ content: JSONObject, isError: Bool = false) {
    self.content = content
    self.isError = isError
  }

  /// The fields that revision knows: the JSON as text always, as structured content where the
  /// revision has it. Errors are text only, so that they need not fit the tool's output schema.
  package func json(for version: ProtocolVersion) -> JSONObject {
    let text = JSONValue.object(content).description
    var object: JSONObject = ["content": [["type": "text", "text": .string(text)]]]
    if version.hasStructuredContent, !isError { object["structuredContent"] = .object(content) }
    if isError { object["isError"] = true }
    return object
  }
}
