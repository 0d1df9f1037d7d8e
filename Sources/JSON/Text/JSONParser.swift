/// Makes values of JSON texts: a strict RFC 8259 parser over bytes. What it refuses, the scanner
/// tells; beside that, texts past `maximumLength`.
package struct JSONParser {
  /// How deep arrays and objects may nest.
  package static let defaultDepth = 128
  /// How many bytes a text may have: 32 MiB, the largest answer a provider may give.
  package static let defaultLength = 32 << 20

  private var scanner: JSONScanner
  private let keeping: Keeping?

  /// Which objects are kept as text: those that stand that deep, the root at 1. They are checked
  /// as strictly as the rest, unless the text is known to be JSON.
  struct Keeping {
    /// What the parsed bytes are a part of, and where they begin in it.
    let source: [UInt8]
    let start: Int
    let depth: Int
    /// Set where the text is known to be JSON.
    let proven: Proof?
  }

  /// What is known of a text that need not be checked.
  struct Proof {
    /// Whether no white space stands between its parts, for certain.
    let isCompact: Bool
  }

  /// The value that is the whole of `bytes`, but for white space around it.
  package static func parse(
    _ bytes: borrowing Span<UInt8>,
    maximumDepth: Int = defaultDepth,
    maximumLength: Int = defaultLength
  ) throws(JSONParseError) -> JSONValue {
    try parse(bytes, keeping: nil, maximumDepth, maximumLength)
  }

  static func parse(
    _ bytes: borrowing Span<UInt8>, keeping: Keeping?, _ maximumDepth: Int = defaultDepth,
    _ maximumLength: Int = defaultLength
  ) throws(JSONParseError) -> JSONValue {
    guard bytes.count <= maximumLength else {
      throw JSONParseError(reason: .tooLong(limit: maximumLength), offset: maximumLength)
    }
    let scanner = JSONScanner(maximumDepth: maximumDepth, isProven: keeping?.proven != nil)
    var parser = JSONParser(scanner: scanner, keeping: keeping)
    let value = try parser.value(bytes)
    parser.scanner.skipSpace(bytes)
    guard parser.scanner.offset == bytes.count else {
      throw parser.scanner.failure(.trailingBytes)
    }
    return value
  }

  private mutating func value(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) -> JSONValue {
    switch try scanner.start(bytes) {
    case .object: return .object(try object(bytes))
    case .array: return .array(try array(bytes))
    case .string: return .string(try text(bytes, try scanner.string(bytes)))
    case .number:
      let position = try scanner.number(bytes)
      return .number(JSONNumber(unchecked: Self.copy(bytes, position)))
    case .literal(let word):
      try scanner.literal(word, bytes)
      return Self.value(of: word)
    }
  }

  private static func value(of literal: StaticString) -> JSONValue {
    switch literal.utf8Start.pointee {
    case UInt8(ascii: "t"): .bool(true)
    case UInt8(ascii: "f"): .bool(false)
    default: .null
    }
  }

  private mutating func object(
    _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> JSONObject {
    if let keeping, scanner.depth + 1 >= keeping.depth { return try kept(bytes, keeping) }
    guard try !scanner.opensEmpty(UInt8(ascii: "}"), bytes) else { return JSONObject() }
    var members = JSONMembers(reserving: Self.usualMembers)
    repeat {
      let name = try text(bytes, try scanner.skipName(bytes))
      members[name] = try value(bytes)
    } while try scanner.continues(until: UInt8(ascii: "}"), bytes)
    return JSONObject(members)
  }

  /// Most objects have so many members, or fewer: room for them at once spares moving them.
  private static let usualMembers = 4

  private mutating func kept(
    _ bytes: borrowing Span<UInt8>, _ keeping: Keeping
  ) throws(JSONParseError) -> JSONObject {
    let hadSpace = scanner.hasSpace
    let start = scanner.offset
    scanner.hasSpace = false
    try scanner.skipValue(bytes)
    let text = JSONText(
      of: keeping.source, keeping.start + start..<keeping.start + scanner.offset,
      isCompact: keeping.proven?.isCompact ?? !scanner.hasSpace)
    scanner.hasSpace = scanner.hasSpace || hadSpace
    return JSONObject(keeping: text)
  }

  private mutating func array(
    _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> [JSONValue] {
    var elements: [JSONValue] = []
    guard try !scanner.opensEmpty(UInt8(ascii: "]"), bytes) else { return elements }
    repeat {
      elements.append(try value(bytes))
    } while try scanner.continues(until: UInt8(ascii: "]"), bytes)
    return elements
  }

  private func text(
    _ bytes: borrowing Span<UInt8>, _ string: JSONScanner.ScannedString
  ) throws(JSONParseError) -> String {
    guard string.hasEscapes else { return Self.copy(bytes, string.content) }
    return try Self.unescaped(bytes, string.content)
  }

  /// What a string stands for whose content, which the scanner has gone past, has that range.
  static func unescaped(
    _ bytes: borrowing Span<UInt8>, _ content: Range<Int>
  ) throws(JSONParseError) -> String {
    var text = ""
    var start = content.lowerBound
    var position = start
    while position < content.upperBound {
      guard bytes[position] == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      text += copy(bytes, start..<position)
      let escape = try JSONEscape(bytes, at: position)
      text.unicodeScalars.append(escape.scalar)
      position += escape.length
      start = position
    }
    return text + copy(bytes, start..<position)
  }

  /// The scanner has found these bytes to be UTF-8.
  private static func copy(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String {
    String(copying: UTF8Span(unchecked: bytes.extracting(range)))
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

  /// Reads a whole JSON text down to objects of that depth, the root at 1. What is in those is
  /// checked now, unless the text is known to be JSON, and read when it is asked for. A text that is
  /// known to be compact too has no white space between its parts.
  package init(
    parsing bytes: [UInt8], keepingObjectsAt depth: Int, isProven: Bool = false,
    isCompact: Bool = false
  ) throws(JSONParseError) {
    let keeping = JSONParser.Keeping(
      source: bytes, start: 0, depth: depth, proven: isProven ? .init(isCompact: isCompact) : nil)
    self = try JSONParser.parse(bytes.span, keeping: keeping)
  }
}

/// Why a text is not JSON, or more JSON than is allowed, and at which byte of it (from 0).
package struct JSONParseError: Error, Equatable, CustomStringConvertible {
  package let reason: Reason
  package let offset: Int

  package enum Reason: Equatable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case trailingBytes
    case invalidNumber
    case invalidEscape
    case loneSurrogate
    case controlCharacter
    case invalidUTF8
    case tooDeep(limit: Int)
    case tooLong(limit: Int)
  }

  package var description: String { "\(sentence) at byte \(offset)" }

  private var sentence: String {
    switch reason {
    case .unexpectedEnd: "the text ends in the middle of a value"
    case .unexpectedByte(let byte): "unexpected \(Self.name(byte))"
    case .trailingBytes: "something follows the value"
    case .invalidNumber: "a number is malformed"
    case .invalidEscape: "a string holds an unknown escape"
    case .loneSurrogate: "a \\u escape is half of a surrogate pair"
    case .controlCharacter: "a string holds a raw control character"
    case .invalidUTF8: "the text is not valid UTF-8"
    case .tooDeep(let limit): "more than \(limit) levels of nesting"
    case .tooLong(let limit): "more than \(limit) bytes"
    }
  }

  private static func name(_ byte: UInt8) -> String {
    guard (0x21...0x7E).contains(byte) else { return "byte 0x\(String(byte, radix: 16))" }
    return "'\(Character(Unicode.Scalar(byte)))'"
  }
}
