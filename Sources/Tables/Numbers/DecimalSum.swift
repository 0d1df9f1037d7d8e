/// A number as it stands in a cell, read from its bytes.
enum Amount {
  /// `units × 10^-scale`, the scale from 0 to 18.
  case small(units: Int, scale: Int)
  case large(ExactDecimal)
  /// Past what is added up: see `limit`.
  case beyond

  /// How many digits a number that is added up may have before or after the point. What is farther
  /// out (`1e999999999`) is left out like what is no number: added to 1 it would take as many digits
  /// as its exponent says.
  static let limit = 400

  /// Reads all bytes of the range; nil where they aren't a number by JSON's grammar.
  init?(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
    var position = range.lowerBound
    let isNegative = position < range.upperBound && bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let start = position
    var units = 0
    while position < range.upperBound, position - start < 18 {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      units = units &* 10 &+ Int(digit)
      position += 1
    }
    let isPlain = position - start == 1 || position > start && bytes[start] != UInt8(ascii: "0")
    if position == range.upperBound, isPlain {
      self = .small(units: isNegative ? -units : units, scale: 0)
      return
    }
    guard let parts = NumberParts(bytes, range) else { return nil }
    self = parts.amount
  }
}

/// A number by RFC 8259 section 6, taken apart.
private struct NumberParts {
  private var isNegative = false
  private var digits: [UInt8] = []
  private var power = 0
  private var position: Int
  private let end: Int

  init?(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
    if byte(bytes) == UInt8(ascii: "-") {
      isNegative = true
      position += 1
    }
    let start = byte(bytes)
    let integer = readDigits(bytes)
    guard integer == 1 || integer > 1 && start != UInt8(ascii: "0") else { return nil }
    if byte(bytes) == UInt8(ascii: ".") {
      position += 1
      let fraction = readDigits(bytes)
      guard fraction > 0 else { return nil }
      power = -fraction
    }
    if byte(bytes) | 0x20 == UInt8(ascii: "e") {
      guard let exponent = readExponent(bytes) else { return nil }
      power += exponent
    }
    guard position == end else { return nil }
    dropZeros()
  }

  private func byte(_ bytes: borrowing Span<UInt8>) -> UInt8 {
    position < end ? bytes[position] : 0
  }

  /// How many there were.
  private mutating func readDigits(_ bytes: borrowing Span<UInt8>) -> Int {
    let count = digits.count
    while byte(bytes) &- UInt8(ascii: "0") < 10 {
      digits.append(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    return digits.count - count
  }

  /// Cut off where no limit depends on it any more.
  private mutating func readExponent(_ bytes: borrowing Span<UInt8>) -> Int? {
    position += 1
    let sign = byte(bytes)
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position += 1 }
    let start = position
    var exponent = 0
    while byte(bytes) &- UInt8(ascii: "0") < 10 {
      exponent = min(exponent * 10 + Int(bytes[position] - UInt8(ascii: "0")), 1 << 40)
      position += 1
    }
    guard position > start else { return nil }
    return sign == UInt8(ascii: "-") ? -exponent : exponent
  }

  private mutating func dropZeros() {
    while digits.last == 0 {
      digits.removeLast()
      power += 1
    }
    digits.removeFirst(digits.prefix { $0 == 0 }.count)
    if digits.isEmpty { power = 0 }
  }

  var amount: Amount {
    guard digits.count + power <= Amount.limit, power >= -Amount.limit else { return .beyond }
    guard digits.count <= 18, -18...0 ~= power else {
      return .large(ExactDecimal(isNegative: isNegative, digits: digits, power: power))
    }
    let units = digits.reduce(0) { $0 * 10 + Int($1) }
    return .small(units: isNegative ? -units : units, scale: -power)
  }
}

/// An exact sum of decimals: an integer of a few places as long as it fits, then a number of any
/// length.
struct DecimalSum: Sendable {
  private var units = 0
  private var scale = 0
  /// What no longer fits into `units`: nothing or one number.
  private var rest: [ExactDecimal] = []
  /// How many numbers were added.
  private(set) var count = 0

  /// False where the amount is past the limit, and left out.
  mutating func add(_ amount: Amount) -> Bool {
    switch amount {
    case .beyond: return false
    case .large(let value): addLarge(value)
    case .small(let units, let scale): add(units, scale)
    }
    count += 1
    return true
  }

  mutating func add(_ other: DecimalSum) {
    add(other.units, other.scale)
    for value in other.rest { addLarge(value) }
    count += other.count
  }

  var value: ExactDecimal {
    let small = ExactDecimal(units: units, scale: scale)
    return rest.first.map { $0 + small } ?? small
  }

  private mutating func addLarge(_ value: ExactDecimal) {
    if rest.isEmpty { rest = [value] } else { rest[0] = rest[0] + value }
  }

  private mutating func add(_ units: Int, _ scale: Int) {
    let common = max(scale, self.scale)
    if let own = Self.scaled(self.units, by: common - self.scale),
      let other = Self.scaled(units, by: common - scale)
    {
      let (sum, overflowed) = own.addingReportingOverflow(other)
      if !overflowed {
        self.units = sum
        self.scale = common
        return
      }
    }
    addLarge(ExactDecimal(units: self.units, scale: self.scale))
    self.units = units
    self.scale = scale
  }

  private static func scaled(_ units: Int, by places: Int) -> Int? {
    var units = units
    for _ in 0..<places {
      let (product, overflowed) = units.multipliedReportingOverflow(by: 10)
      guard !overflowed else { return nil }
      units = product
    }
    return units
  }
}
