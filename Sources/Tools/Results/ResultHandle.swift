/// Names a kept result: `r_` and 26 letters and digits, 130 random bits. Whoever has it was given it:
/// it can't be guessed.
package struct ResultHandle: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package var description: String { text }

  private static let prefix = "r_"
  private static let length = 26
  /// Crockford's base 32: no letter that is taken for another, none that a URI has to escape.
  private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")

  /// A new one, from the system's own source of randomness.
  package init() {
    var generator = SystemRandomNumberGenerator()
    text = (0..<Self.length).reduce(into: Self.prefix) { text, _ in
      text.append(Self.digits[Int.random(in: Self.digits.indices, using: &generator)])
    }
  }

  /// Reads a handle as it was given out; nil for what none can look like.
  package init?(parsing text: String) {
    guard text.hasPrefix(Self.prefix), text.utf8.count == Self.prefix.utf8.count + Self.length,
      text.dropFirst(Self.prefix.count).allSatisfy(Self.digits.contains)
    else { return nil }
    self.text = text
  }
}
