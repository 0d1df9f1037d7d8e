/// A strict RFC 8259 parser over bytes.
///
/// Refused beside what the grammar refuses: a byte order mark, invalid UTF-8, escaped lone
/// surrogates, nesting past `maximumDepth`, texts past `maximumLength`.
package struct JSONParser {
  /// How deep arrays and objects may nest.
  package static let defaultDepth = 128
  /// How many bytes a text may have: 32 MiB, the largest answer a provider may give.
  package static let defaultLength = 32 << 20

  private let maximumDepth: Int
  private var offset = 0
  private var depth = 0

  private init(maximumDepth: Int) {
    self.maximumDepth = maximumDepth
  }

  /// The value that is the whole of `bytes`, but for white space around it.
  package static func parse(
    _ bytes: borrowing Span<UInt8>,
    maximumDepth: Int = defaultDepth,
    maximumLength: Int = defaultLength
  ) throws(JSONParseError) -> JSONValue {
    guard bytes.count <= maximumLength else {
      throw JSONParseError(reason: .tooLong(limit: maximumLength), offset: maximumLength)
    }
    var parser = JSONParser(maximumDepth: maximumDepth)
    let value = try parser.value(bytes)
    parser.skipSpace(bytes)
    guard parser.offset == bytes.count else { throw parser.failure(.trailingBytes) }
    return value
  }

  private mutating func value(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) -> JSONValue {
    skipSpace(bytes)
    guard offset < bytes.count else { throw failure(.unexpectedEnd) }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return try object(bytes)
    case UInt8(ascii: "["): return try array(bytes)
    case UInt8(ascii: "\""): return .string(try string(bytes))
    case UInt8(ascii: "t"): return try literal("true", .bool(true), bytes)
    case UInt8(ascii: "f"): return try literal("false", .bool(false), bytes)
    case UInt8(ascii: "n"): return try literal("null", .null, bytes)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(bytes)
    case let byte: throw failure(.unexpectedByte(byte))
    }
  }

  private mutating func object(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) -> JSONValue {
    try enter()
    var object = JSONObject()
    if try !closes(UInt8(ascii: "}"), bytes) {
      repeat {
        skipSpace(bytes)
        try expect(UInt8(ascii: "\""), bytes)
        offset -= 1
        let key = try string(bytes)
        skipSpace(bytes)
        try expect(UInt8(ascii: ":"), bytes)
        object[key] = try value(bytes)
      } while try continues(until: UInt8(ascii: "}"), bytes)
    }
    depth -= 1
    return .object(object)
  }

  private mutating func array(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if try !closes(UInt8(ascii: "]"), bytes) {
      repeat {
        elements.append(try value(bytes))
      } while try continues(until: UInt8(ascii: "]"), bytes)
    }
    depth -= 1
    return .array(elements)
  }

  private mutating func number(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) -> JSONValue {
    guard let end = JSONNumberGrammar.end(of: bytes, from: offset) else {
      throw failure(.invalidNumber)
    }
    let text = String(copying: UTF8Span(unchecked: bytes.extracting(offset..<end)))
    offset = end
    return .number(JSONNumber(unchecked: text))
  }

  private mutating func literal(
    _ word: StaticString, _ value: JSONValue, _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> JSONValue {
    for place in 0..<word.utf8CodeUnitCount {
      try expect(word.utf8Start[place], bytes)
    }
    return value
  }

  /// Reads a string whose opening quote is at `offset`.
  private mutating func string(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) -> String {
    offset += 1
    let start = offset
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        let text = try text(bytes, start..<offset)
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        var decoded = try text(bytes, start..<offset)
        try unescape(bytes, into: &decoded)
        return decoded
      case 0..<0x20: throw failure(.controlCharacter)
      default: offset += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  /// Reads the rest of a string from its first backslash on, past its closing quote.
  private mutating func unescape(
    _ bytes: borrowing Span<UInt8>, into decoded: inout String
  ) throws(JSONParseError) {
    var start = offset
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        decoded += try text(bytes, start..<offset)
        offset += 1
        return
      case UInt8(ascii: "\\"):
        decoded += try text(bytes, start..<offset)
        decoded.unicodeScalars.append(try escape(bytes))
        start = offset
      case 0..<0x20: throw failure(.controlCharacter)
      default: offset += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  private mutating func escape(
    _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> Unicode.Scalar {
    guard offset + 1 < bytes.count else { throw failure(.unexpectedEnd) }
    let letter = bytes[offset + 1]
    let scalar: Unicode.Scalar
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(letter)
    case UInt8(ascii: "b"): scalar = "\u{08}"
    case UInt8(ascii: "f"): scalar = "\u{0C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(bytes)
    default: throw failure(.invalidEscape)
    }
    offset += 2
    return scalar
  }

  /// `\uXXXX`, or two of them where the first is a leading surrogate.
  private mutating func unicodeEscape(
    _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> Unicode.Scalar {
    let first = try codeUnit(bytes, at: offset)
    if let scalar = Unicode.Scalar(first) {
      offset += 6
      return scalar
    }
    guard UTF16.isLeadSurrogate(UInt16(first)), offset + 7 < bytes.count,
      bytes[offset + 6] == UInt8(ascii: "\\"), bytes[offset + 7] == UInt8(ascii: "u")
    else { throw failure(.loneSurrogate) }
    let second = try codeUnit(bytes, at: offset + 6)
    guard UTF16.isTrailSurrogate(UInt16(second)),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw failure(.loneSurrogate) }
    offset += 12
    return scalar
  }

  /// The four hexadecimal digits of the `\u` at `place`.
  private func codeUnit(
    _ bytes: borrowing Span<UInt8>, at place: Int
  ) throws(JSONParseError) -> UInt32 {
    guard place + 5 < bytes.count else { throw failure(.unexpectedEnd) }
    var unit: UInt32 = 0
    for index in place + 2..<place + 6 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
        throw failure(.invalidEscape)
      }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  private func text(
    _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
  ) throws(JSONParseError) -> String {
    let text: UTF8Span
    do {
      text = try UTF8Span(validating: bytes.extracting(range))
    } catch {
      let start = range.lowerBound + error.byteOffsets.lowerBound
      throw JSONParseError(reason: .invalidUTF8, offset: start)
    }
    return String(copying: text)
  }

  // MARK: - Punctuation

  private mutating func enter() throws(JSONParseError) {
    guard depth < maximumDepth else { throw failure(.tooDeep(limit: maximumDepth)) }
    depth += 1
    offset += 1
  }

  /// Whether the array or object that was just opened ends at once.
  private mutating func closes(
    _ bracket: UInt8, _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> Bool {
    skipSpace(bytes)
    guard offset < bytes.count else { throw failure(.unexpectedEnd) }
    guard bytes[offset] == bracket else { return false }
    offset += 1
    return true
  }

  /// Whether another element follows: reads a comma or the closing bracket.
  private mutating func continues(
    until bracket: UInt8, _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> Bool {
    if try closes(bracket, bytes) { return false }
    try expect(UInt8(ascii: ","), bytes)
    return true
  }

  private mutating func expect(
    _ byte: UInt8, _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) {
    guard offset < bytes.count else { throw failure(.unexpectedEnd) }
    guard bytes[offset] == byte else { throw failure(.unexpectedByte(bytes[offset])) }
    offset += 1
  }

  private mutating func skipSpace(_ bytes: borrowing Span<UInt8>) {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        offset += 1
      default: return
      }
    }
  }

  private func failure(_ reason: JSONParseError.Reason) -> JSONParseError {
    JSONParseError(reason: reason, offset: offset)
  }
}

extension JSONValue {
  /// Reads a whole JSON text, with the parser's default limits.
  package init(parsing bytes: [UInt8]) throws(JSONParseError) {
    self = try JSONParser.parse(bytes.span)
  }

  /// Reads a whole JSON text, with the parser's default limits.
  package init(parsing text: String) throws(JSONParseError) {
    self = try JSONParser.parse(Array(text.utf8).span)
  }
}
