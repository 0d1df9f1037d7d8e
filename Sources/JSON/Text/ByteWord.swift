internal import ByteBlocks

/// The classes of ASCII bytes that grammars are written in.
package enum ASCII {
  package static func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") <= 9
  }

  package static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26
  }

  package static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }
}

extension String {
  /// Whether all of its bytes are such: three times as quick as to ask `utf8`.
  @inline(__always)
  func hasOnly(bytes isAllowed: (UInt8) -> Bool) -> Bool {
    let bytes = utf8Span.span
    for index in bytes.indices where !isAllowed(bytes[index]) { return false }
    return true
  }
}

/// Eight bytes looked at together, the first in the lowest bits. All answers mark a byte by its
/// highest bit. No byte is missed; above the lowest mark of an answer there may be false ones.
///
/// The arithmetic is that of "Hacker's Delight" (Warren, 2nd edition, section 6-1).
struct ByteWord {
  private let bits: UInt64

  /// `position` and seven more must be in `bytes`.
  init(_ bytes: borrowing RawSpan, at position: Int) {
    bits = UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
  }

  /// Puts the bytes where they stood elsewhere.
  func store(in target: UnsafeMutableRawBufferPointer, at position: Int) {
    target.storeBytes(of: bits.littleEndian, toByteOffset: position, as: UInt64.self)
  }

  /// The bits in which eight bytes differ from eight others, the first byte's lowest.
  static func difference(
    _ left: borrowing RawSpan, at position: Int, _ right: borrowing RawSpan, at other: Int
  ) -> UInt64 {
    ByteWord(left, at: position).bits ^ ByteWord(right, at: other).bits
  }

  var isAllSpaces: Bool { bits == Self.all(UInt8(ascii: " ")) }

  /// How many come before the first that a string must escape: quotes, backslashes, controls.
  var countBeforeEscape: Int {
    (stringEnds | below(0x20) & Self.marks).trailingZeroBitCount / 8
  }

  /// The bytes that a search for the end of an array or object stops at: quotes and brackets.
  var structural: UInt64 {
    // A bracket and the brace of the same side differ in one bit, which is set for both.
    let braces = bits | Self.all(0x20)
    return
      (zeroes(bits ^ Self.all(UInt8(ascii: "\""))) | zeroes(braces ^ Self.all(UInt8(ascii: "{")))
      | zeroes(braces ^ Self.all(UInt8(ascii: "}")))) & Self.marks
  }

  /// The bytes that a search for the end of a string stops at: quotes and backslashes.
  var stringEnds: UInt64 {
    (zeroes(bits ^ Self.all(UInt8(ascii: "\""))) | zeroes(bits ^ Self.all(UInt8(ascii: "\\"))))
      & Self.marks
  }

  private func zeroes(_ word: UInt64) -> UInt64 { (word &- Self.all(0x01)) & ~word }

  private func below(_ limit: UInt8) -> UInt64 { (bits &- Self.all(limit)) & ~bits }

  private static var marks: UInt64 { 0x8080_8080_8080_8080 }

  private static func all(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }
}

/// Where something is first among sixteen bytes, those from `position` on, all of which must be there.
enum ByteBlock {
  static let count = Int(BYTE_BLOCK_COUNT)

  /// How many come before the first that ends or interrupts a run of plain string content: quotes,
  /// backslashes, controls, and what isn't ASCII.
  @inline(__always)
  static func plainCount(_ bytes: borrowing RawSpan, at position: Int) -> Int {
    bytes.withUnsafeBytes { Int(byte_block_before_unplain($0.baseAddress?.advanced(by: position))) }
  }

  /// How many come before the first that a string must escape: quotes, backslashes, controls.
  @inline(__always)
  static func countBeforeEscape(_ bytes: borrowing RawSpan, at position: Int) -> Int {
    bytes.withUnsafeBytes { Int(byte_block_before_escape($0.baseAddress?.advanced(by: position))) }
  }

  /// How many come before the first that is `byte` with `next` behind it; the seventeenth must be there
  /// too.
  @inline(__always)
  static func countBefore(
    _ byte: UInt8, then next: UInt8, _ bytes: borrowing RawSpan, at position: Int
  ) -> Int {
    bytes.withUnsafeBytes {
      Int(byte_block_before_pair($0.baseAddress?.advanced(by: position), byte, next))
    }
  }
}
