/// The kinds of values that fields hold.
indirect enum FieldKind: Sendable {
  /// Text of so many characters.
  case text(ClosedRange<Int>)
  case integer(ClosedRange<Int>)
  case flag
  case choice([String])
  /// An absolute URL of HTTP or HTTPS, of at most so many characters.
  case url(maximum: Int)
  case email
  /// `YYYY-MM-DD`, a day that exists.
  case date
  /// RFC 3339.
  case instant
  /// Text that a test accepts; `expected` completes "must be …".
  case custom(expected: String, @Sendable (String) -> Bool)
  /// Text of that kind, or an integer in JSON, which is kept as its digits.
  case numeral(FieldKind)
  /// A repeated field, or an array in JSON.
  case list(FieldKind)
  /// A JSON object, whatever is in it.
  case object
  /// Money of at least 0 with at most two decimals, kept as hundredths.
  case amount

  /// Any text that is not empty.
  static let anyText = FieldKind.text(1...Int.max)
  static let anyURL = FieldKind.url(maximum: .max)
  /// An id, whether or not anything has it.
  static let id = count
  static let count = FieldKind.integer(0...Int.max)
}
