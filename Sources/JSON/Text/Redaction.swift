/// Texts that must not be passed on, and what is put in their place.
///
/// Each is found as it is and escaped as in a JSON text; not in another letter case, not in parts.
/// A text of fewer than eight bytes is left alone: its like stands in every answer, so that
/// concealing it would destroy more than it hides.
package struct Redaction: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Every spelling of every text, the longest first.
  private let secrets: [[UInt8]]

  package static let mark = "<redacted>"

  /// The fewest bytes of a text that is concealed.
  package static let shortest = 8

  package init(of texts: [String]) {
    var secrets: [[UInt8]] = []
    // A key is often the same in each spelling that is asked for.
    for (index, text) in texts.enumerated()
    where text.utf8.count >= Self.shortest && !texts[..<index].contains(text) {
      for spelling in Self.spellings(of: text) where !secrets.contains(spelling) {
        secrets.append(spelling)
      }
    }
    self.secrets = secrets.sorted { $0.count > $1.count }
  }

  package func isNeeded(in text: String) -> Bool {
    !secrets.isEmpty && position(in: text.utf8Span.span, from: 0) != nil
  }

  /// Whether one of the secrets stands in these bytes, wherever that is.
  package func isNeeded(in bytes: [UInt8]) -> Bool { position(in: bytes.span, from: 0) != nil }

  /// The text with the mark wherever one of the secrets stands. Bytes are compared: an accent that
  /// combines with a secret's last letter hides nothing.
  package func applied(to text: String) -> String {
    guard isNeeded(in: text) else { return text }
    let bytes = Array(text.utf8)
    var shown: [UInt8] = []
    var start = 0
    while let found = position(in: bytes.span, from: start) {
      shown += bytes[start..<found.lowerBound]
      shown += Self.mark.utf8
      start = found.upperBound
    }
    shown += bytes[start...]
    return String(decoding: shown, as: UTF8.self)
  }

  /// The text without any part of a secret, for the words of an error: services quote what they
  /// refuse, cut short.
  package func appliedToParts(of text: String) -> String {
    secrets.isEmpty ? text : KeyConcealment(spellings: secrets).applied(to: text)
  }

  /// Where the first of the secrets stands; of those that begin at one position, the longest.
  private func position(in bytes: borrowing Span<UInt8>, from start: Int) -> Range<Int>? {
    var first: Range<Int>?
    for secret in secrets {
      guard let position = Self.position(of: secret, in: bytes, from: start) else { continue }
      if position < first?.lowerBound ?? .max { first = position..<position + secret.count }
    }
    return first
  }

  /// Looks for the first two bytes of the secret at sixteen positions at once: answers have hundreds
  /// of kilobytes.
  private static func position(
    of secret: [UInt8], in bytes: borrowing Span<UInt8>, from start: Int
  ) -> Int? {
    let raw = bytes.bytes
    let last = bytes.count - secret.count
    var position = start
    while position <= last {
      if position + ByteBlock.count < raw.byteCount {
        let count = ByteBlock.countBefore(secret[0], then: secret[1], raw, at: position)
        position += count
        if count == ByteBlock.count || position > last { continue }
      }
      if stands(secret, at: position, in: bytes) { return position }
      position += 1
    }
    return nil
  }

  private static func stands(
    _ secret: [UInt8], at position: Int, in bytes: borrowing Span<UInt8>
  ) -> Bool {
    for index in secret.indices where bytes[position + index] != secret[index] { return false }
    return true
  }

  private static func spellings(of text: String) -> [[UInt8]] {
    let isPlain = text.hasOnly {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-")
    }
    if isPlain { return [Array(text.utf8)] }
    let quoted = JSONValue.string(text).serialized().dropFirst().dropLast()
    // Some writers escape the slash too, which RFC 8259 section 7 allows.
    var slashed: [UInt8] = []
    for byte in quoted {
      if byte == UInt8(ascii: "/") { slashed.append(UInt8(ascii: "\\")) }
      slashed.append(byte)
    }
    return [Array(text.utf8), Array(quoted), slashed]
  }

  package var description: String { Self.mark }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }

  package func isNeeded(in value: JSONValue) -> Bool {
    switch value {
    case .null, .bool: false
    case .number(let number): isNeeded(in: number.text)
    case .string(let text): isNeeded(in: text)
    case .array(let elements): elements.contains { isNeeded(in: $0) }
    case .object(let object):
      object.contains { isNeeded(in: $0.key) || isNeeded(in: $0.value) }
    }
  }

  /// The value with the mark in each of its texts and names that holds a secret. A number that
  /// holds one becomes a text. Order and count of members stay.
  package func applied(to value: JSONValue) -> JSONValue {
    isNeeded(in: value) ? rewritten(value) : value
  }

  private func rewritten(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool: value
    case .number(let number):
      isNeeded(in: number.text) ? .string(applied(to: number.text)) : value
    case .string(let text): .string(applied(to: text))
    case .array(let elements): .array(elements.map(rewritten))
    case .object(let object): .object(object.mapped(applied, values: rewritten))
    }
  }
}
