import Exchange
import Foundation
import HTTPTypes
import JSON
import Providers

/// A request, taken apart again the way a service does it.
struct SentRequest {
  let method: String
  /// Segments, without their escapes.
  let path: [String]
  let query: [Pair]
  /// Empty unless the body is a form.
  let form: [Pair]
  /// Empty unless the body is JSON.
  let body: JSONObject
  let contentType: String?
  let headers: [String]

  struct Pair {
    let name: String
    let value: String
  }

  init(_ parts: RequestParts) throws {
    try self.init(
      method: parts.method, target: parts.target, fields: parts.headerFields, bytes: parts.body)
  }

  /// The same of a request to a service that is at `base`, a path.
  init(_ request: ProviderRequest, beneath base: String) throws {
    let path = request.head.path ?? ""
    guard path.hasPrefix(base) else { throw BadEscape(text: path) }
    try self.init(
      method: request.head.method, target: String(path.dropFirst(base.count)),
      fields: request.head.headerFields, bytes: request.body)
  }

  private init(
    method: HTTPRequest.Method, target: String, fields: HTTPFields, bytes: [UInt8]
  ) throws {
    let target = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method.rawValue
    path = try target[0].split(separator: "/").map(Self.plain)
    query = try Self.pairs(target.count == 2 ? target[1] : "")
    contentType = fields[.contentType]
    headers = fields.map(\.name.canonicalName).filter { $0 != "content-type" }
    let text = String(decoding: bytes, as: UTF8.self)
    form =
      contentType == "application/x-www-form-urlencoded" ? try Self.pairs(text[...]) : []
    body =
      contentType == "application/json" ? try JSONValue(parsing: bytes).object ?? [:] : [:]
  }

  func query(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }

  func form(_ name: String) -> [String] { form.filter { $0.name == name }.map(\.value) }

  private struct BadEscape: Error {
    let text: String
  }

  private static func pairs(_ text: Substring) throws -> [Pair] {
    try text.split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return Pair(name: try plain(sides[0]), value: sides.count == 2 ? try plain(sides[1]) : "")
    }
  }

  private static func plain(_ text: Substring) throws -> String {
    guard let plain = text.removingPercentEncoding else { throw BadEscape(text: String(text)) }
    return plain
  }
}
