/// Texts that must not be passed on, and what is put in their place.
///
/// Each is found as it is and escaped as in a JSON text; not in another letter case, not in parts.
/// A text of fewer than eight bytes is left alone: its like stands in every answer, so that
/// concealing it would destroy more than it hides.
package struct Redaction: Sendable {
  /// Every spelling of every text, the longest first.
  private let secrets: [[UInt8]]

  package static let mark = "<redacted>"

  /// The fewest bytes of a text that is concealed.
  package static let shortest = 8

  package init(of texts: [String]) {
    let long = texts.filter { $0.utf8.count >= Self.shortest }
    let spellings = Set(long.flatMap(Self.spellings).map { Array($0.utf8) })
    secrets = spellings.sorted { $0.count > $1.count }
  }

  package func isNeeded(in text: String) -> Bool {
    guard !secrets.isEmpty else { return false }
    var text = text
    return text.withUTF8 { place(in: $0, from: 0) != nil }
  }

  /// The text with the mark wherever one of the secrets stands. Bytes are compared: an accent that
  /// combines with a secret's last letter hides nothing.
  package func applied(to text: String) -> String {
    guard isNeeded(in: text) else { return text }
    var text = text
    return text.withUTF8 { bytes in
      var shown: [UInt8] = []
      var start = 0
      while let found = place(in: bytes, from: start) {
        shown += bytes[start..<found.lowerBound]
        shown += Self.mark.utf8
        start = found.upperBound
      }
      shown += bytes[start...]
      return String(decoding: shown, as: UTF8.self)
    }
  }

  private func place(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    for index in start..<bytes.count {
      for secret in secrets where secret[0] == bytes[index] {
        let end = index + secret.count
        if end <= bytes.count, bytes[index..<end].elementsEqual(secret) { return index..<end }
      }
    }
    return nil
  }

  private static func spellings(of text: String) -> [String] {
    let quoted = JSONValue.string(text).description.dropFirst().dropLast()
    // Some writers escape the slash too, which RFC 8259 section 7 allows.
    let slashed = quoted.split(separator: "/", omittingEmptySubsequences: false)
      .joined(separator: "\\/")
    return [text, String(quoted), slashed]
  }
}

extension Redaction: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { Self.mark }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
