internal import JSON

/// Keeps keys out of texts that others wrote, and every part of a key that could help to guess it:
/// for what is shown to people who pass it on, such as the report of a failure.
package struct KeyConcealment: Sendable {
  /// Every part of a key that has so many bytes, as it is and percent-encoded.
  private let parts: Set<[UInt8]>

  /// The fewest bytes in a row that are concealed.
  package static let shortest = 6

  /// What services were given for keys, usable or not, and other texts that are secret.
  package init(of services: [ServiceReadiness], and others: [String] = []) {
    var parts: Set<[UInt8]> = []
    let keys = services.flatMap { $0.keys.compactMap(\.state.secret?.secret) }
    for text in keys + others {
      for spelling in [text, PercentCoding.escape(text)] {
        let bytes = Array(spelling.utf8)
        guard bytes.count >= Self.shortest else { continue }
        for start in 0...(bytes.count - Self.shortest) {
          parts.insert(Array(bytes[start..<(start + Self.shortest)]))
        }
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
