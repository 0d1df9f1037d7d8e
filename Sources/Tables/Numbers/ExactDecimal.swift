package import JSON

/// A decimal number of any length in its one normal form, to add and divide without an error.
///
/// Its value is the sum of `limbs[i] × 10^(9 (i + exponent))`: limbs of nine digits, the least
/// first, none of them zero at either end.
package struct ExactDecimal: Sendable, Equatable, Comparable, CustomStringConvertible {
  package private(set) var isNegative = false
  private(set) var limbs: [UInt32] = []
  private(set) var exponent = 0

  package static let zero = ExactDecimal()

  private static let base: UInt64 = 1_000_000_000

  private init() {}

  private init(isNegative: Bool, limbs: [UInt32], exponent: Int) {
    self.limbs = limbs
    self.exponent = exponent
    while self.limbs.last == 0 { self.limbs.removeLast() }
    let zeros = self.limbs.prefix { $0 == 0 }.count
    self.limbs.removeFirst(zeros)
    self.exponent = self.limbs.isEmpty ? 0 : exponent + zeros
    self.isNegative = isNegative && !self.limbs.isEmpty
  }

  /// `digits` are 0…9, the most significant first; the last one counts 10^`power`.
  init(isNegative: Bool, digits: [UInt8], power: Int) {
    let exponent = power >= 0 ? power / 9 : -((8 - power) / 9)
    let digits = digits + [UInt8](repeating: 0, count: power - 9 * exponent)
    var limbs: [UInt32] = []
    var end = digits.count
    while end > 0 {
      let start = max(0, end - 9)
      limbs.append(digits[start..<end].reduce(0) { $0 * 10 + UInt32($1) })
      end = start
    }
    self.init(isNegative: isNegative, limbs: limbs, exponent: exponent)
  }

  /// `units × 10^-scale`.
  package init(units: Int, scale: Int = 0) {
    let digits = String(units.magnitude).utf8.map { $0 - UInt8(ascii: "0") }
    self.init(isNegative: units < 0, digits: digits, power: -scale)
  }

  package var isZero: Bool { limbs.isEmpty }

  package static func + (left: ExactDecimal, right: ExactDecimal) -> ExactDecimal {
    guard !left.isZero else { return right }
    guard !right.isZero else { return left }
    let exponent = min(left.exponent, right.exponent)
    let (one, other) = (left.limbs(at: exponent), right.limbs(at: exponent))
    if left.isNegative == right.isNegative {
      return ExactDecimal(
        isNegative: left.isNegative, limbs: sum(one, other), exponent: exponent)
    }
    let isLess = precedes(one, other)
    return ExactDecimal(
      isNegative: isLess ? right.isNegative : left.isNegative,
      limbs: isLess ? difference(other, one) : difference(one, other), exponent: exponent)
  }

  package static prefix func - (value: ExactDecimal) -> ExactDecimal {
    ExactDecimal(
      isNegative: !value.isNegative, limbs: value.limbs, exponent: value.exponent)
  }

  package static func - (left: ExactDecimal, right: ExactDecimal) -> ExactDecimal {
    left + -right
  }

  package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    (left - right).isNegative
  }

  package var magnitude: ExactDecimal { isNegative ? -self : self }

  /// The quotient to six places, half to even; nil when the divisor is zero.
  package func divided(by divisor: ExactDecimal) -> ExactDecimal? {
    guard !divisor.isZero else { return nil }
    let shift = exponent - divisor.exponent
    let numerator =
      [UInt32](repeating: 0, count: max(0, shift)) + Self.product(limbs, 1_000_000)
    let denominator = [UInt32](repeating: 0, count: max(0, -shift)) + divisor.limbs
    var (quotient, rest) = Self.divide(numerator, denominator)
    let twice = Self.product(rest, 2)
    let isOdd = (quotient.first ?? 0) % 2 == 1
    if Self.precedes(denominator, twice) || isOdd && !Self.precedes(twice, denominator) {
      quotient = Self.sum(quotient, [1])
    }
    // Millionths are a thousand billionths, of which one limb is made.
    return ExactDecimal(
      isNegative: isNegative != divisor.isNegative, limbs: Self.product(quotient, 1000),
      exponent: -1)
  }

  /// Without an exponent, and without zeros that don't count.
  package var description: String {
    guard !isZero else { return "0" }
    let places = max(0, -exponent) * 9
    var digits = limbs.reversed().map { Self.padded($0) }.joined()
    digits += String(repeating: "0", count: max(0, exponent) * 9)
    digits = String(repeating: "0", count: max(0, places - digits.count)) + digits
    let integer = digits.dropLast(places).drop { $0 == "0" }
    var fraction = digits.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    return (isNegative ? "-" : "") + (integer.isEmpty ? "0" : String(integer))
      + (fraction.isEmpty ? "" : "." + fraction)
  }

  private static func padded(_ limb: UInt32) -> String {
    let digits = String(limb)
    return String(repeating: "0", count: 9 - digits.utf8.count) + digits
  }

  private func limbs(at exponent: Int) -> [UInt32] {
    [UInt32](repeating: 0, count: self.exponent - exponent) + limbs
  }
}

/// Natural numbers in limbs, the least first; there may be zeros at the end.
extension ExactDecimal {
  private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for index in 0..<max(left.count, right.count) {
      carry += index < left.count ? UInt64(left[index]) : 0
      carry += index < right.count ? UInt64(right[index]) : 0
      result.append(UInt32(carry % base))
      carry /= base
    }
    return carry > 0 ? result + [UInt32(carry)] : result
  }

  /// `left` must not be less than `right`.
  private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var borrow: Int64 = 0
    for index in left.indices {
      var limb = Int64(left[index]) - borrow - (index < right.count ? Int64(right[index]) : 0)
      borrow = limb < 0 ? 1 : 0
      if limb < 0 { limb += Int64(base) }
      result.append(UInt32(limb))
    }
    return result
  }

  private static func product(_ limbs: [UInt32], _ factor: UInt64) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for limb in limbs {
      carry += UInt64(limb) * factor
      result.append(UInt32(carry % base))
      carry /= base
    }
    if carry > 0 { result.append(UInt32(carry)) }
    return result
  }

  private static func precedes(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    for index in (0..<max(left.count, right.count)).reversed() {
      let one = index < left.count ? left[index] : 0
      let other = index < right.count ? right[index] : 0
      if one != other { return one < other }
    }
    return false
  }

  private static func divide(
    _ numerator: [UInt32], _ denominator: [UInt32]
  ) -> (quotient: [UInt32], rest: [UInt32]) {
    var quotient = [UInt32](repeating: 0, count: numerator.count)
    var rest: [UInt32] = []
    for index in numerator.indices.reversed() {
      rest.insert(numerator[index], at: 0)
      let digit = largestFactor(of: denominator, within: rest)
      quotient[index] = UInt32(digit)
      rest = difference(rest, product(denominator, digit))
      while rest.last == 0 { rest.removeLast() }
    }
    return (quotient, rest)
  }

  /// How many times the divisor goes into the rest; fewer than the base. By halves: quick for the
  /// few limbs that sums have, and bounded for the hundred that they may have.
  private static func largestFactor(of divisor: [UInt32], within rest: [UInt32]) -> UInt64 {
    var low: UInt64 = 0
    var high = base
    while high - low > 1 {
      let middle = (low + high) / 2
      if precedes(rest, product(divisor, middle)) { high = middle } else { low = middle }
    }
    return low
  }
}

extension ExactDecimal {
  /// The value of a number, or of a text that is one; nil for others, and for numbers of more than
  /// 400 digits.
  package init?(_ value: JSONValue) {
    guard let text = value.number?.text ?? value.string else { return nil }
    let bytes = Array(text.utf8)
    switch Amount(bytes.span, bytes.indices) {
    case .small(let units, let scale): self.init(units: units, scale: scale)
    case .large(let value): self = value
    case .beyond, nil: return nil
    }
  }

  package var json: JSONValue { JSONNumber(text: description).map { .number($0) } ?? .null }

  /// The nearest `Double`.
  package var double: Double { Double(description) ?? .nan }

  /// What the value is of another, in percent to four places; nil where that is zero.
  package func percent(of base: ExactDecimal) -> ExactDecimal? {
    // The quotient has six places.
    divided(by: base).map { quotient in quotient.times(100) }
  }

  private func times(_ factor: UInt32) -> ExactDecimal {
    ExactDecimal(
      isNegative: isNegative, limbs: Self.product(limbs, UInt64(factor)), exponent: exponent)
  }
}
