/// A JSON Pointer (RFC 6901): the way from the root of a document to one value in it.
package struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
  /// The reference tokens, unescaped, outermost first; none is the whole document.
  package private(set) var tokens: [String]

  package static let root = JSONPointer(tokens: [])

  package init(tokens: [String]) {
    self.tokens = tokens
  }

  /// Reads `/a~1b/0`; nil when the text neither is empty nor starts with `/`, or when a `~`
  /// is followed by anything but `0` or `1`.
  package init?(parsing text: String) {
    guard !text.isEmpty else {
      self = .root
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    var tokens: [String] = []
    let parts = text.utf8.dropFirst()
      .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts {
      guard let token = Self.unescape(Substring(part)) else { return nil }
      tokens.append(token)
    }
    self.tokens = tokens
  }

  package func appending(_ token: String) -> JSONPointer {
    JSONPointer(tokens: tokens + [token])
  }

  package func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

  /// The value this leads to, or nil where the way ends early. An array index is `0` or
  /// digits without a leading zero.
  package func value(in document: JSONValue) -> JSONValue? {
    var value = document
    for token in tokens {
      switch value {
      case .object(let object):
        guard let member = object[token] else { return nil }
        value = member
      case .array(let elements):
        guard let index = Self.index(token), index < elements.count else { return nil }
        value = elements[index]
      case .null, .bool, .number, .string:
        return nil
      }
    }
    return value
  }

  static func index(_ token: String) -> Int? {
    guard token == "0" || token.utf8.first != UInt8(ascii: "0"),
      token.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(token)
  }

  // By code points, as all of JSON: to Swift a `~` before a combining mark is another character.
  private static func unescape(_ raw: Substring) -> String? {
    var token = String.UnicodeScalarView()
    var isEscape = false
    for scalar in raw.unicodeScalars {
      switch (isEscape, scalar) {
      case (true, "0"): token.append("~")
      case (true, "1"): token.append("/")
      case (true, _): return nil
      case (false, "~"): break
      case (false, _): token.append(scalar)
      }
      isEscape = !isEscape && scalar == "~"
    }
    return isEscape ? nil : String(token)
  }

  package static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.lazy.map(ExactString.init).elementsEqual(right.tokens.lazy.map(ExactString.init))
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(tokens.count)
    for token in tokens { hasher.combine(ExactString(text: token)) }
  }

  /// The pointer as RFC 6901 writes it; empty for the root.
  package var description: String {
    var text = String.UnicodeScalarView()
    for token in tokens {
      text.append("/")
      for scalar in token.unicodeScalars {
        switch scalar {
        case "~": text.append(contentsOf: "~0".unicodeScalars)
        case "/": text.append(contentsOf: "~1".unicodeScalars)
        case _: text.append(scalar)
        }
      }
    }
    return String(text)
  }
}
