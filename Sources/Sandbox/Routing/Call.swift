import Exchange
import HTTPTypes
import JSON

/// A request taken apart: which service, which path beneath it, which query.
struct ServiceRequest: Sendable {
  let method: String
  /// The first path segment.
  let service: String
  /// The other path segments, decoded.
  let segments: [String]
  let query: Fields
  let body: [UInt8]
  private let headers: HTTPFields

  init(_ request: ProviderRequest) {
    let target = request.head.path ?? "/"
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts.first.map { $0.dropFirst() } ?? ""
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
      .map { PercentCoding.decodeLeniently($0) }
    method = request.head.method.rawValue
    service = segments.first ?? ""
    self.segments = Array(segments.dropFirst())
    query = Fields(parsing: parts.count > 1 ? String(parts[1]) : "")
    body = request.body
    headers = request.head.headerFields
  }

  /// The value of a header, whatever the case of its name.
  func header(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { headers[$0] }
  }

  /// What `Authorization` holds after `Bearer`.
  var bearerToken: String? {
    let scheme = "bearer "
    let value = headers[.authorization] ?? ""
    return value.lowercased().hasPrefix(scheme) ? String(value.dropFirst(scheme.count)) : nil
  }

  /// The media type of the body, without parameters and in lower case.
  var mediaType: String {
    let type = headers[.contentType] ?? ""
    return type.prefix { $0 != ";" && $0 != " " }.lowercased()
  }
}

/// Who calls, as far as the key tells.
struct Caller: Sendable {
  let isKnown: Bool
  let isAdministrator: Bool

  init(key: String?) {
    let key = key ?? ""
    isKnown = !key.isEmpty && !key.hasPrefix("invalid")
    isAdministrator = isKnown && key.contains("admin")
  }

  /// A key that lets in whoever this is, and is nobody's.
  var placeholderKey: String { isAdministrator ? "admin" : isKnown ? "user" : "invalid" }
}

/// A request that has found its route, and its caller been let in.
struct Call: Sendable {
  let request: ServiceRequest
  /// What the `{…}` segments of the route's path hold, in its order.
  let parameters: [(name: String, text: String)]
  let caller: Caller
  let now: Timestamp

  /// The text of a path parameter; nil when the route has none of that name.
  func text(_ parameter: String) -> String? { parameters.first { $0.name == parameter }?.text }

  /// The id in the path under that name, or the last one. What is no number names no `noun`.
  func id(_ parameter: String? = nil, of noun: String) throws(Refusal) -> Int {
    let text = parameter.map { self.text($0) } ?? parameters.last?.text
    guard let text, let id = Int(text), id >= 0 else { throw .notFound(noun) }
    return id
  }

  /// The entity that the path names with this parameter, or the last one.
  func entity<Named: Identified>(
    _ parameter: String? = nil, in all: some Collection<Named>
  ) throws(Refusal) -> Named {
    try all.entity(try id(parameter, of: Named.noun))
  }

  var query: FieldReader { FieldReader(.text(request.query)) }

  /// A reader of the form in the body; an empty body is an empty form.
  func form() throws(Refusal) -> FieldReader {
    let expected = "application/x-www-form-urlencoded"
    guard request.body.isEmpty || request.mediaType == expected else {
      throw .wrongMediaType(expected: expected)
    }
    return FieldReader(.text(Fields(parsing: String(decoding: request.body, as: UTF8.self))))
  }

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

/// The pairs of a query or a form, decoded, in their order. A name may occur more than once.
struct Fields: Sendable {
  let pairs: [(name: String, value: String)]

  /// Reads `a=1&b=two+words&b=%C3%A9`.
  init(parsing text: String) {
    pairs = text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        PercentCoding.decodeLeniently(parts[0], isForm: true),
        parts.count > 1 ? PercentCoding.decodeLeniently(parts[1], isForm: true) : ""
      )
    }
  }

  subscript(name: String) -> String? { pairs.last { $0.name == name }?.value }

  func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }
}
