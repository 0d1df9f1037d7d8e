package import JSON

/// Something a client can read, by its URI.
package struct Resource: Equatable, Sendable {
  package let uri: String
  package let label: Label

  /// What people and models are told of a resource, or of a family of them.
  package struct Label: Equatable, Sendable {
    package let name: String
    package let title: String
    package let description: String
    /// Nil where it isn't the same for all of a family.
    package let mimeType: String?

    package init(name: String, title: String, description: String, mimeType: String? = nil) {
      self.name = name
      self.title = title
      self.description = description
      self.mimeType = mimeType
    }

    func json(for version: ProtocolVersion) -> JSONObject {
      var object: JSONObject = ["name": .string(name)]
      if version.hasTitles { object["title"] = .string(title) }
      object["description"] = .string(description)
      object["mimeType"] = mimeType.map(JSONValue.string)
      return object
    }
  }

  package init(uri: String, _ label: Label) {
    self.uri = uri
    self.label = label
  }

  package func json(for version: ProtocolVersion) -> JSONObject {
    JSONObject([("uri", .string(uri))]).merging(label.json(for: version))
  }
}

/// A family of resources: a URI with places in braces (RFC 6570).
package struct ResourceTemplate: Equatable, Sendable {
  package let uriTemplate: String
  package let label: Resource.Label

  package init(uriTemplate: String, _ label: Resource.Label) {
    self.uriTemplate = uriTemplate
    self.label = label
  }

  package func json(for version: ProtocolVersion) -> JSONObject {
    JSONObject([("uriTemplate", .string(uriTemplate))]).merging(label.json(for: version))
  }
}

/// What is in a resource.
package struct ResourceContents: Equatable, Sendable {
  package let uri: String
  package let mimeType: String
  package let body: Body
  /// What programs are told beside it (`basic/index#_meta`).
  private let metadata: JSONObject

  package enum Body: Equatable, Sendable {
    case text(String)
    /// Bytes in base64.
    case blob(String)
  }

  package init(uri: String, mimeType: String, _ body: Body, metadata: JSONObject = [:]) {
    self.uri = uri
    self.mimeType = mimeType
    self.body = body
    self.metadata = metadata
  }

  /// A JSON object as text.
  package init(uri: String, _ object: JSONObject) {
    self.init(uri: uri, mimeType: "application/json", .text(JSONValue.object(object).description))
  }

  package var json: JSONValue {
    var object: JSONObject = ["uri": .string(uri), "mimeType": .string(mimeType)]
    switch body {
    case .text(let text): object["text"] = .string(text)
    case .blob(let base64): object["blob"] = .string(base64)
    }
    if !metadata.isEmpty { object["_meta"] = .object(metadata) }
    return .object(object)
  }
}
