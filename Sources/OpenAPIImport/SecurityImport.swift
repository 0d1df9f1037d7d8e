internal import JSON
internal import Tools

/// How the service is given its key: the first of its schemes that is a header field.
struct SecurityImport {
  let document: OpenAPIDocument
  let provider: String

  /// The provider's `auth`; nil where no scheme can be carried over.
  func authentication() -> JSONObject? {
    var chosen: JSONObject?
    for (_, scheme) in schemes() {
      guard let scheme = document.followed(scheme) else { continue }
      switch (authentication(scheme), chosen) {
      case (let found?, nil): chosen = found
      case (_?, _?):
        document.notes.add(scheme.pointer, "a provider has one key; this scheme is left out")
      case (nil, _):
        document.notes.add(
          scheme.pointer, "\(kind(scheme)) is not a key in a header field; calls go without it")
      }
    }
    return chosen
  }

  /// Those that every operation needs stand before the others.
  private func schemes() -> [(name: String, node: OpenAPINode)] {
    let all = document.members(document.root["components"]?["securitySchemes"])
    let wanted = document.elements(document.root["security"]).flatMap {
      document.members($0).map(\.name)
    }
    return all.filter { wanted.contains($0.name) } + all.filter { !wanted.contains($0.name) }
  }

  private func authentication(_ scheme: OpenAPINode) -> JSONObject? {
    let variable = "\(provider.uppercased())_API_KEY"
    switch (scheme.value["type"]?.string, scheme.value["in"]?.string) {
    case ("apiKey", "header"):
      guard let header = scheme.value["name"]?.string, ProviderDescriptor.isFieldName(header)
      else { return nil }
      return ["header": .string(header), "env": .string(variable)]
    case ("http", _):
      guard scheme.value["scheme"]?.string?.lowercased() == "bearer" else { return nil }
      return ["header": "Authorization", "prefix": "Bearer ", "env": .string(variable)]
    default: return nil
    }
  }

  private func kind(_ scheme: OpenAPINode) -> String {
    let words = ["type", "scheme", "in"].compactMap { scheme.value[$0]?.string }
    return words.isEmpty ? "a scheme without a type" : "\"\(words.joined(separator: " "))\""
  }
}
