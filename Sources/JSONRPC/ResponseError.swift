package import JSON

/// The `error` of a JSON-RPC answer (JSON-RPC 2.0 section 5.1).
package struct ResponseError: Error, Equatable {
  package let code: Code
  /// One sentence for the developer of the client.
  package let message: String
  package let data: JSONValue?

  package init(_ code: Code, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// An error code; the protocol above adds its own.
  package struct Code: Hashable, Sendable {
    package let value: Int

    package init(_ value: Int) {
      self.value = value
    }

    package static let parseError = Code(-32700)
    package static let invalidRequest = Code(-32600)
    package static let methodNotFound = Code(-32601)
    package static let invalidParams = Code(-32602)
    package static let internalError = Code(-32603)
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "code": .number(JSONNumber(code.value)), "message": .string(message),
    ]
    object["data"] = data
    return .object(object)
  }
}
