/// RFC 3986 section 2.1, and the `+` of `application/x-www-form-urlencoded`.
enum PercentEncoding {
  /// The text meant. A `%` that two hexadecimal digits do not follow stands for itself, and bytes
  /// that are not UTF-8 become U+FFFD.
  static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if let byte = escaped(bytes, at: place) {
        decoded.append(byte)
        place += 3
        continue
      }
      let isSpace = plusIsSpace && bytes[place] == UInt8(ascii: "+")
      decoded.append(isSpace ? UInt8(ascii: " ") : bytes[place])
      place += 1
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  private static func escaped(_ bytes: [UInt8], at place: Int) -> UInt8? {
    guard bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count,
      let high = nibble(bytes[place + 1]), let low = nibble(bytes[place + 2])
    else { return nil }
    return high << 4 | low
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
