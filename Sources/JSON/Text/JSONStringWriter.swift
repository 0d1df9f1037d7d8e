/// Writes a text as a JSON string into room that was made for it.
///
/// Bytes are copied eight at a time as far as none needs an escape: most of what a server writes is
/// an answer's text as a string, with a quote each six bytes or so.
struct JSONStringWriter {
  private let target: UnsafeMutableRawBufferPointer
  /// Where the next byte goes.
  private(set) var place: Int

  /// `target` must have `room(for:)` bytes from `place` on.
  init(into target: UnsafeMutableRawBufferPointer, at place: Int) {
    self.target = target
    self.place = place
  }

  /// The most bytes that writing the text touches.
  static func room(for source: borrowing Span<UInt8>) -> Int {
    var count = source.count
    for place in source.indices {
      let byte = source[place]
      if byte < 0x20 {
        count &+= 5
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        count &+= 1
      }
    }
    // Two quotes, and words that are written whole where only their first byte counts.
    return count + 2 + 8
  }

  mutating func write(_ source: borrowing Span<UInt8>) {
    put(UInt8(ascii: "\""))
    let raw = source.bytes
    var start = 0
    while start + 8 <= raw.byteCount {
      let word = ByteWord(raw, at: start)
      word.store(in: target, at: place)
      let escapes = word.needingEscape
      guard escapes != 0 else {
        start += 8
        place += 8
        continue
      }
      let count = escapes.trailingZeroBitCount / 8
      place += count
      putEscape(of: source[start + count])
      start += count + 1
    }
    while start < source.count {
      let byte = source[start]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        putEscape(of: byte)
      } else {
        put(byte)
      }
      start += 1
    }
    put(UInt8(ascii: "\""))
  }

  private mutating func putEscape(of byte: UInt8) {
    put(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\n"): put(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): put(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): put(UInt8(ascii: "t"))
    case 0x08: put(UInt8(ascii: "b"))
    case 0x0C: put(UInt8(ascii: "f"))
    case 0..<0x20:
      for letter in "u00".utf8 { put(letter) }
      put(Self.hexDigit(byte >> 4))
      put(Self.hexDigit(byte & 0xF))
    default: put(byte)
    }
  }

  private mutating func put(_ byte: UInt8) {
    target[place] = byte
    place += 1
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
