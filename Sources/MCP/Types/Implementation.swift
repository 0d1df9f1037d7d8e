package import JSON

/// Who a program on either side says it is.
package struct Implementation: Sendable {
  package let name: String
  package let version: String
  package let title: String
  /// One sentence.
  package let description: String
  package let websiteURL: String?

  package init(
    name: String, version: String, title: String, description: String, websiteURL: String? = nil
  ) {
    self.name = name
    self.version = version
    self.title = title
    self.description = description
    self.websiteURL = websiteURL
  }

  /// Name and version only: what goes with every modern result.
  package var identity: JSONValue { ["name": .string(name), "version": .string(version)] }

  /// The fields that revision knows.
  package func json(for version: ProtocolVersion) -> JSONValue {
    var object: JSONObject = ["name": .string(name), "version": .string(self.version)]
    if version.hasTitles { object["title"] = .string(title) }
    if version.hasImplementationDetails {
      object["description"] = .string(description)
      object["websiteUrl"] = websiteURL.map(JSONValue.string)
    }
    return .object(object)
  }
}
