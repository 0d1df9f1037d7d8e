/// A JSON number, kept as it was written: 64-bit ids, long decimals and exponents survive.
///
/// Equality is by mathematical value: `1`, `1.0` and `10e-1` are equal.
package struct JSONNumber: Sendable {
  /// The number as RFC 8259 section 6 writes it.
  package let text: String

  package init(_ value: some BinaryInteger) {
    text = String(value)
  }

  /// The shortest text that reads back as `value`, without `.0`; nothing for infinities and NaN.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    if let integer = Int(exactly: value) {
      self.init(integer)
    } else {
      self.init(text: "\(value)")
    }
  }

  /// A number from its text; nothing when RFC 8259 section 6 does not allow the text.
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

  /// The value taken apart for exact comparison and arithmetic.
  package var decimal: JSONDecimal { JSONDecimal(text: text) }
}

extension JSONNumber: Hashable, Comparable {
  package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    left.text == right.text || left.decimal == right.decimal
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(decimal)
  }

  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if let left = Int(left.text), let right = Int(right.text) { return left < right }
    return left.decimal < right.decimal
  }
}
