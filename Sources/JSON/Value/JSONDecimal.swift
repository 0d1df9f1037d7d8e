/// A decimal number in its one normal form: sign, digits without zeros at either end, exponent.
///
/// The value is `0.d1d2d3… × 10^exponent`; zero has no digits. Exact at any length, and cheap for
/// hostile exponents (`1e999999999`), because nothing is ever expanded.
struct JSONDecimal: Hashable, Sendable, Comparable {
  let isNegative: Bool
  /// The significant digits, each 0…9, most significant first.
  let digits: [UInt8]
  /// The power of ten of the digit before the first digit.
  let exponent: Int

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

  var isInteger: Bool { digits.count <= max(exponent, 0) }

  /// The value as an `Int`, when it is integral and fits.
  var int: Int? {
    guard isInteger else { return nil }
    guard exponent <= 19 else { return nil }
    var value = 0
    for index in 0..<exponent {
      let digit = index < digits.count ? Int(digits[index]) : 0
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      // Counted below zero, because `Int.min` has no positive twin.
      let (difference, underflowed) = product.subtractingReportingOverflow(digit)
      guard !overflowed, !underflowed else { return nil }
      value = difference
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  static func < (left: JSONDecimal, right: JSONDecimal) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative
      ? right.hasSmallerMagnitude(than: left) : left.hasSmallerMagnitude(than: right)
  }

  private func hasSmallerMagnitude(than other: JSONDecimal) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    if exponent != other.exponent { return exponent < other.exponent }
    return digits.lexicographicallyPrecedes(other.digits)
  }

  /// How many significant digits a divisor may have: as many as always fit 64 bits.
  static let maximumDivisorDigits = 19

  /// Whether this is `divisor` times an integer, exactly. Nil when the divisor is zero or has
  /// more than `maximumDivisorDigits`. Takes time for the digits, but none for the exponents.
  func isMultiple(of divisor: JSONDecimal) -> Bool? {
    guard let modulus = divisor.coefficient else { return nil }
    guard !digits.isEmpty else { return true }
    // Both are `integer × 10^exponent`, and the integers do not end in 0.
    let shift = (exponent - digits.count) - (divisor.exponent - divisor.digits.count)
    guard shift >= 0 else { return false }
    var remainder: UInt64 = 0
    for digit in digits {
      remainder = Self.product(remainder, 10, modulo: modulus)
      remainder = Self.sum(remainder, UInt64(digit) % modulus, modulo: modulus)
    }
    let power = Self.powerOfTen(shift, modulo: modulus)
    return Self.product(remainder, power, modulo: modulus) == 0
  }

  /// The digits as an integer, when there are any and they fit.
  private var coefficient: UInt64? {
    guard !digits.isEmpty, digits.count <= Self.maximumDivisorDigits else { return nil }
    return digits.reduce(0) { $0 * 10 + UInt64($1) }
  }

  private static func powerOfTen(_ exponent: Int, modulo modulus: UInt64) -> UInt64 {
    var power = 1 % modulus
    var square = 10 % modulus
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { power = product(power, square, modulo: modulus) }
      square = product(square, square, modulo: modulus)
      rest >>= 1
    }
    return power
  }

  private static func product(_ left: UInt64, _ right: UInt64, modulo modulus: UInt64) -> UInt64 {
    // The high word is below the modulus, as it must be, because one factor is.
    modulus.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
  }

  private static func sum(_ left: UInt64, _ right: UInt64, modulo modulus: UInt64) -> UInt64 {
    left >= modulus - right ? left - (modulus - right) : left + right
  }
}
