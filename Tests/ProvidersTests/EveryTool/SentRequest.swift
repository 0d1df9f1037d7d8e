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
    let target = parts.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    method = parts.method.rawValue
    path = try target[0].split(separator: "/").map(Self.plain)
    query = try Self.pairs(target.count == 2 ? target[1] : "")
    contentType = parts.headerFields[.contentType]
    headers = parts.headerFields.map(\.name.canonicalName).filter { $0 != "content-type" }
    let text = String(decoding: parts.body, as: UTF8.self)
    form =
      contentType == "application/x-www-form-urlencoded" ? try Self.pairs(text[...]) : []
    body =
      contentType == "application/json" ? try JSONValue(parsing: parts.body).object ?? [:] : [:]
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
