/// The grammar of RFC 8259 over bytes: goes past values and makes nothing of them.
///
/// Refused beside what the grammar refuses: a byte order mark, invalid UTF-8, escaped lone
/// surrogates, nesting past `maximumDepth`.
///
/// What is done for each of an answer's parts is always inlined: it is a few instructions, which a
/// call would double.
struct JSONScanner {
  private(set) var offset = 0
  private(set) var depth = 0
  /// Whether there was white space between the parts of a value.
  var hasSpace = false
  /// What stands between the quotes of the strings that aren't plain: those with an escape, a
  /// delete character, or anything that isn't ASCII.
  private(set) var unusualStrings: [Range<Int>] = []
  /// The bytes of the longest string, as it is written.
  private(set) var longestString = 0
  /// The members of the outermost object.
  var outline = JSONOutline()
  /// How many elements the array has that was gone past last.
  private(set) var elements = 0
  /// Where some elements of the last array begin that is in the outermost value.
  private(set) var samples = ElementSamples()

  private let maximumDepth: Int
  /// Whether the text is known to be JSON. Then strings, arrays and objects are gone past without a
  /// look at what is in them, and nothing is told of them.
  private let isProven: Bool

  init(maximumDepth: Int, isProven: Bool = false) {
    self.maximumDepth = maximumDepth
    self.isProven = isProven
  }

  /// Goes past the value that begins here.
  mutating func skipValue(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) {
    if isProven { return try skipProven(bytes) }
    switch try start(bytes) {
    case .object:
      guard try !opensEmpty(UInt8(ascii: "}"), bytes) else { return }
      guard depth > 1 else { return try skipOutermost(bytes) }
      repeat {
        try skipName(bytes)
        try skipValue(bytes)
      } while try continues(until: UInt8(ascii: "}"), bytes)
    case .array:
      var count = 0
      if depth == 1 { samples = ElementSamples() }
      if try !opensEmpty(UInt8(ascii: "]"), bytes) {
        guard depth != 2 else { return try skipSampled(bytes) }
        repeat {
          try skipValue(bytes)
          count += 1
        } while try continues(until: UInt8(ascii: "]"), bytes)
      }
      elements = count
    case .string: _ = try string(bytes)
    case .number: _ = try number(bytes)
    case .literal(let word): try literal(word, bytes)
    }
  }

  /// Goes past the elements of an array in the outermost value, the first of which is here.
  private mutating func skipSampled(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) {
    var count = 0
    var last = offset
    var samples = ElementSamples()
    repeat {
      last = offset
      if count == samples.next { samples.add(last) }
      try skipValue(bytes)
      count += 1
    } while try continues(until: UInt8(ascii: "]"), bytes)
    samples.end(with: last)
    self.samples = samples
    elements = count
  }

  private mutating func skipProven(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) {
    switch try start(bytes) {
    case .object, .array: offset = JSONSkipper.endOfBrackets(bytes, from: offset)
    case .string: offset = JSONSkipper.endOfString(bytes, from: offset)
    case .number: _ = try number(bytes)
    case .literal(let word): try literal(word, bytes)
    }
  }

  enum Start {
    case object
    case array
    case string
    case number
    case literal(StaticString)
  }

  /// What the next value is. White space before it is gone past, nothing of the value itself.
  @inline(__always)
  mutating func start(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) -> Start {
    skipSpace(bytes)
    guard offset < bytes.count else { throw failure(.unexpectedEnd) }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"): return .literal("true")
    case UInt8(ascii: "f"): return .literal("false")
    case UInt8(ascii: "n"): return .literal("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case let byte: throw failure(.unexpectedByte(byte))
    }
  }

  /// Goes past a number; where its text is.
  mutating func number(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) -> Range<Int> {
    guard let end = JSONNumberGrammar.end(of: bytes, from: offset) else {
      throw failure(.invalidNumber)
    }
    defer { offset = end }
    return offset..<end
  }

  mutating func literal(
    _ word: StaticString, _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) {
    for index in 0..<word.utf8CodeUnitCount {
      try expect(word.utf8Start[index], bytes)
    }
  }

  /// A string that was gone past: what stands between its quotes.
  struct ScannedString {
    let content: Range<Int>
    let hasEscapes: Bool
  }

  /// Goes past the string whose opening quote is here.
  mutating func string(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) -> ScannedString {
    offset += 1
    let start = offset
    var hasEscapes = false
    var isPlain = true
    while true {
      skipPlain(bytes)
      guard offset < bytes.count else { throw failure(.unexpectedEnd) }
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        let content = start..<offset
        if !isPlain { try checkUTF8(bytes, content) }
        if hasEscapes || !isPlain { unusualStrings.append(content) }
        longestString = max(longestString, content.count)
        offset += 1
        return ScannedString(content: content, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        offset += try JSONEscape(bytes, at: offset).length
      case 0..<0x20: throw failure(.controlCharacter)
      case 0x20..<0x7F: offset += 1
      default:
        isPlain = false
        offset += 1
      }
    }
  }

  /// Goes past visible ASCII but quotes and backslashes, as far as there are sixteen bytes to be looked
  /// at: most of a text is inside of strings.
  @inline(__always)
  private mutating func skipPlain(_ bytes: borrowing Span<UInt8>) {
    let raw = bytes.bytes
    while offset + ByteBlock.count <= raw.byteCount {
      let count = ByteBlock.plainCount(raw, at: offset)
      offset += count
      if count < ByteBlock.count { return }
    }
  }

  private func checkUTF8(
    _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
  ) throws(JSONParseError) {
    do {
      _ = try UTF8Span(validating: bytes.extracting(range))
    } catch {
      let start = range.lowerBound + error.byteOffsets.lowerBound
      throw JSONParseError(reason: .invalidUTF8, offset: start)
    }
  }

  /// Goes past an opening bracket; whether the array or object ends at once.
  mutating func opensEmpty(
    _ bracket: UInt8, _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> Bool {
    guard depth < maximumDepth else { throw failure(.tooDeep(limit: maximumDepth)) }
    depth += 1
    offset += 1
    return try closes(bracket, bytes)
  }

  /// Goes past a member's name and its colon; the name.
  @discardableResult
  mutating func skipName(
    _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> ScannedString {
    skipSpace(bytes)
    try expect(UInt8(ascii: "\""), bytes)
    offset -= 1
    let name = try string(bytes)
    skipSpace(bytes)
    try expect(UInt8(ascii: ":"), bytes)
    return name
  }

  /// Whether another element follows: goes past a comma or the closing bracket.
  @inline(__always)
  mutating func continues(
    until bracket: UInt8, _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> Bool {
    if try closes(bracket, bytes) { return false }
    try expect(UInt8(ascii: ","), bytes)
    return true
  }

  @inline(__always)
  private mutating func closes(
    _ bracket: UInt8, _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) -> Bool {
    skipSpace(bytes)
    guard offset < bytes.count else { throw failure(.unexpectedEnd) }
    guard bytes[offset] == bracket else { return false }
    offset += 1
    depth -= 1
    return true
  }

  @inline(__always)
  private mutating func expect(
    _ byte: UInt8, _ bytes: borrowing Span<UInt8>
  ) throws(JSONParseError) {
    guard offset < bytes.count, bytes[offset] == byte else { throw unexpected(bytes) }
    offset += 1
  }

  /// Nearly always there is none: services write none between the parts of their answers.
  @inline(__always)
  mutating func skipSpace(_ bytes: borrowing Span<UInt8>) {
    guard offset < bytes.count, bytes[offset] <= UInt8(ascii: " ") else { return }
    skipWrittenSpace(bytes)
  }

  private mutating func skipWrittenSpace(_ bytes: borrowing Span<UInt8>) {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "):
        hasSpace = true
        offset += 1
        skipIndentation(bytes)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        hasSpace = true
        offset += 1
      default: return
      }
    }
  }

  private mutating func skipIndentation(_ bytes: borrowing Span<UInt8>) {
    let raw = bytes.bytes
    while offset + 8 <= raw.byteCount, ByteWord(raw, at: offset).isAllSpaces { offset += 8 }
  }

  private func unexpected(_ bytes: borrowing Span<UInt8>) -> JSONParseError {
    failure(offset < bytes.count ? .unexpectedByte(bytes[offset]) : .unexpectedEnd)
  }

  func failure(_ reason: JSONParseError.Reason) -> JSONParseError {
    JSONParseError(reason: reason, offset: offset)
  }
}
