package import JSON

/// Something a server wants from the client or the person behind it before it goes on.
package struct InputRequest: Equatable, Sendable {
  package let kind: Kind
  package let params: JSONObject

  package enum Kind: String, Sendable {
    /// A form for the person.
    case form = "elicitation/create"
    /// A completion by the client's model.
    case sampling = "sampling/createMessage"
    /// The folders the client works in.
    case roots = "roots/list"
  }

  package init(_ kind: Kind, _ params: JSONObject) {
    self.kind = kind
    self.params = params
  }

  /// A form with these fields; `properties` are flat JSON Schema properties.
  package static func form(
    _ message: String, properties: JSONObject, required: [String]
  ) -> InputRequest {
    let schema: JSONObject = [
      "type": "object", "properties": .object(properties),
      "required": .array(required.map { .string($0) }),
    ]
    return InputRequest(
      .form, ["mode": "form", "message": .string(message), "requestedSchema": .object(schema)])
  }

  var json: JSONValue { ["method": .string(kind.rawValue), "params": .object(params)] }

  /// The parameters as that revision knows them: `mode` came with the newest legacy one.
  func params(for version: ProtocolVersion) -> JSONObject {
    var params = params
    if version < .november2025 { params["mode"] = nil }
    return params
  }

  /// Whether `answer` has the shape of an answer to this request.
  func accepts(_ answer: JSONValue) -> Bool {
    switch kind {
    case .form: ["accept", "decline", "cancel"].contains(answer["action"]?.string)
    case .sampling: answer["content"] != nil
    case .roots: answer["roots"]?.array != nil
    }
  }
}

extension InputRequest.Kind {
  /// The capability a client must have declared to be asked.
  var capability: JSONObject {
    switch self {
    case .form: ["elicitation": [:]]
    case .sampling: ["sampling": [:]]
    case .roots: ["roots": [:]]
    }
  }

  /// Whether a client with these capabilities can be asked. An `elicitation` without modes means
  /// forms (`client/elicitation#capabilities`).
  func isOffered(by capabilities: JSONObject) -> Bool {
    switch self {
    case .form:
      capabilities["elicitation"]?.object.map { $0.isEmpty || $0.contains("form") } ?? false
    case .sampling: capabilities["sampling"]?.object != nil
    case .roots: capabilities["roots"]?.object != nil
    }
  }
}
