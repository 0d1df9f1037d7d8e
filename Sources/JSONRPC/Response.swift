package import JSON

/// What answers a request; without an id only where the request's could not be read.
package struct Response: Equatable, Sendable {
  package let id: RequestID?
  package let outcome: Outcome

  package enum Outcome: Equatable, Sendable {
    case result(DeferredResult)
    /// The error object, as it is on the wire.
    case error(JSONValue)
  }

  package init(id: RequestID?, outcome: Outcome) {
    self.id = id
    self.outcome = outcome
  }

  package init(id: RequestID?, error: ResponseError) {
    self.init(id: id, outcome: .error(error.json))
  }

  /// About how many bytes it has as JSON, where that is known before it is made.
  var size: Int? {
    if case .result(let result) = outcome { result.size } else { nil }
  }

  package var json: JSONValue {
    var object: JSONObject = ["jsonrpc": "2.0"]
    object["id"] = id?.json
    switch outcome {
    case .result(let result): object["result"] = result.value
    case .error(let error): object["error"] = error
    }
    return .object(object)
  }
}

/// A result on its way out, made when its line is written. Many wait for that at once, and each is
/// larger as JSON than what it is made from.
package struct DeferredResult: Sendable, Equatable {
  private let make: @Sendable () -> JSONValue
  /// The most bytes it has as JSON, where that is known beforehand.
  package let size: Int?

  package init(atMost size: Int? = nil, _ make: @escaping @Sendable () -> JSONValue) {
    self.size = size
    self.make = make
  }

  package init(_ value: JSONValue) {
    make = { value }
    size = nil
  }

  /// The result, made anew each time.
  package var value: JSONValue { make() }

  package static func == (left: DeferredResult, right: DeferredResult) -> Bool {
    left.value == right.value
  }
}

/// The `error` of a response (JSON-RPC 2.0 section 5.1).
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
