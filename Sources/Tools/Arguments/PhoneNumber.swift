internal import JSON

/// A phone number as E.164 has it, in digits: the country code first, no `+`, 7 to 15 of them.
struct PhoneNumber {
  let digits: String

  /// Why a text is no such number: a clause without a full stop, which doesn't repeat it.
  struct Fault: Error {
    let reason: String
  }

  /// What a right one looks like.
  static let expectation =
    "country code and number, digits only, such as 4915112345678 for +49 151 12345678"

  /// Reads what people write: a `+` or `00` in front; spaces, dots, dashes, slashes and brackets;
  /// digits of any script; a zero in brackets behind the country code, which is not dialled. Of
  /// other lengths it is only the beginning of a number.
  init(parsing text: String, lengths: ClosedRange<Int> = 7...15) throws(Fault) {
    var written = text.unicodeScalars.filter { !$0.isHidden && !Self.isSeparator($0) }
      .map(Self.plain)[...]
    if written.starts(with: ["(", "+"]) { written = written.dropFirst() }
    if written.first == "+" {
      written = written.dropFirst()
    } else if written.starts(with: ["0", "0"]) {
      written = written.dropFirst(2)
    }
    if let place = Self.trunkZero(in: written) { written.removeSubrange(place) }
    written.removeAll { $0 == "(" || $0 == ")" }
    guard written.allSatisfy({ ("0"..."9").contains($0) }) else {
      throw Fault(reason: "holds something that is no part of a phone number")
    }
    guard written.first != "0" else {
      throw Fault(reason: "begins with 0, so it lacks the country code")
    }
    guard lengths.contains(written.count) else {
      throw Fault(
        reason: "has \(written.count) digits, and a number has \(lengths.lowerBound) to "
          + "\(lengths.upperBound) with its country code")
    }
    var digits = String.UnicodeScalarView()
    digits.append(contentsOf: written)
    self.digits = String(digits)
  }

  /// Where `(0)` stands, behind a digit.
  private static func trunkZero(in written: ArraySlice<Unicode.Scalar>) -> Range<Int>? {
    written.indices.dropFirst().first { written[$0...].starts(with: ["(", "0", ")"]) }
      .map { $0..<$0 + 3 }
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation
      || ["\u{2212}", ".", "/", "·"].contains(scalar)
  }

  /// A digit, a plus or a bracket as ASCII has it.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "\u{FF0B}": return "+"
    case "\u{FF08}": return "("
    case "\u{FF09}": return ")"
    default: break
    }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue
    else { return scalar }
    return Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
  }
}
