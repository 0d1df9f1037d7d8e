package import JSON

/// What one JSON-RPC object means (JSON-RPC 2.0 sections 4 and 5).
package enum Message: Equatable, Sendable {
  case request(Request)
  case notification(Notification)
  case response(Response)

  /// Decides what `value` is by which of its members are there, once.
  package init(_ value: JSONValue) throws(InvalidMessage) {
    guard let object = value.object else {
      throw InvalidMessage(id: nil, reason: "a message must be an object")
    }
    let rawID = object["id"]
    let id = rawID.flatMap(RequestID.init)
    func invalid(_ reason: String) -> InvalidMessage {
      InvalidMessage(id: rawID.flatMap(RequestID.echo), reason: reason)
    }

    guard object["jsonrpc"] == "2.0" else { throw invalid("jsonrpc must be \"2.0\"") }
    switch (rawID, object["method"], object["result"], object["error"]) {
    case (nil, .string(let method)?, nil, nil):
      self = .notification(Notification(method: method, params: try Self.params(object, id)))
    case (_?, .string(let method)?, nil, nil):
      guard let id else { throw invalid("id must be a string or an integer") }
      self = .request(Request(id: id, method: method, params: try Self.params(object, id)))
    case (_, _?, nil, nil): throw invalid("method must be a string")
    case (_, nil, let result?, nil):
      self = .response(Response(id: id, outcome: .result(DeferredResult(result))))
    case (_, nil, nil, let error?): self = .response(Response(id: id, outcome: .error(error)))
    case (_, nil, nil, nil): throw invalid("a message needs a method, a result or an error")
    case (_, _, _?, _), (_, _, _, _?):
      throw invalid("method, result and error exclude each other")
    }
  }

  /// `null` counts as absent: several clients write it for a method without parameters. So does
  /// `[]`, which is PHP's empty object.
  private static func params(
    _ object: JSONObject, _ id: RequestID?
  ) throws(InvalidMessage) -> JSONObject? {
    guard let params = object["params"], !params.isNull else { return nil }
    if let object = params.object { return object }
    if params.array?.isEmpty == true { return [:] }
    throw InvalidMessage(id: id, reason: "params must be an object")
  }
}

/// A call that wants a response.
package struct Request: Equatable, Sendable {
  package let id: RequestID
  package let method: String
  package let params: JSONObject?

  package init(id: RequestID, method: String, params: JSONObject? = nil) {
    self.id = id
    self.method = method
    self.params = params
  }

  package var json: JSONValue {
    var object: JSONObject = ["jsonrpc": "2.0", "id": id.json, "method": .string(method)]
    object["params"] = params.map(JSONValue.object)
    return .object(object)
  }
}

/// A call that wants none.
package struct Notification: Equatable, Sendable {
  package let method: String
  package let params: JSONObject?

  package init(method: String, params: JSONObject? = nil) {
    self.method = method
    self.params = params
  }

  package var json: JSONValue {
    var object: JSONObject = ["jsonrpc": "2.0", "method": .string(method)]
    object["params"] = params.map(JSONValue.object)
    return .object(object)
  }
}

/// JSON that is no JSON-RPC message, and why, in a clause.
package struct InvalidMessage: Error, Equatable {
  /// The id to answer under, where one could be read.
  package let id: RequestID?
  package let reason: String
}

/// What ties a response to its request: a string or an integer, never `null`.
///
/// A number keeps its text, so that it is echoed exactly as it came.
package enum RequestID: Hashable, Sendable, CustomStringConvertible {
  case string(String)
  case number(JSONNumber)

  /// The id a JSON value stands for; nil for `null`, fractions and everything else.
  package init?(_ value: JSONValue) {
    switch value {
    case .string(let string): self = .string(string)
    case .number(let number) where number.isInteger: self = .number(number)
    case .number, .null, .bool, .array, .object: return nil
    }
  }

  /// The same, and any other number: a request may not have it, but is refused under it.
  static func echo(of value: JSONValue) -> RequestID? {
    if case .number(let number) = value { .number(number) } else { RequestID(value) }
  }

  package var json: JSONValue {
    switch self {
    case .string(let string): .string(string)
    case .number(let number): .number(number)
    }
  }

  package var description: String { json.description }
}
