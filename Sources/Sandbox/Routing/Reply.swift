import Exchange
import HTTPTypes
import JSON

/// An answer before it is bytes.
struct Reply: Sendable {
  let status: Int
  let body: JSONValue
  /// Beside `Content-Type`, which is always JSON.
  var headers: [(name: String, value: String)]

  init(_ status: Int, _ body: JSONValue, headers: [(name: String, value: String)] = []) {
    self.status = status
    self.body = body
    self.headers = headers
  }

  /// Whether the service did what it was asked: some say 200 and no in the body.
  var isSuccess: Bool {
    (200..<300).contains(status) && body["success"] != false && body["status"] != "ERROR"
  }

  var response: ProviderResponse {
    var head = HTTPResponse(status: HTTPResponse.Status(code: status))
    head.headerFields[.contentType] = "application/json"
    for (name, value) in headers {
      guard let name = HTTPField.Name(name) else { continue }
      head.headerFields[name] = value
    }
    return ProviderResponse(head: head, body: body.serialized())
  }
}

/// Why a request is not carried out. Each service words it in its own shape.
enum Refusal: Error, Equatable {
  case unauthorized
  /// `reason` is a sentence.
  case forbidden(reason: String)
  case unknownRoute
  case wrongMethod(allowed: [String])
  case wrongMediaType(expected: String)
  case malformedBody(expected: String)
  /// `noun` is what the request named: `Client`, `Rotator`.
  case notFound(_ noun: String)
  /// All that is wrong with the fields, in the order they were read.
  case invalid([FieldProblem])
}
