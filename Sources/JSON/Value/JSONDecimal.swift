/// A decimal number in its one normal form: sign, digits without zeros at either end, exponent.
///
/// The value is `0.d1d2d3… × 10^exponent`; zero has no digits. Exact at any length, and cheap for
/// hostile exponents (`1e999999999`), because nothing is ever expanded.
package struct JSONDecimal: Hashable, Sendable {
  package let isNegative: Bool
  /// The significant digits, each 0…9, most significant first.
  package let digits: [UInt8]
  /// The power of ten of the place before the first digit.
  package let exponent: Int

  /// Exponents beyond this are clamped: they are past everything a `Double` or an `Int` can hold.
  private static let exponentLimit = 1 << 40

  /// Takes apart a text that is known to be a JSON number.
  init(text: String) {
    var digits: [UInt8] = []
    var integerDigits = 0
    var isNegative = false
    var isFraction = false
    var written = 0
    var exponentIsNegative = false
    var isExponent = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "-") where isExponent: exponentIsNegative = true
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "+"): break
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): isExponent = true
      default:
        let digit = byte &- UInt8(ascii: "0")
        if isExponent {
          written = min(written * 10 + Int(digit), Self.exponentLimit)
        } else {
          digits.append(digit)
          if !isFraction { integerDigits += 1 }
        }
      }
    }
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    while digits.last == 0 { digits.removeLast() }
    self.digits = digits
    self.isNegative = isNegative && !digits.isEmpty
    exponent =
      digits.isEmpty ? 0 : integerDigits - leading + (exponentIsNegative ? -written : written)
  }

  package var isInteger: Bool { digits.count <= max(exponent, 0) }

  /// The value as an `Int`, when it is integral and fits.
  package var int: Int? {
    guard isInteger else { return nil }
    guard exponent <= 19 else { return nil }
    var value = 0
    for place in 0..<exponent {
      let digit = place < digits.count ? Int(digits[place]) : 0
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      // Counted below zero, because `Int.min` has no positive twin.
      let (difference, underflowed) = product.subtractingReportingOverflow(digit)
      guard !overflowed, !underflowed else { return nil }
      value = difference
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }
}

extension JSONDecimal: Comparable {
  package static func < (left: JSONDecimal, right: JSONDecimal) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative
      ? right.hasSmallerMagnitude(than: left) : left.hasSmallerMagnitude(than: right)
  }

  private func hasSmallerMagnitude(than other: JSONDecimal) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    if exponent != other.exponent { return exponent < other.exponent }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}
