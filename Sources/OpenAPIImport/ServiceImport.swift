internal import JSON
internal import Tools

/// Where the service is: the first server of the document, its variables filled in.
extension OpenAPIDocument {
  /// The address operations stand beneath. `given` wins over the document's.
  func baseURL(_ given: String?) throws(ImportObstacle) -> String {
    let servers = elements(root["servers"])
    for server in servers.dropFirst() {
      notes.add(
        server.pointer, "one server is enough; left out, the variable …_BASE_URL leads there")
    }
    if let given {
      let url = Self.withoutSlash(given)
      guard ProviderDescriptor.isBaseURL(url) else {
        throw ImportObstacle(.root, "--base-url must be http:// or https://, a host, and no query")
      }
      return url
    }
    guard let server = servers.first else {
      throw ImportObstacle(.root, "the document names no server; give its address as --base-url")
    }
    let url = Self.withoutSlash(filled(server))
    guard ProviderDescriptor.isBaseURL(url) else {
      throw ImportObstacle(
        server.pointer,
        "the server's address is relative or incomplete (\"\(url)\"); give it whole as --base-url")
    }
    return url
  }

  private func filled(_ server: OpenAPINode) -> String {
    var values: [String: String] = [:]
    for (name, variable) in members(server["variables"]) {
      values[name] = text(variable["default"])
    }
    let template = TextTemplate(parsing: text(server["url"]) ?? "") { _ in true }
    let url = template.filled { values[$0] ?? "{\($0)}" }
    // A variable that nothing fills in must not become part of a host's name.
    return url.contains("{") ? "" : url
  }

  private static func withoutSlash(_ url: String) -> String {
    var url = url[...]
    while url.hasSuffix("/") { url = url.dropLast() }
    return String(url)
  }
}

/// How the service is given its key: the first of its schemes that is a header field.
extension OpenAPIDocument {
  /// The `auth` of a provider with this id; nil where no scheme can be carried over.
  func authentication(of provider: String) -> JSONObject? {
    let all = members(root["components"]?["securitySchemes"])
    let wanted = elements(root["security"]).flatMap { members($0).map(\.name) }
    // Those that every operation needs stand before the others.
    let ordered = all.filter { wanted.contains($0.name) } + all.filter { !wanted.contains($0.name) }
    var chosen: JSONObject?
    for (_, node) in ordered {
      guard let scheme = followed(node) else { continue }
      let found = Self.authentication(scheme, variable: "\(provider.uppercased())_API_KEY")
      if found == nil {
        notes.add(
          scheme.pointer,
          "\(Self.kind(scheme)) is not a key in a header field; calls go without it")
      } else if chosen != nil {
        notes.add(scheme.pointer, "a provider has one key; this scheme is left out")
      }
      chosen = chosen ?? found
    }
    return chosen
  }

  private static func authentication(_ scheme: OpenAPINode, variable: String) -> JSONObject? {
    switch (scheme.value["type"]?.string, scheme.value["in"]?.string) {
    case ("apiKey", "header"):
      guard let header = scheme.value["name"]?.string, ProviderDescriptor.isFieldName(header)
      else { return nil }
      return ["header": .string(header), "env": .string(variable)]
    case ("http", _) where scheme.value["scheme"]?.string?.lowercased() == "bearer":
      return ["header": "Authorization", "prefix": "Bearer ", "env": .string(variable)]
    default: return nil
    }
  }

  private static func kind(_ scheme: OpenAPINode) -> String {
    let words = ["type", "scheme", "in"].compactMap { scheme.value[$0]?.string }
    return words.isEmpty ? "a scheme without a type" : "\"\(words.joined(separator: " "))\""
  }
}
