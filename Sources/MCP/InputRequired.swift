package import JSON
package import JSONRPC

/// Why a method gave no result of its own.
package enum Interruption: Error, Equatable {
  /// The request is answered with an error.
  case failed(ResponseError)
  /// The request is answered with questions; the client asks again with the answers
  /// (`basic/patterns/mrtr`).
  case inputRequired(InputRequired)

  /// The error of a request that can't be answered with questions.
  var responseError: ResponseError {
    switch self {
    case .failed(let error): error
    case .inputRequired: ResponseError(.internalError, "this client can't be asked this way")
    }
  }
}

/// Questions by key, and what a server wants to be told again with the answers.
package struct InputRequired: Equatable, Sendable {
  package let requests: [Question]
  /// Opaque to the client; nil when there is nothing to remember.
  package let requestState: String?

  package struct Question: Equatable, Sendable {
    package let key: String
    package let request: InputRequest

    package init(_ key: String, _ request: InputRequest) {
      self.key = key
      self.request = request
    }
  }

  package init(_ requests: [Question], requestState: String? = nil) {
    self.requests = requests
    self.requestState = requestState
  }
}

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

    /// The capability a client must have declared to be asked.
    var capability: String {
      switch self {
      case .form: "elicitation"
      case .sampling: "sampling"
      case .roots: "roots"
      }
    }

    /// Whether a client with these capabilities can be asked. An `elicitation` without modes means
    /// forms (`client/elicitation#capabilities`).
    func isOffered(by capabilities: JSONObject) -> Bool {
      guard let declared = capabilities[capability]?.objectMeant else { return false }
      return self != .form || declared.isEmpty || declared.contains("form")
    }
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
    if !version.hasElicitationModes { params["mode"] = nil }
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
