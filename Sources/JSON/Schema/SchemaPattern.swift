import Synchronization

/// A regular expression of a schema, searched for anywhere in a string.
///
/// `Regex` may not cross threads, hence the lock around each search. It backtracks: what a search
/// costs grows with the square of the string, and without bound for a pattern like `(a+)+`, which
/// a schema must not use.
final class SchemaPattern: Sendable {
  /// Longer strings (in bytes of UTF-8) are refused rather than searched.
  static let maximumLength = 4096

  /// What searching a string is reckoned at, in steps of `SchemaValidator`.
  static func cost(of string: String) -> Int {
    string.utf8.count + string.utf8.count * string.utf8.count / 256
  }

  let text: String
  private let regex: Mutex<Regex<AnyRegexOutput>>

  /// Fails when `text` is not a regular expression.
  init(_ text: String) throws {
    self.text = text
    // As near to ECMA-262 with the `u` flag as the options get: code points, ASCII classes.
    regex = Mutex(
      try Regex(text).matchingSemantics(.unicodeScalar)
        .asciiOnlyDigits().asciiOnlyWordCharacters())
  }

  /// Whether the expression occurs in a string that is no longer than `maximumLength`.
  func occurs(in string: String) -> Bool {
    regex.withLock { regex in
      do {
        return try regex.firstMatch(in: string) != nil
      } catch {
        return false
      }
    }
  }
}
