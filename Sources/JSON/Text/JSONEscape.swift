/// One escape in a string (RFC 8259 section 7): what it stands for, and its bytes.
struct JSONEscape {
  let scalar: Unicode.Scalar
  /// 2, 6, or 12 for a surrogate pair.
  let length: Int

  /// Reads the escape whose backslash is at `place`.
  init(_ bytes: borrowing Span<UInt8>, at place: Int) throws(JSONParseError) {
    guard place + 1 < bytes.count else { throw Self.failure(.unexpectedEnd, place) }
    let letter = bytes[place + 1]
    if letter == UInt8(ascii: "u") {
      self = try Self.unicode(bytes, at: place)
      return
    }
    guard let scalar = Self.scalar(of: letter) else { throw Self.failure(.invalidEscape, place) }
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
    _ bytes: borrowing Span<UInt8>, at place: Int
  ) throws(JSONParseError) -> JSONEscape {
    let first = try codeUnit(bytes, at: place, of: place)
    if let scalar = Unicode.Scalar(first) { return JSONEscape(scalar: scalar, length: 6) }
    guard UTF16.isLeadSurrogate(UInt16(first)), place + 7 < bytes.count,
      bytes[place + 6] == UInt8(ascii: "\\"), bytes[place + 7] == UInt8(ascii: "u")
    else { throw failure(.loneSurrogate, place) }
    let second = try codeUnit(bytes, at: place + 6, of: place)
    guard UTF16.isTrailSurrogate(UInt16(second)),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw failure(.loneSurrogate, place) }
    return JSONEscape(scalar: scalar, length: 12)
  }

  /// The four hexadecimal digits of the `\u` at `place`.
  private static func codeUnit(
    _ bytes: borrowing Span<UInt8>, at place: Int, of escape: Int
  ) throws(JSONParseError) -> UInt32 {
    guard place + 5 < bytes.count else { throw failure(.unexpectedEnd, escape) }
    var unit: UInt32 = 0
    for index in place + 2..<place + 6 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
        throw failure(.invalidEscape, escape)
      }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  private static func failure(_ reason: JSONParseError.Reason, _ place: Int) -> JSONParseError {
    JSONParseError(reason: reason, offset: place)
  }
}
