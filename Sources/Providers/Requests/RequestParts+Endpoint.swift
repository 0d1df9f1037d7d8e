internal import HTTPTypes
internal import JSON
internal import Tools

extension RequestParts {
  /// The request to an endpoint. Its body is a form where that is how the service's tools write
  /// theirs, and JSON everywhere else.
  init(_ endpoint: Endpoint) {
    let query = Self.pairs(endpoint.query)
    var fields = HTTPFields()
    var bytes: [UInt8] = []
    if let body = endpoint.body {
      let isForm = endpoint.provider.descriptor.takesForms
      fields[.contentType] = isForm ? Self.formType : Self.jsonType
      bytes =
        isForm
        ? Array(PercentCoding.encode(Self.pairs(body)).utf8) : JSONValue.object(body).serialized()
    }
    self.init(
      method: HTTPRequest.Method(endpoint.method),
      target: endpoint.path.text + (query.isEmpty ? "" : "?" + PercentCoding.encode(query)),
      headerFields: fields, body: bytes)
  }

  private static func pairs(_ object: JSONObject) -> [(name: String, value: String)] {
    object.flatMap { name, value in value.wireTexts(nil).map { (name, $0) } }
  }
}

extension ProviderDescriptor {
  fileprivate var takesForms: Bool {
    tools.contains { tool in tool.arguments.contains { $0.location == .form } }
  }
}
