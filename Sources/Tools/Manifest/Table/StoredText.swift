/// A text that stays where it is, and of which parts are read.
package protocol StoredText: Sendable {
  func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result
}

extension StoredText {
  /// A copy of a part; nil where the text has no such part.
  func part(_ range: TextRange) -> [UInt8]? {
    withBytes { bytes in
      guard range.isWithin(bytes.count) else { return nil }
      return bytes.extracting(range.start..<range.end).withUnsafeBufferPointer { Array($0) }
    }
  }

  var count: Int { withBytes { $0.count } }
}

/// A part of bytes in memory.
package struct TextPart: StoredText {
  let bytes: [UInt8]
  let range: Range<Int>

  package init(_ bytes: [UInt8]) {
    self.init(bytes, bytes.indices)
  }

  /// `range` must be in the bytes.
  package init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  package func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(range))
  }
}

/// Where a value stands in a text; of no bytes where there is none.
struct TextRange: Equatable, Sendable {
  let start: Int
  let count: Int

  static let none = TextRange(start: 0, count: 0)

  /// Wraps around rather than overflow: a range of nonsense is within no text.
  var end: Int { start &+ count }

  func isWithin(_ size: Int) -> Bool { start >= 0 && count >= 0 && end >= start && end <= size }
}
