import JSON

/// What datapoints and groups can be narrowed down to by status, tag, mark and text.
struct EntityFilter: Sendable {
  private let status: String?
  private let tags: [String]?
  private let isFavorite: Bool?
  private let search: TextSearch

  static let groupStatuses = ["deleted", "active"]

  /// Lists spell it `tags`, and `onlyFavorites`, which is true or nothing; statistics spell it
  /// `tag`, and `favourite`, which is true or false.
  init(_ query: inout FieldReader, statuses: [String] = groupStatuses, isOfList: Bool) {
    let flag = query.flag(isOfList ? "onlyFavorites" : "favourite")
    isFavorite = isOfList && flag == false ? nil : flag
    status = query.choice("status", of: statuses)
    tags = query.text(isOfList ? "tags" : "tag")?.lowercased().split(separator: ",")
      .map(String.init)
    search = query.search("textSearch")
  }

  /// Deleted ones only when asked for.
  func accepts(_ entity: some MarkedEntity, in service: ClickMeter) -> Bool {
    let names = service.tags(of: entity).map { $0.name.lowercased() }
    return (status.map { entity.statusInQueries == $0 } ?? !entity.isDeleted)
      && (tags.map { $0.contains { names.contains($0) } } ?? true)
      && (isFavorite.map { entity.isFavorite == $0 } ?? true)
      && search.finds(entity.name, entity.label)
  }
}

extension FieldReader {
  /// Whether listed entities were created in the stretch asked for, its ends left out.
  mutating func creationFilter() -> (Timestamp) -> Bool {
    let (after, before) = (compactTime("createdAfter"), compactTime("createdBefore"))
    return { time in (after.map { time > $0 } ?? true) && (before.map { time < $0 } ?? true) }
  }
}

/// What the filters of a query let through.
extension ClickMeter {
  /// In the order the query asks for.
  func listDatapoints(_ call: Call, _ query: inout FieldReader) throws(Refusal) -> [Datapoint] {
    let kind = query.choice("type", of: ["tl", "tp"])
    let filter = EntityFilter(&query, statuses: Datapoint.statuses, isOfList: true)
    let isInTime = query.creationFilter()
    let order = ListOrder<Datapoint>(
      &query,
      keys: [
        ("name", \.name), ("title", \.title), ("creationDate", \.createdAt.description),
        ("type", \.kind.rawValue), ("status", \.status.rawValue),
      ])
    try query.check()
    let found = datapoints.filter { datapoint in
      (kind == nil || datapoint.kind.rawValue == kind) && filter.accepts(datapoint, in: self)
        && isInTime(datapoint.createdAt)
    }
    return order.sorted(found)
  }

  func listGroups(_ call: Call, _ query: inout FieldReader) throws(Refusal) -> [DatapointGroup] {
    let filter = EntityFilter(&query, isOfList: true)
    let isInTime = query.creationFilter()
    let onlyWritable = query.flag("write") ?? false
    try query.check()
    return groups.filter { group in
      filter.accepts(group, in: self) && isInTime(group.createdAt)
        && (!onlyWritable || mayChange(group.id, call.caller))
    }
  }

  /// Deleted ones only when asked for.
  func conversions(matching query: inout FieldReader) -> [Conversion] {
    let isDeleted = query.choice("status", of: ["deleted", "active"]) == "deleted"
    let search = query.search("textSearch")
    return conversions.filter { $0.isDeleted == isDeleted && search.finds($0.name) }
  }

  /// As statistics spell the filters.
  func statsDatapoints(
    _ query: inout FieldReader, statuses: [String] = Datapoint.statuses
  ) -> [Datapoint] {
    let kind = query.choice("type", of: ["tp", "tl"])
    let filter = EntityFilter(&query, statuses: statuses, isOfList: false)
    return datapoints.filter { datapoint in
      (kind == nil || datapoint.kind.rawValue == kind) && filter.accepts(datapoint, in: self)
    }
  }

  /// As statistics spell the filters.
  func statsGroups(_ query: inout FieldReader) -> [DatapointGroup] {
    let filter = EntityFilter(&query, isOfList: false)
    return groups.filter { filter.accepts($0, in: self) }
  }
}
