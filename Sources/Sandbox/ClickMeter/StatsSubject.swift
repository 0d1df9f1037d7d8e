import JSON

/// What statistics are about.
///
/// Sets leave out deleted datapoints unless they are asked for, so that all responses about sets
/// agree with the lists; a deleted one still tells its own figures.
struct StatsSubject: Sendable {
  /// The id that responses repeat; nil for a set.
  var entityID: Int?
  var datapoints: [Datapoint]
  /// When there are any, only hits that led to one of these count, and only these conversions.
  var conversionIDs: Set<Int>?

  /// Figures as responses hold them, with what they are about.
  func row(_ tally: Tally, from: Timestamp, to: Timestamp) -> JSONObject {
    let head: JSONObject = [
      "entityId": .optional(entityID.map(String.init)),
      "fromDay": .string(ClickMeter.text(from)), "toDay": .string(ClickMeter.text(to)),
    ]
    return head.merging(tally.aggregate)
  }

  /// Where a request says what it is about. The path names one datapoint, group or conversion.
  enum Scope: Sendable {
    case account
    /// The account, or only what is marked as a favourite in it.
    case favorites
    /// The account, or the one group, datapoint or conversion that the query names.
    case accountOrOne
    case datapoint, group, conversion
    /// One conversion, through all datapoints or those with a tag or a mark.
    case filteredConversion
    /// What the filters of the query let through.
    case datapoints, groups, conversions
    /// The same of datapoints, whose type must be named.
    case datapointsOfType
  }
}

extension ClickMeter {
  /// Finds in path and query what a request is about.
  func statsSubject(
    _ scope: StatsSubject.Scope, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> StatsSubject {
    switch scope {
    case .account: return StatsSubject(datapoints: keptDatapoints)
    case .favorites:
      let only = query.flag("onlyFavorites") ?? false
      return StatsSubject(datapoints: keptDatapoints.filter { !only || $0.isFavorite })
    case .accountOrOne: return try accountOrOne(&query)
    case .datapoint: return statsSubject(of: try entity(named: call, in: \.datapoints))
    case .group: return statsSubject(of: try entity(named: call, in: \.groups))
    case .conversion: return statsSubject(of: try entity(named: call, in: \.conversions))
    case .filteredConversion:
      var subject = try statsSubject(.conversion, call, &query)
      let filter = EntityFilter(&query, statuses: [], isOfList: false)
      subject.datapoints.removeAll { !filter.accepts($0, in: self) }
      return subject
    case .datapoints: return StatsSubject(datapoints: statsDatapoints(&query))
    case .groups: return StatsSubject(datapoints: statsGroups(&query).flatMap(members))
    case .conversions:
      let ids = Set(conversions(matching: &query).map(\.id))
      return StatsSubject(datapoints: keptDatapoints, conversionIDs: ids)
    case .datapointsOfType:
      query.require("type")
      return StatsSubject(datapoints: statsDatapoints(&query))
    }
  }

  private func accountOrOne(_ query: inout FieldReader) throws(Refusal) -> StatsSubject {
    let names = ["group", "datapoint", "conversion"].filter { query.isSent($0) }
    guard let name = names.first else { return StatsSubject(datapoints: keptDatapoints) }
    if names.count > 1 {
      query.report(name, .rule("At most one of group, datapoint and conversion may be given"))
    }
    let id = query.integer(name) ?? 0
    // What is wrong with the query comes before what it names is looked for.
    try query.check()
    switch name {
    case "group": return statsSubject(of: try groups.entity(id))
    case "datapoint": return statsSubject(of: try datapoints.entity(id))
    default: return statsSubject(of: try conversions.entity(id))
    }
  }

  func statsSubject(of datapoint: Datapoint) -> StatsSubject {
    StatsSubject(entityID: datapoint.id, datapoints: [datapoint])
  }

  func statsSubject(of group: DatapointGroup) -> StatsSubject {
    StatsSubject(entityID: group.id, datapoints: members(of: group))
  }

  func statsSubject(of conversion: Conversion) -> StatsSubject {
    StatsSubject(
      entityID: conversion.id, datapoints: keptDatapoints, conversionIDs: [conversion.id])
  }

  /// The datapoints of a group, of a deleted one also those deleted.
  private func members(of group: DatapointGroup) -> [Datapoint] {
    datapoints.filter { $0.groupID == group.id && (group.isDeleted || !$0.isDeleted) }
  }

  /// Those that are not deleted.
  var keptDatapoints: [Datapoint] { datapoints.filter { !$0.isDeleted } }
}
