/// What a list is sorted by, and in which direction: `sortBy` and `sortDirection`.
struct ListOrder: Sendable {
  private let key: String
  private let isDescending: Bool

  /// The first of the keys is the one a list is sorted by when nothing is asked for.
  init(_ query: inout FieldReader, keys: [String]) {
    key = query.choice("sortBy", of: keys) ?? keys.first ?? ""
    isDescending = query.choice("sortDirection", of: ["asc", "desc"]) == "desc"
  }

  /// `value` is what an entry is sorted by for a key. It must differ between entries.
  func sorted<Entry>(
    _ entries: [Entry], by value: (Entry, _ key: String) -> (String, Int)
  ) -> [Entry] {
    let sorted = entries.sorted { value($0, key) < value($1, key) }
    return isDescending ? sorted.reversed() : sorted
  }
}
