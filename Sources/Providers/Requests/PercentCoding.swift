/// Percent-encoding (RFC 3986 section 2.1) for path segments, queries and forms.
enum PercentCoding {
  /// `name=value` pairs joined by `&`; a name may occur more than once. A space becomes `%20`,
  /// which every form decoder reads, not the `+` that only some queries do.
  static func encode(_ pairs: [(name: String, value: String)]) -> String {
    pairs.map { "\(escape($0.name))=\(escape($0.value))" }.joined(separator: "&")
  }

  /// All but the unreserved characters, escaped byte by byte.
  static func escape(_ text: String) -> String {
    guard !text.utf8.allSatisfy(isUnreserved) else { return text }
    var escaped = ""
    for byte in text.utf8 {
      if isUnreserved(byte) {
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return escaped
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
