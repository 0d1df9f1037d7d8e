/// The signature of what is posted to a webhook: the HMAC-SHA-256 of the body under a secret, as 64
/// hexadecimal digits, perhaps with `sha256=` in front.
package struct WebhookSignature {
  private let code: [UInt8]

  private static let length = 64

  package enum Verdict: Equatable, Sendable {
    case valid
    /// It is that of the body without the line feed at its end, which shells and editors add.
    case lineFeedAdded
    case invalid
  }

  /// nil where the text is no such code.
  package init?(_ text: String) {
    var digits = Array(text.utf8.filter { !" \t\r\n".utf8.contains($0) })
    let prefix = Array("sha256=".utf8)
    if digits.starts(with: prefix) { digits.removeFirst(prefix.count) }
    let nibbles = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count == Self.length, nibbles.count == digits.count else { return nil }
    code = stride(from: 0, to: nibbles.count, by: 2).map {
      UInt8(nibbles[$0] << 4 | nibbles[$0 + 1])
    }
  }

  /// How long it takes doesn't tell where they differ.
  package func check(_ body: [UInt8], secret: [UInt8]) -> Verdict {
    let hmac = HMAC(key: secret)
    if hmac.isValid(code, for: body) { return .valid }
    guard body.last == UInt8(ascii: "\n") else { return .invalid }
    return hmac.isValid(code, for: body.dropLast()) ? .lineFeedAdded : .invalid
  }
}
