import MCP

/// The resources of the fixture server, and one family of them.
struct FixtureLibrary: ResourceLibrary {
  static let watchedURI = "test://watched-resource"

  /// A resource and what is in it.
  private static let fixed: [(resource: Resource, body: ResourceContents.Body)] = [
    (
      resource("test://static-text", "Static Text Resource", "text/plain"),
      .text("This is the content of the static text resource.")
    ),
    (
      resource("test://static-binary", "Static Binary Resource", "image/png"),
      .blob(FixtureMedia.png)
    ),
    (resource(watchedURI, "Watched Resource", "text/plain"), .text("Watched resource content.")),
  ]

  private static let template = (prefix: "test://template/", suffix: "/data")

  let resources = Self.fixed.map(\.resource)

  let templates = [
    ResourceTemplate(
      uriTemplate: "\(template.prefix){id}\(template.suffix)",
      Resource.Label(
        name: "template-data", title: "Template Resource",
        description: "A resource with one place to fill.", mimeType: "application/json"))
  ]

  func read(_ uri: String) async -> [ResourceContents]? {
    if let (resource, body) = Self.fixed.first(where: { $0.resource.uri == uri }) {
      return [ResourceContents(uri: uri, mimeType: resource.label.mimeType ?? "text/plain", body)]
    }
    let (prefix, suffix) = Self.template
    let id = uri.dropFirst(prefix.count).dropLast(suffix.count)
    guard uri == prefix + id + suffix, !id.isEmpty, !id.contains("/") else { return nil }
    let text = #"{"id":"\#(id)","templateTest":true,"data":"Data for ID: \#(id)"}"#
    return [ResourceContents(uri: uri, mimeType: "application/json", .text(text))]
  }

  func completions(of template: String, argument: String, value: String) -> [String]? {
    guard template == templates.first?.uriTemplate, argument == "id" else { return nil }
    return ["1", "12", "123"].filter { $0.hasPrefix(value) }
  }

  private static func resource(_ uri: String, _ title: String, _ mimeType: String) -> Resource {
    Resource(
      uri: uri,
      Resource.Label(
        name: String(uri.dropFirst("test://".count)), title: title,
        description: "A fixture for tests: \(title).", mimeType: mimeType))
  }
}
