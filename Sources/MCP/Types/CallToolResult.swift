package import JSON

/// What a tool answers.
package struct CallToolResult: Equatable, Sendable {
  private let said: Said
  /// The answer as JSON, for revisions that have it.
  package let structured: JSONObject?
  package let isError: Bool

  private enum Said: Equatable, Sendable {
    case blocks([ContentBlock])
    /// JSON, which is made text when somebody wants it, and what is said beside it.
    case answer(JSONObject, remark: String?)
  }

  package init(_ content: [ContentBlock], structured: JSONObject? = nil, isError: Bool = false) {
    said = .blocks(content)
    self.structured = structured
    self.isError = isError
  }

  /// JSON as text, and as structured content where the revision has it. Errors are text only, so
  /// that they need not fit the tool's output schema. A remark for the reader is a text of its own.
  package init(_ answer: JSONObject, remark: String? = nil, isError: Bool = false) {
    said = .answer(answer, remark: remark)
    structured = isError ? nil : answer
    self.isError = isError
  }

  /// The most bytes it has as JSON, where that is known: each of an answer's may be escaped in its
  /// text, and stands in the structured content once more.
  var size: Int? {
    guard case .answer(let answer, let remark) = said else { return nil }
    return answer.writtenSize.map { 3 * $0 + 2 * (remark?.utf8.count ?? 0) + 200 }
  }

  package var content: [ContentBlock] {
    switch said {
    case .blocks(let blocks): blocks
    case .answer(let answer, let remark):
      [JSONValue.object(answer).description, remark].compactMap(\.self).map { .text($0) }
    }
  }

  package func json(for version: ProtocolVersion) -> JSONObject {
    var object: JSONObject = ["content": .array(content.map { $0.json(for: version) })]
    if version.hasStructuredContent {
      object["structuredContent"] = structured.map(JSONValue.object)
    }
    if isError { object["isError"] = true }
    return object
  }
}

/// One piece of what a tool or a prompt says.
package enum ContentBlock: Equatable, Sendable {
  case text(String)
  /// Base64 data with its MIME type.
  case image(data: String, mimeType: String)
  case audio(data: String, mimeType: String)
  case resource(ResourceContents)
  case link(Resource)

  /// The block as that revision knows it; a kind it doesn't know becomes text.
  package func json(for version: ProtocolVersion) -> JSONValue {
    switch self {
    case .text(let text): ["type": "text", "text": .string(text)]
    case .image(let data, let mimeType):
      ["type": "image", "data": .string(data), "mimeType": .string(mimeType)]
    case .audio(let data, let mimeType):
      version.hasAudio
        ? ["type": "audio", "data": .string(data), "mimeType": .string(mimeType)]
        : ["type": "text", "text": .string("[audio, \(mimeType)]")]
    case .resource(let contents): ["type": "resource", "resource": contents.json]
    case .link(let resource):
      version.hasResourceLinks
        ? .object(JSONObject([("type", "resource_link")]).merging(resource.json(for: version)))
        : ["type": "text", "text": .string("\(resource.label.title): \(resource.uri)")]
    }
  }
}
