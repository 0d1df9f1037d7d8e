package import JSON

/// What a tool answers.
package struct CallToolResult: Equatable, Sendable {
  private let said: Said
  /// The answer as JSON, for revisions that have it.
  package let structured: JSONObject?
  package let isError: Bool
  /// What programs are told beside it, under names with a prefix (`basic/index#_meta`).
  private let metadata: JSONObject
  /// What more can be read of it, for revisions that have links.
  private var links: [Resource] = []

  private enum Said: Equatable, Sendable {
    case blocks([ContentBlock])
    /// JSON, which is made text when somebody wants it.
    case answer(JSONObject)
  }

  package init(_ content: [ContentBlock], structured: JSONObject? = nil, isError: Bool = false) {
    said = .blocks(content)
    self.structured = structured
    self.isError = isError
    metadata = [:]
  }

  /// JSON as text. `structured` is what fits the schema that was published for it, for clients that
  /// read that; an error has none.
  package init(
    _ answer: JSONObject, structured: JSONObject? = nil, metadata: JSONObject = [:],
    links: [Resource] = [], isError: Bool = false
  ) {
    self.links = links
    said = .answer(answer)
    self.structured = isError ? nil : structured
    self.isError = isError
    self.metadata = metadata
  }

  /// About the most bytes it has as JSON, where that is known: each of an answer's may be escaped in
  /// its text, and stands in the structured content once more. What is told beside it is short, and
  /// not written only to be counted.
  var size: Int? {
    guard case .answer(let answer) = said else { return nil }
    let copies = structured == nil ? 2 : 3
    return answer.writtenSize.map { copies * $0 + 200 * (metadata.count + links.count) + 200 }
  }

  package var content: [ContentBlock] {
    switch said {
    case .blocks(let blocks): blocks
    case .answer(let answer): [.text(JSONValue.object(answer).description)]
    }
  }

  package func json(for version: ProtocolVersion) -> JSONObject {
    var blocks = content.map { $0.json(for: version) }
    if version.hasResourceLinks {
      blocks += links.map { ContentBlock.link($0).json(for: version) }
    }
    var object: JSONObject = ["content": .array(blocks)]
    if version.hasStructuredContent {
      object["structuredContent"] = structured.map(JSONValue.object)
    }
    if isError { object["isError"] = true }
    if !metadata.isEmpty { object["_meta"] = .object(metadata) }
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
