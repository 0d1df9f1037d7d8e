/// The bytes that mean something in these files.
enum Byte {
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
  static let quote = UInt8(ascii: "\"")
  static let apostrophe = UInt8(ascii: "'")
  static let backslash = UInt8(ascii: "\\")
  static let comma = UInt8(ascii: ",")
  static let colon = UInt8(ascii: ":")
  static let hash = UInt8(ascii: "#")

  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  static func isSpace(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == newline || byte == carriageReturn
  }
}

extension [UInt8] {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// How its lines end: as the first does.
  var lineEnd: [UInt8] {
    guard let end = firstIndex(of: Byte.newline) else { return [Byte.newline] }
    return end > 0 && self[end - 1] == Byte.carriageReturn
      ? [Byte.carriageReturn, Byte.newline] : [Byte.newline]
  }

  /// Where the line begins that a position is in.
  func lineStart(of position: Int) -> Int {
    self[..<position].lastIndex(of: Byte.newline).map { $0 + 1 } ?? 0
  }

  /// The blanks that the line begins with that a position is in; not beyond the position.
  func indentation(at position: Int) -> [UInt8] {
    var start = lineStart(of: position)
    if start == 0, starts(with: Self.byteOrderMark) { start = 3 }
    return Array(self[start..<Swift.max(start, position)].prefix { Byte.isBlank($0) })
  }

  /// Where the white space begins that ends at a position.
  func spaceStart(before position: Int) -> Int {
    var start = position
    while start > 0, Byte.isSpace(self[start - 1]) { start -= 1 }
    return start
  }

  /// The text with passages replaced, and what that changes. They are in their order, and apart.
  func replacing(_ passages: [(Range<Int>, [UInt8])]) -> ([UInt8], [TextChange]) {
    var text: [UInt8] = []
    var changes: [TextChange] = []
    var end = 0
    for (range, inserted) in passages where !range.isEmpty || !inserted.isEmpty {
      text += self[end..<range.lowerBound] + inserted
      end = range.upperBound
      changes.append(change(of: range, inserted))
    }
    return (text + self[end...], changes)
  }

  /// Without the lines that a replacement leaves as they are at its beginning and its end.
  private func change(of range: Range<Int>, _ inserted: [UInt8]) -> TextChange {
    var old = self[range].split(separator: Byte.newline, omittingEmptySubsequences: false)[...]
    var new = inserted.split(separator: Byte.newline, omittingEmptySubsequences: false)[...]
    var line = self[..<range.lowerBound].count { $0 == Byte.newline } + 1
    while let first = old.first, first == new.first, old.count > 1, new.count > 1 {
      (old, new) = (old.dropFirst(), new.dropFirst())
      line += 1
    }
    while let last = old.last, last == new.last, old.count > 1, new.count > 1 {
      (old, new) = (old.dropLast(), new.dropLast())
    }
    let texts = [old, new].map { Array($0.joined(separator: [Byte.newline])) }
    return TextChange(
      line: line, removed: String(decoding: texts[0], as: UTF8.self),
      inserted: String(decoding: texts[1], as: UTF8.self))
  }
}
