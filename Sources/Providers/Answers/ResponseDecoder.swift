internal import Exchange
internal import HTTPTypes
package import JSON
internal import Loop
package import Tools

/// Reads a service's response: JSON, or the one shape of error for all that can be wrong with it. It
/// is a class because it goes with the response from call to call.
package final class ResponseDecoder: Sendable {
  private let provider: ProviderDescriptor
  /// What the service was asked with, in a sentence; nil where it was nothing.
  private let key: String?
  /// The statuses beside those of success that an answer may have, and what it holds then.
  private let answers: [Int: JSONPointer]
  private let redaction: Redaction

  /// `redaction` keeps the key out of results and errors, should the service repeat it.
  package init(
    _ provider: ProviderDescriptor, asking key: String? = nil, answers: [Int: JSONPointer] = [:],
    concealing redaction: Redaction = Redaction(of: [])
  ) {
    self.provider = provider
    self.key = key
    self.answers = answers
    self.redaction = redaction
  }

  /// The result as an object. A service's success test counts as much as its HTTP status; what it
  /// has only accepted (202) may tell another state than that of success, but not that it failed. How
  /// many of its texts were cut is added to `cut`.
  package func read(
    _ response: ClassifiedResponse, effect: Effect, cut: inout Int
  ) throws(ToolError) -> JSONObject {
    let bytes = response.response.body
    let classification = response.classification
    guard classification.kind == .success else {
      let body = value(of: bytes)
      if let body, let answer = answer(body, status: response.status) { return answer }
      throw failure(response, body, classification.code, classification.outcome, effect)
    }
    if bytes.isBlank { return [:] }
    let checked = try? CheckedJSON(bytes)
    let body = checked.flatMap { kept($0, bytes) }.map(JSONValue.object) ?? value(of: bytes)
    guard let body else { throw unreadable(response, effect) }
    for (pointer, expected) in provider.answers.success {
      guard let found = pointer.value(in: body), !found.means(expected) else { continue }
      if response.status != 202 || found.means(false) {
        throw failure(response, body, .rejected, .rejected, effect)
      }
    }
    if checked?.longestString ?? .max > Self.textLimit {
      cut += body.cutTexts(from: Self.textLimit)
    }
    return body.object ?? ["result": body]
  }

  /// The result without a word of what was cut.
  package func read(
    _ response: ClassifiedResponse, effect: Effect
  ) throws(ToolError) -> JSONObject {
    var cut = 0
    return try read(response, effect: effect, cut: &cut)
  }

  /// The response as the service meant it, not cut and with all that is in it.
  func exactValue(
    _ response: ClassifiedResponse, effect: Effect
  ) throws(ToolError) -> JSONValue {
    do throws(JSONParseError) {
      return try JSONValue(mending: response.response.body, .exact)
    } catch {
      throw ToolError(
        .badAnswer,
        "\(provider.title) answered with characters that can't be written back as they are "
          + "(\(error)), so nothing was changed.",
        of: provider, .notSent, effect, status: response.status)
    }
  }

  /// A response of a tool's own that isn't one of success, but what was asked for.
  private func answer(_ body: JSONValue, status: Int) -> JSONObject? {
    guard let held = answers[status]?.value(in: body), !held.isNull else { return nil }
    return body.object
  }

  private func value(of bytes: [UInt8]) -> JSONValue? {
    (try? JSONValue(mending: bytes, .withoutNonFinite)).map(shown)
  }

  /// The response as the text it is, where none of its strings would be shown otherwise: nearly
  /// always. It then goes out without having been read.
  private func kept(_ checked: CheckedJSON, _ body: [UInt8]) -> JSONObject? {
    guard let object = checked.lineObject, !redaction.isNeeded(in: body) else { return nil }
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

  /// A text of the response's header, as it may be passed on.
  fileprivate func shown(_ text: String) -> String { shown(.string(text)).string ?? "" }

  private func failure(
    _ response: ClassifiedResponse, _ body: JSONValue?, _ code: ToolError.Code,
    _ outcome: ToolError.Outcome, _ effect: Effect
  ) -> ToolError {
    let said =
      if let body { first(provider.answers.errorMessage, in: body) } else {
        quotation(of: response.response.body)
      }
    let words = said.map(redaction.appliedToParts)
    var error = ToolError(
      code, sentence(code, words), of: provider, outcome, effect, status: response.status)
    error.providerCode = body.flatMap { first(provider.answers.errorCode, in: $0) }
      .map(redaction.appliedToParts)
    error.providerMessage = words
    error.retryAfterSeconds = response.rateLimit.seconds
    return error
  }

  private func sentence(_ code: ToolError.Code, _ words: String?) -> String {
    let title = provider.title
    let said = words.map { ": \($0.hasSuffix(".") ? $0.dropLast() : $0[...])" } ?? ""
    let key = self.key ?? "this server"
    return switch code {
    case .unauthorized: "\(title) does not accept \(key)\(said). Check it."
    case .forbidden: "\(title) does not allow \(key) to do this\(said)."
    case .notFound: "\(title) does not know what was asked for\(said). Check the identifiers."
    case .conflict: "\(title) refused because of a conflict\(said)."
    case .rateLimited: "\(title) allows no more calls for now\(said)."
    case .providerUnavailable: "\(title) failed to answer\(said). Try again in a while."
    default: "\(title) refused the call\(said)."
    }
  }

  private func unreadable(_ response: ClassifiedResponse, _ effect: Effect) -> ToolError {
    let fields = response.response.head.headerFields
    let type = shown(.string(fields[.contentType] ?? "no content type"))
    let body = response.response.body
    let quotation = quotation(of: body).map { ": \"\($0)\"" } ?? ""
    return ToolError(
      response.classification.code,
      "\(provider.title) answered \(body.count) bytes that are not JSON "
        + "(\(type.string?.prefix(60) ?? ""))\(quotation). Check \(provider.baseURLVariable).",
      of: provider, response.classification.outcome, effect, status: response.status)
  }

  /// The first words of what is no JSON, as a page shows them; nil where there are none. They are a
  /// stranger's: nothing hides in them, and the key is taken out before anything is cut.
  private func quotation(of body: [UInt8]) -> String? {
    let read = body.prefix(Self.quotedBytes)
    guard !read.contains(0), !read.starts(with: [0x1F, 0x8B]) else { return nil }
    var text = redaction.applied(to: String(decoding: read, as: UTF8.self).visible(limit: .max))
    // The key may stand where reading stopped.
    if read.count < body.count { text = String(text.unicodeScalars.dropLast(Self.longestKey)) }
    let words = redaction.applied(to: text.withoutTags)
    if words.isEmpty { return nil }
    return words.count > Self.quotedLimit ? words.prefix(Self.quotedLimit) + "…" : words
  }

  private static let quotedBytes = 32 << 10
  private static let longestKey = 8 << 10
  private static let quotedLimit = 120

  /// What the first of these pointers leads to, as text of at most 500 characters; several
  /// strings are joined.
  private func first(_ pointers: [JSONPointer], in body: JSONValue) -> String? {
    for pointer in pointers {
      let text = pointer.value(in: body)?.words ?? ""
      if !text.isEmpty { return text.count > 500 ? text.prefix(499) + "…" : text }
    }
    return nil
  }

  /// How much of each text of a response is passed on, in code points.
  private static let textLimit = 20_000
}

/// What a service responded, beside the key it was asked with, not read yet.
package struct UnreadResponse: Sendable {
  package let response: ClassifiedResponse
  let decoder: ResponseDecoder
  let effect: Effect
  /// Where is noted what was cut.
  var footprint = CallFootprint()

  package var status: Int { response.status }

  /// Where the service says what was asked for can be found, without the key.
  var location: String? {
    response.response.head.headerFields[.location].map(decoder.shown)
  }

  /// From how many bytes on a response is read on the pool.
  private static let longBody = 128 << 10

  /// The result as an object, without the key.
  package func read() async throws(ToolError) -> JSONObject {
    guard response.response.body.count > Self.longBody else { return try readHere() }
    return try await onPool { () throws(ToolError) in try readHere() }
  }

  private func readHere() throws(ToolError) -> JSONObject {
    var cut = 0
    let object = try decoder.read(response, effect: effect, cut: &cut)
    footprint.note(cutTexts: cut)
    return object
  }

  /// The result as the service wrote it, to be sent back to it and shown to nobody: nothing in it is
  /// concealed or cut.
  package func readAsSent() async throws(ToolError) -> JSONValue {
    var cut = 0
    let shown = try decoder.read(response, effect: effect, cut: &cut)
    if response.response.body.isBlank { return .object(shown) }
    return try decoder.exactValue(response, effect: effect)
  }
}

extension JSONObject {
  /// The beginning of an answer, in a sentence, for an error about what it lacks.
  var quotation: String {
    let text = JSONValue.object(self).description
    let limit = 200
    return "It answered \(text.count > limit ? text.prefix(limit) + "…" : text[...])."
  }
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

extension JSONValue {
  /// Whether it is what a success test expects, be it spelled a little differently.
  fileprivate func means(_ expected: JSONValue) -> Bool {
    switch expected {
    case .bool(let bool): truth == bool
    case .string(let word): string?.lowercased() == word.lowercased()
    case .null, .number, .array, .object: self == expected
    }
  }

  /// How many of its texts and names are as long as those that were cut.
  fileprivate func cutTexts(from limit: Int) -> Int {
    switch self {
    case .null, .bool, .number: 0
    case .string(let text): text.isCut(from: limit) ? 1 : 0
    case .array(let elements): elements.reduce(0) { $0 + $1.cutTexts(from: limit) }
    case .object(let object):
      object.reduce(0) { $0 + ($1.key.isCut(from: limit) ? 1 : 0) + $1.value.cutTexts(from: limit) }
    }
  }
}

extension [UInt8] {
  /// Whether there is nothing in it but white space and a byte order mark.
  fileprivate var isBlank: Bool {
    // Nearly always the first byte tells.
    guard let first, first <= 0x20 || first == 0xEF else { return isEmpty }
    return dropFirst(starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
      .allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }
}

extension String {
  /// Tags that stand within words.
  private static let inlineTags = ["a", "b", "i", "u", "em", "code", "font", "span", "strong"]

  /// The words that a page of HTML shows, each with one blank behind it.
  fileprivate var withoutTags: String {
    var shown = ""
    var rest = self[...]
    while let open = rest.firstIndex(of: "<") {
      shown += rest[..<open]
      rest = rest[open...]
      let name = rest.dropFirst().drop { $0 == "/" }.prefix { $0.isLetter }.lowercased()
      let isMarkup = !name.isEmpty || ["!", "?"].contains(rest.dropFirst().first)
      guard isMarkup, !rest.hasPrefix(Redaction.mark) else {
        shown += "<"
        rest = rest.dropFirst()
        continue
      }
      // What is in these is shown to nobody.
      if ["script", "style"].contains(name), let end = rest.firstRange(of: "</\(name)") {
        rest = rest[end.upperBound...]
      }
      rest = rest.firstIndex(of: ">").map { rest[rest.index(after: $0)...] } ?? ""
      if !Self.inlineTags.contains(name) { shown += " " }
    }
    return (shown + rest).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
