/// Whom a policy lets messages go to: one phone number, or all that begin alike.
struct RecipientPattern: Equatable, Sendable {
  /// The country code first; of a prefix at least one digit.
  private let digits: String
  private let isPrefix: Bool

  /// What a right one looks like.
  static let expectation =
    "country code and number, such as +49 151 23456789, or their beginning and *, such as +91*"

  /// Reads a number as people write it, or its beginning with a `*` behind.
  init(parsing text: String) throws(PhoneNumber.Fault) {
    isPrefix = text.utf8.last == UInt8(ascii: "*")
    digits =
      isPrefix
      ? try PhoneNumber(parsing: String(text.unicodeScalars.dropLast()), lengths: 1...14).digits
      : try PhoneNumber(parsing: text).digits
  }

  func matches(_ number: PhoneNumber) -> Bool {
    isPrefix ? number.digits.hasPrefix(digits) : number.digits == digits
  }
}

extension RecipientPattern: CustomStringConvertible {
  var description: String { "+\(digits)" + (isPrefix ? "*" : "") }
}
