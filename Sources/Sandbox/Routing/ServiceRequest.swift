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
