/// A JSON number, kept as it was written: 64-bit ids, long decimals and exponents survive.
///
/// Equality is by mathematical value: `1`, `1.0` and `10e-1` are equal.
package struct JSONNumber: Sendable, Hashable, Comparable {
  /// The number as RFC 8259 section 6 writes it.
  package let text: String

  package init(_ value: some BinaryInteger) {
    text = String(value)
  }

  /// The shortest text that reads back as `value`, without `.0`; nil for infinities and NaN.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    if let integer = Int(exactly: value) {
      self.init(integer)
    } else {
      self.init(text: "\(value)")
    }
  }

  /// A number from its text; nil when RFC 8259 section 6 does not allow the text.
  package init?(text: String) {
    guard JSONNumberGrammar.end(of: text.utf8.span) == text.utf8.count else { return nil }
    self.init(unchecked: text)
  }

  /// A number from a text that a scanner has found to be one.
  init(unchecked text: String) {
    self.text = text
  }

  /// The value, when it has no fractional part and fits: `7`, `7.0` and `70e-1` are 7.
  package var int: Int? {
    if let int = Int(text) { return int }
    return decimal.int
  }

  /// The nearest `Double`, infinite past its range.
  package var double: Double { Double(text) ?? .nan }

  /// Whether the value has no fractional part, as JSON Schema's `integer` asks.
  package var isInteger: Bool {
    // Most numbers are plain digits: decide without taking the text apart.
    if text.utf8.allSatisfy({ $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") }) {
      return true
    }
    return decimal.isInteger
  }

  /// The same text for equal values, with an exponent; nothing is ever expanded.
  package var normalText: String {
    let decimal = decimal
    guard let first = decimal.digits.first else { return "0" }
    let rest = decimal.digits.dropFirst().map { String($0) }.joined()
    return (decimal.isNegative ? "-" : "") + "\(first)" + (rest.isEmpty ? "" : "." + rest)
      + "e\(decimal.exponent - 1)"
  }

  /// The value taken apart for exact comparison and arithmetic.
  var decimal: JSONDecimal { JSONDecimal(text: text) }

  package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    left.text == right.text || left.decimal == right.decimal
  }

  package func hash(into hasher: inout Hasher) {
    if let int = Int(text) { return hasher.combine(int) }
    let decimal = decimal
    if let int = decimal.int { hasher.combine(int) } else { hasher.combine(decimal) }
  }

  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if let left = Int(left.text), let right = Int(right.text) { return left < right }
    return left.decimal < right.decimal
  }
}

/// RFC 8259 section 6: `-`? (`0` | digit1-9 digit*) (`.` digit+)? ([eE] [+-]? digit+)?
enum JSONNumberGrammar {
  /// Where the number that starts at `start` ends, or nil when none starts there.
  static func end(of bytes: borrowing Span<UInt8>, from start: Int = 0) -> Int? {
    var position = start
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    guard let integerEnd = digits(bytes, from: position) else { return nil }
    if bytes[position] == UInt8(ascii: "0"), integerEnd > position + 1 { return nil }
    position = integerEnd
    // Most numbers are plain digits, and followed by a comma or a bracket.
    guard position < bytes.count, Self.goesOn(with: bytes[position]) else { return position }
    if bytes[position] == UInt8(ascii: ".") {
      guard let end = digits(bytes, from: position + 1) else { return nil }
      position = end
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      guard let end = digits(bytes, from: position) else { return nil }
      position = end
    }
    return position
  }

  private static func goesOn(with byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }

  @inline(__always)
  private static func digits(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int? {
    var position = start
    while position < bytes.count, ASCII.isDigit(bytes[position]) { position += 1 }
    return position > start ? position : nil
  }
}
