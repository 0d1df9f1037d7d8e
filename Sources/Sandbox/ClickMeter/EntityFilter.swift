/// What datapoints and groups can be narrowed down to by status, tag, mark and text.
struct EntityFilter: Sendable {
  private let status: String?
  private let tags: [String]?
  private let isFavorite: Bool?
  private let search: TextSearch

  static let groupStatuses = ["deleted", "active"]

  private init(
    _ query: inout FieldReader, statuses: [String], tags: String, isFavorite: Bool?
  ) {
    status = query.choice("status", of: statuses)
    self.tags = query.text(tags)?.lowercased().split(separator: ",").map(String.init)
    self.isFavorite = isFavorite
    search = query.search("textSearch")
  }

  /// As lists spell it: `tags`, and `onlyFavorites`, which is true or nothing.
  init(listing query: inout FieldReader, statuses: [String]) {
    let onlyFavorites = query.flag("onlyFavorites") ?? false
    self.init(&query, statuses: statuses, tags: "tags", isFavorite: onlyFavorites ? true : nil)
  }

  /// As statistics spell it: `tag`, and `favourite`, which is true or false.
  init(counting query: inout FieldReader, statuses: [String]) {
    let isFavorite = query.flag("favourite")
    self.init(&query, statuses: statuses, tags: "tag", isFavorite: isFavorite)
  }

  /// Deleted ones only when asked for.
  func accepts(_ entity: some MarkedEntity, tagged words: [Tag]) -> Bool {
    let names = words.map { $0.name.lowercased() }
    return (status.map { entity.statusInQueries == $0 } ?? !entity.isDeleted)
      && (tags.map { $0.contains { names.contains($0) } } ?? true)
      && (isFavorite.map { entity.isFavorite == $0 } ?? true)
      && search.finds(entity.name, entity.label)
  }
}
