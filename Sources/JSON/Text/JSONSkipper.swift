/// Finds where values end in a text that is known to be JSON: half of the work of the scanner, which
/// checks it. Nothing outside of the text is ever touched, be it JSON or not.
enum JSONSkipper {
  /// The end of the array or object whose opening bracket is at `start`.
  static func endOfBrackets(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
    var position = start
    var depth = 0
    while let found = next(bytes, from: position, { $0.structural }) {
      switch bytes[found] {
      case UInt8(ascii: "\""): position = endOfString(bytes, from: found)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position = found + 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position = found + 1
        if depth == 0 { return position }
      default: position = found + 1
      }
    }
    return bytes.count
  }

  /// The end of the string whose opening quote is at `start`.
  static func endOfString(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
    var position = start + 1
    while let found = next(bytes, from: position, { $0.stringEnds }) {
      if bytes[found] == UInt8(ascii: "\"") { return found + 1 }
      // Whatever is escaped, it is no end.
      position = found + (bytes[found] == UInt8(ascii: "\\") ? 2 : 1)
    }
    return bytes.count
  }

  /// The end of the string whose opening quote is at `start`, and whether it has escapes.
  static func string(
    _ bytes: borrowing Span<UInt8>, from start: Int
  ) -> (end: Int, hasEscapes: Bool) {
    var position = start + 1
    while let found = next(bytes, from: position, { $0.stringEnds }) {
      switch bytes[found] {
      case UInt8(ascii: "\""): return (found + 1, false)
      case UInt8(ascii: "\\"): return (endOfString(bytes, from: found - 1), true)
      default: position = found + 1
      }
    }
    return (bytes.count, false)
  }

  /// The first byte from `start` on that is no white space.
  static func endOfSpace(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position < bytes.count, bytes[position] <= UInt8(ascii: " ") { position += 1 }
    return position
  }

  /// The end of the value that begins at `start`.
  static func endOfValue(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
    guard start < bytes.count else { return start }
    switch bytes[start] {
    case UInt8(ascii: "\""): return endOfString(bytes, from: start)
    case UInt8(ascii: "{"), UInt8(ascii: "["): return endOfBrackets(bytes, from: start)
    default:
      var position = start
      while position < bytes.count {
        switch bytes[position] {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0...0x20: return position
        default: position += 1
        }
      }
      return position
    }
  }

  /// Where the elements of the array stand whose opening bracket is at `start`.
  static func elements(_ bytes: borrowing Span<UInt8>, from start: Int) -> [Range<Int>] {
    var elements: [Range<Int>] = []
    var position = endOfSpace(bytes, from: start + 1)
    while position < bytes.count, bytes[position] != UInt8(ascii: "]") {
      let end = endOfValue(bytes, from: position)
      elements.append(position..<end)
      position = endOfSpace(bytes, from: end)
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position = endOfSpace(bytes, from: position + 1)
    }
    return elements
  }

  /// Where the value begins that the object has by that name whose opening brace is at `start`; of
  /// several the last one.
  static func member(
    _ name: String, _ bytes: borrowing Span<UInt8>, from start: Int
  ) -> Int? {
    var found: Int?
    var position = endOfSpace(bytes, from: start + 1)
    while position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      let key = string(bytes, from: position)
      let value = endOfSpace(bytes, from: endOfSpace(bytes, from: key.end) + 1)
      guard value < bytes.count else { break }
      if isName(name, bytes, position + 1..<key.end - 1, hasEscapes: key.hasEscapes) {
        found = value
      }
      position = endOfSpace(bytes, from: endOfValue(bytes, from: value))
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position = endOfSpace(bytes, from: position + 1)
    }
    return found
  }

  /// Whether a name is what stands between these quotes.
  static func isName(
    _ name: String, _ bytes: borrowing Span<UInt8>, _ content: Range<Int>, hasEscapes: Bool
  ) -> Bool {
    if hasEscapes {
      let text = try? JSONParser.unescaped(bytes, content)
      return text.map(ExactString.init) == ExactString(text: name)
    }
    let name = name.utf8Span.span
    guard name.count == content.count else { return false }
    for index in name.indices where name[index] != bytes[content.lowerBound + index] {
      return false
    }
    return true
  }

  /// The first byte that is marked; of the last bytes, which make no word, each one is.
  private static func next(
    _ bytes: borrowing Span<UInt8>, from start: Int, _ marks: (ByteWord) -> UInt64
  ) -> Int? {
    let raw = bytes.bytes
    var position = start
    while position + 8 <= raw.byteCount {
      let marked = marks(ByteWord(raw, at: position))
      if marked != 0 { return position + marked.trailingZeroBitCount / 8 }
      position += 8
    }
    return position < raw.byteCount ? position : nil
  }
}
