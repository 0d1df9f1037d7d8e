package import JSON

/// What a tool answers.
package struct CallToolResult: Equatable, Sendable {
  package let content: [ContentBlock]
  /// The answer as JSON, for revisions that have it.
  package let structured: JSONObject?
  package let isError: Bool

  package init(_ content: [ContentBlock], structured: JSONObject? = nil, isError: Bool = false) {
    self.content = content
    self.structured = structured
    self.isError = isError
  }

  /// JSON as text, and as structured content where the revision has it. Errors are text only, so
  /// that they need not fit the tool's output schema. A remark for the reader is a text of its own.
  package init(_ answer: JSONObject, remark: String? = nil, isError: Bool = false) {
    let texts = [JSONValue.object(answer).description, remark].compactMap(\.self)
    self.init(
      texts.map { .text($0) }, structured: isError ? nil : answer, isError: isError)
  }

  /// The fields that revision knows.
  package func json(for version: ProtocolVersion) -> JSONObject {
    var object: JSONObject = ["content": .array(content.map { $0.json(for: version) })]
    if version.hasStructuredContent {
      object["structuredContent"] = structured.map(JSONValue.object)
    }
    if isError { object["isError"] = true }
    return object
  }
}
