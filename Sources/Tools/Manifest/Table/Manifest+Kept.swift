internal import JSON
internal import Platform

/// What a manifest with overlays was made of: all that decides what it says, and whether it is right.
package struct OverlaidSources: Sendable {
  /// The program that checked them, and the table of the manifest they are laid over.
  let checkedBy: String
  let overlays: [[UInt8]]

  package init(_ overlays: [[UInt8]], over table: ManifestTable, version: String) {
    checkedBy = "\(version) \(table.identity)"
    self.overlays = overlays
  }

  /// How many bytes the overlays have.
  package var size: Int { overlays.reduce(0) { $0 + $1.count } }

  private var head: [UInt8] {
    let lengths = overlays.map { "\($0.count)" }.joined(separator: " ")
    return Array("clickport-overlays-1\t\(checkedBy)\t\(lengths)\n".utf8)
  }

  /// Sources that differ have different bytes.
  fileprivate var bytes: [UInt8] { overlays.reduce(head, +) }

  /// Where they end that these bytes begin with; nil where the bytes begin with anything else.
  fileprivate func end(in bytes: [UInt8]) -> Int? {
    var end = 0
    for part in [head] + overlays {
      guard bytes.count - end >= part.count else { return nil }
      let isSame = bytes[end...].withUnsafeBytes { bytes in
        part.withUnsafeBytes { part in
          guard let bytes = bytes.baseAddress, let first = part.baseAddress else { return true }
          return memcmp(bytes, first, part.count) == 0
        }
      }
      guard isSame else { return nil }
      end += part.count
    }
    return end
  }
}

extension Manifest {
  /// A manifest with overlays as it is kept for later starts, so that it needn't be checked again:
  /// what it was made of, its table, and its text. It must have been found right. nil where there
  /// is no table of it.
  package func kept(text: [UInt8], madeOf sources: OverlaidSources) -> [UInt8]? {
    guard let table = ManifestTable.bytes(of: self, text: text) else { return nil }
    return sources.bytes + "\(table.count)\t\(text.count)\n".utf8 + table + text
  }

  /// A manifest that was kept; nil where it was made of anything else, or is damaged.
  package init?(kept bytes: [UInt8], madeOf sources: OverlaidSources) {
    guard let end = sources.end(in: bytes) else { return nil }
    var scanner = FieldScanner(from: end)
    guard let tableCount = scanner.number(bytes.span), let textCount = scanner.number(bytes.span)
    else { return nil }
    let table = TextRange(start: scanner.position, count: tableCount)
    let text = TextRange(start: table.end, count: textCount)
    guard table.isWithin(bytes.count), text.isWithin(bytes.count), text.end == bytes.count,
      let read = ManifestTable(
        TextPart(bytes, table.start..<table.end), of: TextPart(bytes, text.start..<text.end)),
      read.isSound
    else { return nil }
    self.init(read)
  }

  /// The text of a manifest with overlays laid over it, as one document.
  package static func text(of base: ManifestSource, overlays: [ManifestSource]) -> [UInt8] {
    merged(base, overlays).serialized()
  }
}
