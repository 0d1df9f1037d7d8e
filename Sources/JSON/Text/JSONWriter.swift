extension JSONValue {
  /// The value as one line of JSON without white space, members in their order.
  package func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return bytes
  }

  /// At least so many bytes as it is written with, and few more.
  package var writtenSize: Int {
    switch self {
    case .null, .bool: 5
    case .number(let number): number.text.utf8.count
    case .string(let text): Self.writtenSize(of: text)
    case .array(let elements): elements.reduce(2) { $0 + $1.writtenSize + 1 }
    case .object(let object):
      object.members.reduce(2) { $0 + Self.writtenSize(of: $1.key) + $1.value.writtenSize + 2 }
    }
  }

  private static func writtenSize(of text: String) -> Int {
    text.utf8.reduce(2) { size, byte in
      switch byte {
      case ..<0x20: size + 6
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): size + 2
      default: size + 1
      }
    }
  }

  /// The value as JSON of one member or element a line, two spaces a level, for people.
  package func prettyPrinted() -> String {
    var bytes: [UInt8] = []
    write(into: &bytes, indentation: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the value as one line of JSON.
  package func write(into bytes: inout [UInt8]) {
    write(into: &bytes, indentation: nil)
  }

  private func write(into bytes: inout [UInt8], indentation: Int?) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
    case .number(let number): bytes.append(contentsOf: number.text.utf8)
    case .string(let string): Self.write(string, into: &bytes)
    case .array(let elements):
      Self.write(elements, "[", "]", into: &bytes, indentation) { element, bytes, inner in
        element.write(into: &bytes, indentation: inner)
      }
    case .object(let object):
      if indentation == nil, let kept = object.kept, kept.text.isCompact {
        return kept.write(into: &bytes)
      }
      Self.write(object.members, "{", "}", into: &bytes, indentation) { member, bytes, inner in
        Self.write(member.key, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if inner != nil { bytes.append(UInt8(ascii: " ")) }
        member.value.write(into: &bytes, indentation: inner)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: Unicode.Scalar, _ close: Unicode.Scalar,
    into bytes: inout [UInt8], _ indentation: Int?,
    _ writeItem: (Item, inout [UInt8], Int?) -> Void
  ) {
    let inner = items.isEmpty ? nil : indentation.map { $0 + 2 }
    bytes.append(UInt8(ascii: open))
    for (position, item) in items.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      if let inner { startLine(inner, into: &bytes) }
      writeItem(item, &bytes, inner)
    }
    if inner != nil, let indentation { startLine(indentation, into: &bytes) }
    bytes.append(UInt8(ascii: close))
  }

  private static func startLine(_ indentation: Int, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
  }

  /// Quotes a string, escaping what RFC 8259 section 7 says must be, and nothing else.
  private static func write(_ string: String, into bytes: inout [UInt8]) {
    let source = string.utf8Span.span
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    while start < source.count {
      // Room for the worst is made a piece at a time: counting escapes first would read all twice.
      let piece = source.extracting(start..<min(start + pieceSize, source.count))
      bytes.append(addingCapacity: JSONStringWriter.room(for: piece.count)) { room in
        room.withUnsafeMutableBufferPointer { buffer, filled in
          var writer = JSONStringWriter(into: UnsafeMutableRawBufferPointer(buffer), at: filled)
          writer.write(piece)
          filled = writer.position
        }
      }
      start += piece.count
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static let pieceSize = 8 << 10
}

/// Writes text as a JSON string has it, between its quotes, into room that was made for it.
///
/// Bytes are copied sixteen at a time, or eight, as far as none needs an escape: most of what a server
/// writes is an answer's text as a string, with a quote each six bytes or so.
struct JSONStringWriter {
  private let target: UnsafeMutableRawBufferPointer
  private(set) var position: Int

  /// `target` must have `room(for:)` bytes from `position` on.
  init(into target: UnsafeMutableRawBufferPointer, at position: Int) {
    self.target = target
    self.position = position
  }

  /// The most bytes that writing so many touches: each may be escaped, and blocks are written whole
  /// where only their first byte counts.
  static func room(for count: Int) -> Int { 6 * count + ByteBlock.count }

  mutating func write(_ source: borrowing Span<UInt8>) {
    let raw = source.bytes
    var start = 0
    while start + ByteBlock.count <= raw.byteCount {
      let block = raw.unsafeLoadUnaligned(
        fromUncheckedByteOffset: start, as: SIMD16<UInt8>.self)
      target.storeBytes(of: block, toByteOffset: position, as: SIMD16<UInt8>.self)
      let count = ByteBlock.countBeforeEscape(raw, at: start)
      start += count
      position += count
      guard count < ByteBlock.count else { continue }
      putEscape(of: source[start])
      start += 1
    }
    // Most strings are short.
    while start + 8 <= raw.byteCount {
      let word = ByteWord(raw, at: start)
      word.store(in: target, at: position)
      let count = word.countBeforeEscape
      start += count
      position += count
      guard count < 8 else { continue }
      putEscape(of: source[start])
      start += 1
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
  }

  @inline(__always)
  private mutating func putEscape(of byte: UInt8) {
    put(UInt8(ascii: "\\"))
    // Nearly always a quote.
    if byte >= 0x20 { put(byte) } else { putControl(byte) }
  }

  private mutating func putControl(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\n"): put(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): put(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): put(UInt8(ascii: "t"))
    case 0x08: put(UInt8(ascii: "b"))
    case 0x0C: put(UInt8(ascii: "f"))
    default:
      for letter in "u00".utf8 { put(letter) }
      put(Self.hexDigit(byte >> 4))
      put(Self.hexDigit(byte & 0xF))
    }
  }

  private mutating func put(_ byte: UInt8) {
    target[position] = byte
    position += 1
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
