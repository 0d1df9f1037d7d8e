/// A search for part of a text, in any case. Without a text it finds everything.
struct TextSearch: Sendable {
  private let part: String?

  init(_ part: String?) {
    self.part = part?.lowercased()
  }

  /// Whether the part is in one of these texts.
  func finds(_ texts: String...) -> Bool {
    guard let part else { return true }
    return texts.contains { $0.lowercased().contains(part) }
  }
}

extension FieldReader {
  mutating func search(_ name: String, _ kind: FieldKind = .anyText) -> TextSearch {
    TextSearch(text(name, kind))
  }
}
