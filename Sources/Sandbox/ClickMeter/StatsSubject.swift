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
  func statsSubject(
    _ scope: StatsSubject.Scope, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> StatsSubject {
    switch scope {
    case .account: return StatsSubject(datapoints: keptDatapoints)
    case .favorites:
      let only = query.flag("onlyFavorites") ?? false
      return StatsSubject(datapoints: keptDatapoints.filter { !only || $0.isFavorite })
    case .accountOrOne: return try accountOrOne(&query)
    case .datapoint: return statsSubject(of: try call.entity(in: datapoints))
    case .group: return statsSubject(of: try call.entity(in: groups))
    case .conversion: return statsSubject(of: try call.entity(in: conversions))
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

  var keptDatapoints: [Datapoint] { datapoints.filter { !$0.isDeleted } }
}

struct StatsPeriod: Sendable {
  let timeframe: Timeframe
  /// When it starts, and the start of its last day, or minute, as responses repeat them.
  let from: Timestamp
  let to: Timestamp
  /// The same with all of the last day, or minute.
  let range: Range<Timestamp>

  /// Reads the name of a timeframe, in either spelling, and the days of a custom one. What is wrong
  /// is left in the reader, and the period is then of no meaning.
  init(
    _ query: inout FieldReader, of subject: StatsSubject,
    among timeframes: [Timeframe] = Timeframe.allCases, now: Timestamp
  ) {
    let usual = Timeframe.spellings[timeframes == Timeframe.allCases ? 0 : 1]
    let spelling = Timeframe.spellings.first { query.isSent($0) } ?? usual
    query.require(spelling)
    let name = query.choice(spelling, of: timeframes.map(\.rawValue))
    timeframe = name.flatMap { Timeframe(rawValue: $0) } ?? .today
    var seconds = Seconds.perDay
    if timeframe == .custom {
      query.require("fromDay", "toDay")
      from = query.compactTime("fromDay") ?? Timestamp(now.date)
      let last = query.compactTime("toDay") ?? from
      if query.text("toDay")?.utf8.count == 12 { seconds = Seconds.perMinute }
      if last.adding(seconds: seconds) <= from {
        query.report("toDay", .rule("toDay must not lie before fromDay"))
      }
      to = max(from, last)
    } else {
      for field in ["fromDay", "toDay"] where name != nil && query.isSent(field) {
        query.report(field, .rule("\(field) belongs to \(spelling)=custom"))
      }
      let beginning = (subject.datapoints.map(\.createdAt).min() ?? now).date
      let days = timeframe.days(today: now.date, beginning: beginning)
      (from, to) = (Timestamp(days.lowerBound), Timestamp(days.upperBound))
    }
    range = from..<to.adding(seconds: seconds)
  }
}

/// The named periods of statistics, resolved in UTC.
enum Timeframe: String, CaseIterable, Sendable {
  case today, yesterday, last7, last30, lastmonth, currentmonth, previousmonth
  case last90, last120, last180, last12months, lastyear, currentyear, beginning, custom

  /// The parameter's name in statistics, and in hits and top reports; both work everywhere.
  static let spellings = ["timeFrame", "timeframe"]

  /// Those that hits can be listed of.
  static let ofHits: [Timeframe] = [
    .yesterday, .last7, .last30, .lastmonth, .currentmonth, .previousmonth, .last90, .last120,
    .last180, .custom,
  ]

  static let ofReports: [Timeframe] = [.beginning] + ofHits

  /// The first and the last day; today for `custom`, which comes with days of its own.
  ///
  /// `lastmonth` is taken for another word for `previousmonth`: nothing says how they differ.
  func days(today: CalendarDate, beginning: CalendarDate) -> ClosedRange<CalendarDate> {
    let newYear = today.startOfMonth(ago: today.month - 1)
    return switch self {
    case .today, .custom: today...today
    case .yesterday: today.adding(days: -1)...today.adding(days: -1)
    case .last7: today.adding(days: -6)...today
    case .last30: today.adding(days: -29)...today
    case .last90: today.adding(days: -89)...today
    case .last120: today.adding(days: -119)...today
    case .last180: today.adding(days: -179)...today
    case .currentmonth: today.startOfMonth...today
    case .lastmonth, .previousmonth:
      today.startOfMonth(ago: 1)...today.startOfMonth.adding(days: -1)
    case .last12months: today.startOfMonth(ago: 11)...today
    case .currentyear: newYear...today
    case .lastyear: newYear.startOfMonth(ago: 12)...newYear.adding(days: -1)
    case .beginning: min(beginning, today)...today
    }
  }
}

extension CalendarDate {
  /// The Monday at or before it.
  var startOfWeek: CalendarDate { adding(days: -weekday) }

  var startOfMonth: CalendarDate { adding(days: 1 - day) }

  /// The first day of the month so many months before.
  func startOfMonth(ago months: Int) -> CalendarDate {
    var start = startOfMonth
    for _ in 0..<months { start = start.adding(days: -1).startOfMonth }
    return start
  }
}
