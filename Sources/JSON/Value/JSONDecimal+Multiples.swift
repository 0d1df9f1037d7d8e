extension JSONDecimal {
  /// How many significant digits a divisor may have: as many as always fit 64 bits.
  package static let maximumDivisorDigits = 19

  /// Whether this is `divisor` times an integer, exactly. Nothing when the divisor is zero or has
  /// more than `maximumDivisorDigits`. Takes time for the digits, but none for the exponents.
  package func isMultiple(of divisor: JSONDecimal) -> Bool? {
    guard let modulus = divisor.coefficient else { return nil }
    guard !digits.isEmpty else { return true }
    // Both are `integer × 10^place`, and the integers do not end in 0.
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
