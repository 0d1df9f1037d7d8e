import JSON

/// What statistics are about.
///
/// Sets leave out deleted datapoints unless they are asked for, so that all answers about sets
/// agree with the lists; a deleted one still tells its own figures.
struct StatsSubject: Sendable {
  /// The id that answers repeat; nothing where it is about a set.
  var entityID: Int?
  var datapoints: [Datapoint]
  /// When there are any, only hits that led to one of these count, and only these conversions.
  var conversionIDs: Set<Int>?

  /// Reads the period; `beginning` is the day the first of the datapoints was created.
  func period(
    _ query: inout FieldReader, among timeframes: [Timeframe] = Timeframe.allCases,
    _ now: Timestamp
  ) -> StatsPeriod {
    let beginning = (datapoints.map(\.createdAt).min() ?? now).date
    return StatsPeriod(&query, among: timeframes, beginning: beginning, today: now.date)
  }

  /// Figures as answers hold them, with what they are about.
  func row(_ tally: Tally, from: Timestamp, to: Timestamp) -> JSONObject {
    let head: JSONObject = [
      "entityId": .optional(entityID.map(String.init)),
      "fromDay": .string(ClickMeter.text(from)),
      "toDay": .string(ClickMeter.text(to)),
    ]
    return head.merging(tally.aggregate)
  }

  /// Finds in path and query what a request is about.
  typealias Reader =
    @Sendable (ClickMeter, Call, inout FieldReader) throws(Refusal) -> StatsSubject

  static let account: Reader = { service, _, _ throws(Refusal) in
    StatsSubject(datapoints: service.keptDatapoints)
  }

  /// The account, or only what is marked as a favourite in it.
  static let favorites: Reader = { service, _, query throws(Refusal) in
    let only = query.flag("onlyFavorites") ?? false
    return StatsSubject(datapoints: service.keptDatapoints.filter { !only || $0.isFavorite })
  }

  static let datapoint: Reader = { service, call, _ throws(Refusal) in
    service.statsSubject(of: try service.entity(named: call, in: \.datapoints))
  }

  static let group: Reader = { service, call, _ throws(Refusal) in
    service.statsSubject(of: try service.entity(named: call, in: \.groups))
  }

  static let conversion: Reader = { service, call, _ throws(Refusal) in
    service.statsSubject(of: try service.entity(named: call, in: \.conversions))
  }

  /// One conversion, through all datapoints or those with a tag or a mark.
  static let filteredConversion: Reader = { service, call, query throws(Refusal) in
    var subject = try conversion(service, call, &query)
    let filter = EntityFilter(counting: &query, statuses: [])
    subject.datapoints.removeAll { !filter.accepts($0, tagged: service.tags(of: $0)) }
    return subject
  }

  static let datapoints: Reader = { service, _, query throws(Refusal) in
    StatsSubject(datapoints: service.statsDatapoints(&query))
  }

  static let datapointsOfType: Reader = { service, call, query throws(Refusal) in
    query.require("type")
    return try datapoints(service, call, &query)
  }

  static let groups: Reader = { service, _, query throws(Refusal) in
    StatsSubject(datapoints: service.statsGroups(&query).flatMap(service.members))
  }

  static let conversions: Reader = { service, _, query throws(Refusal) in
    StatsSubject(
      datapoints: service.keptDatapoints,
      conversionIDs: Set(service.conversions(matching: &query).map(\.id)))
  }

  /// The account, or the one group, datapoint or conversion that the query names.
  static let accountOrOne: Reader = { service, call, query throws(Refusal) in
    let names = ["group", "datapoint", "conversion"].filter { query.isSent($0) }
    guard let name = names.first else { return try account(service, call, &query) }
    if names.count > 1 {
      query.report(name, .rule("At most one of group, datapoint and conversion may be given"))
    }
    let id = query.integer(name)
    // What is wrong with the query comes before what it names is looked for.
    try query.check()
    switch name {
    case "group": return service.statsSubject(of: try service.groups.entity(id ?? 0))
    case "datapoint": return service.statsSubject(of: try service.datapoints.entity(id ?? 0))
    default: return service.statsSubject(of: try service.conversions.entity(id ?? 0))
    }
  }
}

extension ClickMeter {
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

  /// Those that are not deleted.
  var keptDatapoints: [Datapoint] { datapoints.filter { !$0.isDeleted } }
}
