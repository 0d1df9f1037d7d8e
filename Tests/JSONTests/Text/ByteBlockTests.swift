import TestSupport
import Testing

@testable import JSON

/// Sixteen bytes at once, held against one after the other.
struct ByteBlockTests {
  private static let letter = UInt8(ascii: "a")

  @Test func `finds what isn't plain, and what must be escaped, wherever it stands`() {
    var wrong: [String] = []
    for byte in UInt8.min...UInt8.max {
      let isEscaped =
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      for place in 0..<ByteBlock.count {
        // A byte before the block, and one of another kind behind what is to be found.
        var bytes = [UInt8](repeating: Self.letter, count: 2 + ByteBlock.count)
        bytes[0] = UInt8(ascii: "\"")
        bytes[1 + place] = byte
        let isPlain = !isEscaped && byte < 0x7F
        let plain = ByteBlock.plainCount(bytes.span.bytes, at: 1)
        if plain != (isPlain ? ByteBlock.count : place) { wrong.append("\(byte) at \(place)") }
        let written = ByteBlock.countBeforeEscape(bytes.span.bytes, at: 1)
        if written != (isEscaped ? place : ByteBlock.count) { wrong.append("\(byte) at \(place)") }
      }
    }
    #expect(wrong == [])
  }

  @Test func `finds the first of several`() {
    var random = SeededGenerator(seed: 15)
    let some: [UInt8] = [Self.letter, UInt8(ascii: "b"), UInt8(ascii: "\""), 0x1F, 0x7F, 0xC3]
    var wrong: [[UInt8]] = []
    for _ in 0..<5_000 {
      let bytes = (0...ByteBlock.count).map { _ in
        random.next() % 4 == 0 ? some[Int(random.next() % 6)] : Self.letter
      }
      let block = bytes.prefix(ByteBlock.count)
      let plain = block.firstIndex { $0 < 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "\"") }
      let escaped = block.firstIndex { $0 < 0x20 || $0 == UInt8(ascii: "\"") }
      let pair = block.indices.first {
        bytes[$0] == UInt8(ascii: "b") && bytes[$0 + 1] == UInt8(ascii: "\"")
      }
      let span = bytes.span.bytes
      let found = [
        ByteBlock.plainCount(span, at: 0), ByteBlock.countBeforeEscape(span, at: 0),
        ByteBlock.countBefore(UInt8(ascii: "b"), then: UInt8(ascii: "\""), span, at: 0),
      ]
      if found != [plain, escaped, pair].map({ $0 ?? ByteBlock.count }) { wrong.append(bytes) }
    }
    #expect(wrong == [])
  }
}
