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
