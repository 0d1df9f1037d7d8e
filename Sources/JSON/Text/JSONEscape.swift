/// One escape in a string (RFC 8259 section 7): what it stands for, and its bytes.
struct JSONEscape {
  let scalar: Unicode.Scalar
  /// 2, 6, or 12 for a surrogate pair.
  let length: Int

  /// Reads the escape whose backslash is at `position`.
  init(_ bytes: borrowing Span<UInt8>, at position: Int) throws(JSONParseError) {
    guard position + 1 < bytes.count else { throw Self.failure(.unexpectedEnd, position) }
    let letter = bytes[position + 1]
    if letter == UInt8(ascii: "u") {
      self = try Self.unicode(bytes, at: position)
      return
    }
    guard let scalar = Self.scalar(of: letter) else { throw Self.failure(.invalidEscape, position) }
    self.init(scalar: scalar, length: 2)
  }

  private init(scalar: Unicode.Scalar, length: Int) {
    self.scalar = scalar
    self.length = length
  }

  private static func scalar(of letter: UInt8) -> Unicode.Scalar? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(letter)
    case UInt8(ascii: "b"): "\u{08}"
    case UInt8(ascii: "f"): "\u{0C}"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "t"): "\t"
    default: nil
    }
  }

  /// `\uXXXX`, or two of them where the first is a leading surrogate.
  private static func unicode(
    _ bytes: borrowing Span<UInt8>, at position: Int
  ) throws(JSONParseError) -> JSONEscape {
    let first = try codeUnit(bytes, at: position, of: position)
    if let scalar = Unicode.Scalar(first) { return JSONEscape(scalar: scalar, length: 6) }
    guard UTF16.isLeadSurrogate(UInt16(first)), position + 7 < bytes.count,
      bytes[position + 6] == UInt8(ascii: "\\"), bytes[position + 7] == UInt8(ascii: "u")
    else { throw failure(.loneSurrogate, position) }
    let second = try codeUnit(bytes, at: position + 6, of: position)
    guard UTF16.isTrailSurrogate(UInt16(second)),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw failure(.loneSurrogate, position) }
    return JSONEscape(scalar: scalar, length: 12)
  }

  /// The four hexadecimal digits of the `\u` at `position`.
  private static func codeUnit(
    _ bytes: borrowing Span<UInt8>, at position: Int, of escape: Int
  ) throws(JSONParseError) -> UInt32 {
    guard position + 5 < bytes.count else { throw failure(.unexpectedEnd, escape) }
    var unit: UInt32 = 0
    for index in position + 2..<position + 6 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
        throw failure(.invalidEscape, escape)
      }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  private static func failure(_ reason: JSONParseError.Reason, _ position: Int) -> JSONParseError {
    JSONParseError(reason: reason, offset: position)
  }
}
