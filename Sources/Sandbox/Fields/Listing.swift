/// A numbered page of rows, counted from 1.
struct Page: Sendable {
  let number: Int
  let size: Int
  /// How many rows there are on all pages.
  let total: Int

  var totalPages: Int { (total + size - 1) / size }
  var next: Int? { number < totalPages ? number + 1 : nil }
  /// The page before, or the last one when this lies past the end.
  var previous: Int? { number > 1 && totalPages > 0 ? min(number - 1, totalPages) : nil }

  func rows<Row>(of all: [Row]) -> ArraySlice<Row> {
    guard number <= totalPages else { return [] }
    return all.dropFirst((number - 1) * size).prefix(size)
  }
}

/// What a list is sorted by, and in which direction: `sortBy` and `sortDirection`.
struct ListOrder<Entry: Identified> {
  typealias Key = (name: String, value: (Entry) -> String)

  private let value: (Entry) -> String
  private let isDescending: Bool

  /// The id settles what is equal, and is the key when none is asked for.
  init(_ query: inout FieldReader, keys: [Key]) {
    let name = query.choice("sortBy", of: ["id"] + keys.map(\.name))
    value = keys.first { $0.name == name }?.value ?? { _ in "" }
    isDescending = query.choice("sortDirection", of: ["asc", "desc"]) == "desc"
  }

  func sorted(_ entries: [Entry]) -> [Entry] {
    let sorted = entries.sorted { (value($0), $0.id) < (value($1), $1.id) }
    return isDescending ? sorted.reversed() : sorted
  }
}

/// A search for part of a text, in any case. Without a text it finds everything.
struct TextSearch: Sendable {
  private let part: String?

  init(_ part: String?) {
    self.part = part?.lowercased()
  }

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
