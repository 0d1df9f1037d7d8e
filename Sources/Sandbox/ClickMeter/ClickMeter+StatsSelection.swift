import JSON

extension ClickMeter {
  /// The datapoints that the filters of a query for statistics let through.
  func statsDatapoints(
    _ query: inout FieldReader, statuses: [String] = Datapoint.statuses
  ) -> [Datapoint] {
    let kind = query.choice("type", of: ["tp", "tl"])
    let filter = EntityFilter(counting: &query, statuses: statuses)
    return datapoints.filter { datapoint in
      (kind.map { datapoint.kind.rawValue == $0 } ?? true)
        && filter.accepts(datapoint, tagged: tags(of: datapoint))
    }
  }

  /// The groups that the filters of a query for statistics let through.
  func statsGroups(_ query: inout FieldReader) -> [DatapointGroup] {
    let filter = EntityFilter(counting: &query, statuses: EntityFilter.groupStatuses)
    return groups.filter { filter.accepts($0, tagged: tags(of: $0)) }
  }

  /// The conversions that status and text of a query let through; deleted ones only when asked
  /// for.
  func conversions(matching query: inout FieldReader) -> [Conversion] {
    let isDeleted = query.choice("status", of: ["deleted", "active"]) == "deleted"
    let search = query.search("textSearch")
    return conversions.filter { $0.isDeleted == isDeleted && search.finds($0.name) }
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
