internal import JSON

/// A phone number as E.164 has it, in digits: the country code first, no `+`, 7 to 15 of them.
struct PhoneNumber: Equatable {
  let digits: String

  /// Why a text is no such number: a clause without a full stop, which doesn't repeat it.
  struct Fault: Error {
    let reason: String
  }

  /// What a right one looks like.
  static let expectation =
    "country code and number, digits only, such as 4915112345678 for +49 151 12345678"

  /// How a number is taken that is written without a sign that it begins with its country code.
  enum Reading {
    /// As it is: it has been looked at before, or is only the beginning of one.
    case trusting
    /// As one of a country's own, where it can be no other.
    case checking
  }

  /// Reads what people write: a `+` or `00` in front; spaces, dots, dashes, slashes and brackets;
  /// digits of any script; a zero behind the country code, which is not dialled, but for the countries
  /// where it is; the addresses that WhatsApp and links have for numbers. Of other lengths it is only
  /// the beginning of a number. A `country` is where numbers belong that don't say their own.
  init(
    parsing text: String, in country: PhoneCountry? = nil, _ reading: Reading = .trusting,
    lengths: ClosedRange<Int> = 7...15
  ) throws(Fault) {
    let (written, isAddress) = Self.withoutAddress(text)
    var scalars = written.unicodeScalars.filter { !$0.isHidden && !Self.isSeparator($0) }
      .map(Self.plain)[...]
    if scalars.starts(with: ["(", "+"]) { scalars = scalars.dropFirst() }
    var isInternational = isAddress
    if scalars.first == "+" {
      isInternational = true
      scalars = scalars.dropFirst()
    } else if scalars.starts(with: ["0", "0"]) {
      isInternational = true
      scalars = scalars.dropFirst(2)
    }
    Self.settleTrunkZero(in: &scalars)
    scalars.removeAll { $0 == "(" || $0 == ")" }
    guard scalars.allSatisfy({ ("0"..."9").contains($0) }) else {
      throw Fault(reason: "holds something that is no part of a phone number")
    }
    var digits = scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
    if !isInternational, let country {
      digits = try Self.international(digits, in: country, reading)
    }
    guard digits.first != "0" else {
      throw Fault(reason: "begins with 0, so it lacks the country code")
    }
    digits = PhoneCountry.withoutTrunk(digits)
    guard lengths.contains(digits.count) else {
      throw Fault(
        reason: "has \(digits.count) digits, and a number has \(lengths.lowerBound) to "
          + "\(lengths.upperBound) with its country code")
    }
    guard isInternational || reading == .trusting || PhoneCountry.has(digits) else {
      throw Fault(
        reason:
          "is a number of no country as it stands, so it lacks the country code; where it has "
          + "one, put + in front")
    }
    self.digits = digits
  }

  /// A number without a sign that it begins with a country code: as one of that country, where it is
  /// none of another.
  private static func international(
    _ digits: String, in country: PhoneCountry, _ reading: Reading
  ) throws(Fault) -> String {
    if let own = country.international(digits), digits.first == "0" || !country.hasCode(of: digits)
    {
      let isForeign = digits.first != "0" && PhoneCountry.has(PhoneCountry.withoutTrunk(digits))
      if !isForeign { return own }
      if reading == .checking, country.isMobile(digits) {
        throw Fault(
          reason: "is a number of country +\(country.code) and one with another country's code; "
            + "put + or 0 in front")
      }
    }
    return digits
  }

  /// The number that an address holds, and whether it was one that begins with the country code.
  private static func withoutAddress(_ text: String) -> (number: String, isAddress: Bool) {
    var text = text[...]
    while let first = text.first, first.isWhitespace { text = text.dropFirst() }
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    let lower = text.lowercased()
    for host in ["@c.us", "@s.whatsapp.net"] where lower.hasSuffix(host) {
      return (String(text.dropLast(host.count)), true)
    }
    for page in ["https://wa.me/", "http://wa.me/", "wa.me/"] where lower.hasPrefix(page) {
      return (String(text.dropFirst(page.count)), true)
    }
    for scheme in ["whatsapp:", "tel:", "sms:", "smsto:", "callto:"] where lower.hasPrefix(scheme) {
      return (String(text.dropFirst(scheme.count)), false)
    }
    return (String(text), false)
  }

  /// A zero in brackets stays a digit directly behind a country code, where it is looked at again; in
  /// other places behind a digit it isn't dialled.
  private static func settleTrunkZero(in written: inout ArraySlice<Unicode.Scalar>) {
    let place = written.indices.dropFirst().first { written[$0...].starts(with: ["(", "0", ")"]) }
    guard let place else { return }
    let before = written[..<place].reduce(into: "") { $0.unicodeScalars.append($1) }
    let isBehindCode = PhoneCountry.codes.contains(before)
    written.replaceSubrange(place..<place + 3, with: isBehindCode ? ["0"] : [])
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
