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
