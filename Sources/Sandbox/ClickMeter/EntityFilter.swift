import JSON

/// What the lists of datapoints and of groups can be narrowed down to.
struct EntityFilter: Sendable {
  private let status: String?
  private let tags: [String]?
  private let search: String?
  private let onlyFavorites: Bool
  private let after: Timestamp?
  private let before: Timestamp?

  init(_ query: inout FieldReader, statuses: [String]) {
    status = query.choice("status", of: statuses)
    tags = query.text("tags")?.lowercased().split(separator: ",").map(String.init)
    search = query.text("textSearch")?.lowercased()
    onlyFavorites = query.flag("onlyFavorites") ?? false
    after = query.compactTime("createdAfter")
    before = query.compactTime("createdBefore")
  }

  /// Deleted ones only when asked for.
  func accepts(_ entity: some MarkedEntity, tagged words: [Tag]) -> Bool {
    let names = words.map { $0.name.lowercased() }
    let texts = [entity.name.lowercased(), entity.label.lowercased()]
    return (status.map { entity.statusInQueries == $0 } ?? !entity.isDeleted)
      && (tags.map { $0.contains { names.contains($0) } } ?? true)
      && (search.map { text in texts.contains { $0.contains(text) } } ?? true)
      && (!onlyFavorites || entity.isFavorite)
      && (after.map { entity.createdAt > $0 } ?? true)
      && (before.map { entity.createdAt < $0 } ?? true)
  }
}

extension FieldReader {
  /// `YYYYMMDD` or `YYYYMMDDHHmm`, in UTC.
  mutating func compactTime(_ name: String) -> Timestamp? {
    let kind = FieldKind.custom(expected: "a date as YYYYMMDD or YYYYMMDDHHmm") {
      Self.compactTime($0) != nil
    }
    return text(name, kind).flatMap { Self.compactTime($0) }
  }

  private static func compactTime(_ text: String) -> Timestamp? {
    guard text.utf8.count == 8 || text.utf8.count == 12 else { return nil }
    let digits = text.utf8.count == 8 ? text + "0000" : text
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12].map { range in
      String(digits.dropFirst(range.lowerBound).prefix(range.count))
    }
    return Timestamp(
      parsing: "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):00Z")
  }
}
