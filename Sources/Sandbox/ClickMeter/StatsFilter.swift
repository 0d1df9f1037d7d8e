import JSON

/// What statistics of datapoints and of groups can be narrowed down to.
struct StatsFilter: Sendable {
  private let status: String?
  private let tags: [String]?
  private let isFavorite: Bool?
  private let search: String?

  static let datapointStatuses = Datapoint.Status.allCases.map(\.rawValue)
  static let groupStatuses = ["deleted", "active"]

  init(_ query: inout FieldReader, statuses: [String]) {
    status = query.choice("status", of: statuses)
    tags = query.text("tag")?.lowercased().split(separator: ",").map(String.init)
    isFavorite = query.flag("favourite")
    search = query.text("textSearch")?.lowercased()
  }

  /// Deleted ones only when asked for.
  func accepts(_ entity: some MarkedEntity, tagged words: [Tag]) -> Bool {
    let names = words.map { $0.name.lowercased() }
    let texts = [entity.name.lowercased(), entity.label.lowercased()]
    return (status.map { entity.statusInQueries == $0 } ?? !entity.isDeleted)
      && (tags.map { $0.contains { names.contains($0) } } ?? true)
      && (isFavorite.map { entity.isFavorite == $0 } ?? true)
      && (search.map { text in texts.contains { $0.contains(text) } } ?? true)
  }
}

extension ClickMeter {
  /// The datapoints that the filters of a query for statistics let through.
  func statsDatapoints(
    _ query: inout FieldReader, statuses: [String] = StatsFilter.datapointStatuses
  ) -> [Datapoint] {
    let kind = query.choice("type", of: ["tp", "tl"])
    let filter = StatsFilter(&query, statuses: statuses)
    return datapoints.filter { datapoint in
      (kind.map { datapoint.kind.rawValue == $0 } ?? true)
        && filter.accepts(datapoint, tagged: tags(of: datapoint))
    }
  }

  /// The groups that the filters of a query for statistics let through.
  func statsGroups(_ query: inout FieldReader) -> [DatapointGroup] {
    let filter = StatsFilter(&query, statuses: StatsFilter.groupStatuses)
    return groups.filter { filter.accepts($0, tagged: tags(of: $0)) }
  }

  /// The conversions that the filters of a query for statistics let through.
  func statsConversions(_ query: inout FieldReader) -> [Conversion] {
    let isDeleted = query.choice("status", of: ["deleted", "active"]) == "deleted"
    let search = query.text("textSearch")?.lowercased()
    return conversions.filter { conversion in
      conversion.isDeleted == isDeleted
        && (search.map { conversion.name.lowercased().contains($0) } ?? true)
    }
  }

  /// The datapoints of a group, of a deleted one also those deleted.
  func members(of group: DatapointGroup) -> [Datapoint] {
    datapoints.filter { $0.groupID == group.id && (group.isDeleted || !$0.isDeleted) }
  }

  /// What clicks on that datapoint may lead to.
  func conversions(after datapoint: Datapoint) -> [Conversion] {
    conversions.filter { datapoint.conversions.contains($0.id) }
  }
}
