import JSON

/// A request that has found its route, and its caller been let in.
struct Call: Sendable {
  let request: ServiceRequest
  /// What the `{…}` segments of the route's path hold.
  let parameters: [String: String]
  let caller: Caller
  let now: Timestamp

  /// The text of a path parameter; empty when the route has none of that name.
  func text(_ parameter: String) -> String { parameters[parameter] ?? "" }

  /// The value of an id in the path. What is no number names nothing: `noun` was not found.
  func id(_ parameter: String, of noun: String) throws(Refusal) -> Int {
    guard let id = Int(text(parameter)), id >= 0 else { throw .notFound(noun) }
    return id
  }

  /// A reader of the query.
  var query: FieldReader { FieldReader(.text(request.query)) }

  /// A reader of the form in the body; an empty body is an empty form.
  func form() throws(Refusal) -> FieldReader {
    let expected = "application/x-www-form-urlencoded"
    guard request.body.isEmpty || request.mediaType == expected else {
      throw .wrongMediaType(expected: expected)
    }
    return FieldReader(.text(Fields(parsing: String(decoding: request.body, as: UTF8.self))))
  }

  /// A reader of the JSON object in the body.
  func json() throws(Refusal) -> FieldReader { FieldReader(.json(try jsonObject())) }

  /// The JSON object in the body.
  func jsonObject() throws(Refusal) -> JSONObject {
    guard request.mediaType == "application/json" else {
      throw .wrongMediaType(expected: "application/json")
    }
    guard let value = try? JSONValue(parsing: request.body), let object = value.object else {
      throw .malformedBody(expected: "a JSON object")
    }
    return object
  }
}
