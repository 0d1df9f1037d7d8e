/// Keeps texts out of what others wrote, and every part of them that could help to guess one: for
/// what is shown to people who pass it on, such as the words of an error.
package struct KeyConcealment: Sendable {
  /// Every part of a text that has so many bytes.
  private let parts: Set<[UInt8]>

  /// The fewest bytes in a row that are concealed.
  package static let shortest = 6

  /// Every spelling of what is secret.
  package init(spellings: some Sequence<[UInt8]>) {
    var parts: Set<[UInt8]> = []
    for bytes in spellings where bytes.count >= Self.shortest {
      for start in 0...(bytes.count - Self.shortest) {
        parts.insert(Array(bytes[start..<(start + Self.shortest)]))
      }
    }
    self.parts = parts
  }

  /// The text with a mark in place of each run of bytes that is part of a key.
  package func applied(to text: String) -> String {
    let bytes = Array(text.utf8)
    guard !parts.isEmpty, bytes.count >= Self.shortest else { return text }
    var isSecret = [Bool](repeating: false, count: bytes.count)
    for start in 0...(bytes.count - Self.shortest) {
      let end = start + Self.shortest
      guard parts.contains(Array(bytes[start..<end])) else { continue }
      for index in start..<end { isSecret[index] = true }
    }
    guard isSecret.contains(true) else { return text }
    var shown: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if !isSecret[index] {
        shown.append(byte)
      } else if index == 0 || !isSecret[index - 1] {
        shown += Redaction.mark.utf8
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }
}
