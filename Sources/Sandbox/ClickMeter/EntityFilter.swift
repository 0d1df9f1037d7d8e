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
      Timestamp(compact: $0, lengths: [8, 12]) != nil
    }
    return text(name, kind).flatMap { Timestamp(compact: $0, lengths: [8, 12]) }
  }
}

extension Timestamp {
  /// Reads `20260120123000` in UTC. What a shorter text lacks is zero.
  init?(compact text: String, lengths: [Int]) {
    guard lengths.contains(text.utf8.count), text.utf8.count <= 14 else { return nil }
    let digits = text + String(repeating: "0", count: 14 - text.utf8.count)
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { range in
      String(digits.dropFirst(range.lowerBound).prefix(range.count))
    }
    let day = parts[0..<3].joined(separator: "-")
    self.init(parsing: "\(day)T\(parts[3...].joined(separator: ":"))Z")
  }
}
