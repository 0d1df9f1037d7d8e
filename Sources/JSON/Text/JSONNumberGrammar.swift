/// RFC 8259 section 6: `-`? (`0` | digit1-9 digit*) (`.` digit+)? ([eE] [+-]? digit+)?
enum JSONNumberGrammar {
  /// Where the number that starts at `start` ends, or nothing when none starts there.
  static func end(of bytes: borrowing Span<UInt8>, from start: Int = 0) -> Int? {
    var place = start
    if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place += 1 }
    guard let integerEnd = digits(bytes, from: place) else { return nil }
    if bytes[place] == UInt8(ascii: "0"), integerEnd > place + 1 { return nil }
    place = integerEnd
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      guard let end = digits(bytes, from: place + 1) else { return nil }
      place = end
    }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      if place < bytes.count,
        bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-")
      {
        place += 1
      }
      guard let end = digits(bytes, from: place) else { return nil }
      place = end
    }
    return place
  }

  private static func digits(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int? {
    var place = start
    while place < bytes.count, ASCII.isDigit(bytes[place]) { place += 1 }
    return place > start ? place : nil
  }
}
