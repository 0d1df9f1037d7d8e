internal import JSON
internal import Tools

/// Where the service is: the first server of the document, its variables filled in.
struct ServerImport {
  let document: OpenAPIDocument

  /// The address operations stand beneath. `given` wins over the document's.
  func baseURL(_ given: String?) throws(ImportObstacle) -> String {
    let servers = document.elements(document.root["servers"])
    for server in servers.dropFirst() {
      document.notes.add(
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
    for (name, variable) in document.members(server["variables"]) {
      values[name] = document.text(variable["default"])
    }
    let template = TextTemplate(parsing: document.text(server["url"]) ?? "") { _ in true }
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
