/// What is to be known of a manifest at a start, so that the manifest itself need not be read: what
/// decides whether a tool is offered, how `tools/list` shows it, and where in the manifest's text
/// the rest of it stands.
///
/// A table is a text with a line for each provider and tool. A line's fields stand between tabs,
/// its last one is JSON; where something stands in the manifest is told by how far it is behind
/// what the line before told of. So a change of one tool is a change of one line.
package final class ManifestTable: Sendable {
  let table: any StoredText
  let manifest: any StoredText
  let head: Head

  /// The first line: which table it is, and of which manifest.
  struct Head: Equatable, Sendable {
    /// How many bytes the manifest has.
    let length: Int
    /// Their checksum, and that of the lines that follow.
    let checksum: String
    let checksumOfLines: String

    /// Another number where lines are read otherwise.
    static let title = "clickport-table-1"
  }

  /// nil where the table is none, or was made of a manifest of another length. The checksums are for
  /// those who have the time: see `isSound`.
  package init?(_ table: any StoredText, of manifest: any StoredText) {
    let (head, count) = (table.withBytes(Head.init), manifest.count)
    guard let head, head.length == count else { return nil }
    self.table = table
    self.manifest = manifest
    self.head = head
  }

  /// Whether the table is whole, and the manifest the very one it was made of.
  package var isSound: Bool {
    let linesSum = table.withBytes { bytes in
      var scanner = FieldScanner()
      return scanner.skipLine(bytes)
        ? Checksum(of: bytes.extracting(scanner.position..<bytes.count)) : nil
    }
    return head.checksumOfLines == linesSum?.description
      && head.checksum == manifest.withBytes { Checksum(of: $0) }.description
  }

  /// Tells this table from any other.
  package var identity: String { "\(head.checksum) \(head.checksumOfLines)" }
}

extension ManifestTable.Head {
  fileprivate init?(_ bytes: borrowing Span<UInt8>) {
    var scanner = FieldScanner()
    guard scanner.text(bytes) == Self.title, let length = scanner.number(bytes),
      let checksum = scanner.text(bytes), let checksumOfLines = scanner.text(bytes)
    else { return nil }
    self.init(length: length, checksum: checksum, checksumOfLines: checksumOfLines)
  }
}

/// Tells a text from what it was before somebody worked on it, or a disk failed: FNV-1a, but of eight
/// bytes at a time, each of which changes the sum. It is no defence against those who would deceive.
struct Checksum: Equatable, CustomStringConvertible {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  init(of bytes: borrowing Span<UInt8>) {
    let raw = bytes.bytes
    var position = 0
    while position + 8 <= raw.byteCount {
      let word = raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
      add(UInt64(littleEndian: word))
      position += 8
    }
    for index in position..<bytes.count { add(UInt64(bytes[index])) }
    add(UInt64(bytes.count))
  }

  private mutating func add(_ word: UInt64) {
    state = (state ^ word) &* 0x100_0000_01b3
    // A product's low bits know nothing of the high ones.
    state ^= state >> 32
  }

  var description: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Goes past the fields of a table's lines, one after another.
struct FieldScanner {
  private(set) var position: Int

  init(from position: Int = 0) {
    self.position = position
  }

  /// Where the next field stands, up to a tab or the line's end; nil where the text ends before.
  mutating func field(_ bytes: borrowing Span<UInt8>) -> Range<Int>? {
    let start = position
    var end = start
    while end < bytes.count {
      // A tab is 9, a line's end 10.
      if bytes[unchecked: end] &- UInt8(ascii: "\t") < 2 {
        position = end + 1
        return start..<end
      }
      end += 1
    }
    return nil
  }

  mutating func text(_ bytes: borrowing Span<UInt8>) -> String? {
    field(bytes).map { Self.text(bytes, $0) }
  }

  /// One of these, told by its index; nil where there is none.
  mutating func choice<Choice>(
    _ bytes: borrowing Span<UInt8>, among choices: [Choice]
  ) -> Choice? {
    number(bytes).flatMap { choices.indices.contains($0) ? choices[$0] : nil }
  }

  /// A whole number, perhaps negative.
  mutating func number(_ bytes: borrowing Span<UInt8>) -> Int? {
    guard let field = field(bytes), !field.isEmpty, field.count <= 18 else { return nil }
    let isNegative = bytes[field.lowerBound] == UInt8(ascii: "-")
    var value = 0
    for index in field.dropFirst(isNegative ? 1 : 0) {
      let digit = Int(bytes[index]) - Int(UInt8(ascii: "0"))
      guard 0...9 ~= digit else { return nil }
      value = value * 10 + digit
    }
    return isNegative ? -value : value
  }

  /// A part of the manifest: how far behind the last one it begins, and how long it is. `end` is
  /// where the last one ended, and becomes where this one does.
  mutating func range(_ bytes: borrowing Span<UInt8>, after end: inout Int) -> TextRange? {
    guard let distance = number(bytes), let count = number(bytes) else { return nil }
    guard count > 0 else { return TextRange.none }
    let range = TextRange(start: end &+ distance, count: count)
    end = range.end
    return range
  }

  /// The last field of a line, whose length stands before it.
  mutating func longField(_ bytes: borrowing Span<UInt8>) -> TextRange? {
    guard let count = number(bytes) else { return nil }
    let range = TextRange(start: position, count: count)
    guard range.isWithin(bytes.count), range.end < bytes.count,
      bytes[range.end] == UInt8(ascii: "\n")
    else { return nil }
    position = range.end + 1
    return range
  }

  /// Whether there is another line; then it is passed.
  mutating func skipLine(_ bytes: borrowing Span<UInt8>) -> Bool {
    while let field = field(bytes) {
      if bytes[field.upperBound] == UInt8(ascii: "\n") { return true }
    }
    return false
  }

  func isAtEnd(_ bytes: borrowing Span<UInt8>) -> Bool { position == bytes.count }

  private static func text(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String {
    bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
