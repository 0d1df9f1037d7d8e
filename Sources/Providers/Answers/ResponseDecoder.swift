package import Exchange
internal import HTTPTypes
package import JSON
package import Tools

/// Reads a service's answer: JSON, or the one shape of error for all that can be wrong with it.
package struct ResponseDecoder: Sendable {
  private let provider: ProviderDescriptor
  private let redaction: Redaction

  /// `key` is kept out of answers and errors, should the service repeat it.
  package init(_ provider: ProviderDescriptor, concealing key: Credential? = nil) {
    self.provider = provider
    redaction = Redaction(key)
  }

  /// The answer as an object. A service's success test counts as much as its HTTP status.
  package func read(
    _ response: ProviderResponse, effect: Effect
  ) throws(ToolError) -> JSONObject {
    guard response.head.status.kind == .successful else {
      throw failure(response, value(of: response), code(of: response), effect)
    }
    if response.body.isEmpty { return [:] }
    let body = kept(response.body).map(JSONValue.object) ?? value(of: response)
    guard let body else { throw unreadable(response, effect) }
    for (pointer, expected) in provider.answers.success {
      if let found = pointer.value(in: body), found != expected {
        throw failure(response, body, .rejected, effect)
      }
    }
    return body.object ?? ["result": body]
  }

  private func value(of response: ProviderResponse) -> JSONValue? {
    (try? JSONValue(parsing: response.body)).map(shown)
  }

  /// The answer as the text it is, where none of its strings would be shown otherwise: nearly
  /// always. It then goes out without having been read.
  private func kept(_ body: [UInt8]) -> JSONObject? {
    guard let checked = try? CheckedJSON(body), let object = checked.lineObject,
      !redaction.isNeeded(in: body)
    else { return nil }
    let isFine = checked.hasOnlyPlainStrings(limit: Self.textLimit) { text in
      let text = JSONValue.string(text)
      return shown(text) == text
    }
    return isFine ? object : nil
  }

  /// Strangers wrote these texts: nothing may hide in them, wherever they go from here. What hides
  /// is removed first, because it could stand in the middle of the key, and nothing is cut before
  /// the key is out, because half of it would stay.
  private func shown(_ value: JSONValue) -> JSONValue {
    redaction.applied(to: value.visible(textLimit: .max)).visible(textLimit: Self.textLimit)
  }

  private func code(of response: ProviderResponse) -> ToolError.Code {
    switch response.head.status.code {
    case 401: .unauthorized
    case 403: .forbidden
    case 404, 410: .notFound
    case 409: .conflict
    case 429: .rateLimited
    case 400..<500: .rejected
    case 500...: .providerUnavailable
    default: .badAnswer
    }
  }

  private func failure(
    _ response: ProviderResponse, _ body: JSONValue?, _ code: ToolError.Code, _ effect: Effect
  ) -> ToolError {
    let words = body.flatMap { first(provider.answers.errorMessage, in: $0) }
    var error = ToolError(code, sentence(code, words))
    error.provider = provider.id
    error.status = response.head.status.code
    error.providerCode = body.flatMap { first(provider.answers.errorCode, in: $0) }
    error.providerMessage = words
    error.retryAfterSeconds = RateLimitHeaders(response).seconds
    error.settle(code == .providerUnavailable ? .unknown : .rejected, for: effect)
    return error
  }

  private func sentence(_ code: ToolError.Code, _ words: String?) -> String {
    let title = provider.title
    let said = words.map { ": \($0.withoutFullStop)" } ?? ""
    let variable = provider.authentication?.variable ?? "the key"
    return switch code {
    case .unauthorized: "\(title) does not accept the key in \(variable)\(said). Check it."
    case .forbidden: "The key in \(variable) may not do this at \(title)\(said)."
    case .notFound: "\(title) does not know what was asked for\(said). Check the identifiers."
    case .conflict: "\(title) refused because of a conflict\(said)."
    case .rateLimited: "\(title) allows no more calls for now\(said)."
    case .providerUnavailable: "\(title) failed to answer\(said). Try again in a while."
    default: "\(title) refused the call\(said)."
    }
  }

  private func unreadable(_ response: ProviderResponse, _ effect: Effect) -> ToolError {
    let type = shown(.string(response.head.headerFields[.contentType] ?? "no content type"))
    var error = ToolError(
      .badAnswer,
      "\(provider.title) answered \(response.body.count) bytes that are not JSON "
        + "(\(type.string?.prefix(60) ?? "")). Check \(provider.baseURLVariable).")
    error.provider = provider.id
    error.status = response.head.status.code
    error.settle(.unknown, for: effect)
    return error
  }

  /// What the first of these places holds, as text; several strings are joined.
  private func first(_ pointers: [JSONPointer], in body: JSONValue) -> String? {
    for pointer in pointers {
      let text = pointer.value(in: body)?.words ?? ""
      if !text.isEmpty { return String(text.prefix(Self.wordsLimit)) }
    }
    return nil
  }

  /// How much of a service's words an error carries, in characters.
  private static let wordsLimit = 500

  /// How much of each text of an answer is passed on, in code points.
  private static let textLimit = 20_000
}

extension JSONValue {
  /// The words in a value: a text, a number, or those of its elements or members.
  fileprivate var words: String {
    switch self {
    case .null, .bool: ""
    case .number(let number): number.text
    case .string(let string): string
    case .array(let elements): elements.map(\.words).filter { !$0.isEmpty }.joined(separator: "; ")
    case .object(let object):
      object.map { ($0.key, $0.value.words) }.filter { !$0.1.isEmpty }
        .map { "\($0): \($1)" }.joined(separator: "; ")
    }
  }
}

extension String {
  fileprivate var withoutFullStop: Substring { hasSuffix(".") ? dropLast() : self[...] }
}
