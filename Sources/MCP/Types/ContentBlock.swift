package import JSON

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
