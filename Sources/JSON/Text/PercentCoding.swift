/// Percent-encoding (RFC 3986 section 2.1) of paths, queries, forms and fragments.
package enum PercentCoding {
  /// `name=value` pairs joined by `&`; a name may occur more than once. A space becomes `%20`,
  /// which every form decoder reads, not the `+` that only some queries do.
  package static func encode(_ pairs: [(name: String, value: String)]) -> String {
    pairs.map { "\(escape($0.name))=\(escape($0.value))" }.joined(separator: "&")
  }

  /// All but the unreserved characters, escaped byte by byte.
  package static func escape(_ text: String, uppercase: Bool = true) -> String {
    guard !text.hasOnly(bytes: isUnreserved) else { return text }
    var escaped = ""
    for byte in text.utf8 {
      if isUnreserved(byte) {
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: uppercase)
        escaped += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return escaped
  }

  /// The text that is meant; nil when a `%` is no escape or the bytes are not UTF-8.
  package static func decode(_ text: Substring) -> String? {
    bytes(text, keepingMalformed: false).flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// The text that a forgiving server reads: a `%` that is no escape stands for itself, bytes that
  /// are not UTF-8 become U+FFFD. In a form or a query (`isForm`) a `+` is a space.
  package static func decodeLeniently(_ text: Substring, isForm: Bool = false) -> String {
    String(
      decoding: bytes(text, keepingMalformed: true, isForm: isForm) ?? [], as: UTF8.self)
  }

  private static func bytes(
    _ text: Substring, keepingMalformed: Bool, isForm: Bool = false
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let escaped = self.byte(rest.prefix(2)) {
        bytes.append(escaped)
        rest = rest.dropFirst(2)
      } else if byte == UInt8(ascii: "%"), !keepingMalformed {
        return nil
      } else {
        bytes.append(isForm && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return bytes
  }

  /// What two hexadecimal digits stand for; nil when they are anything else.
  package static func byte(_ digits: some Collection<UInt8>) -> UInt8? {
    guard digits.count == 2, digits.allSatisfy(ASCII.isHexDigit) else { return nil }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: ASCII.isLetter(byte) || ASCII.isDigit(byte)
    }
  }
}
