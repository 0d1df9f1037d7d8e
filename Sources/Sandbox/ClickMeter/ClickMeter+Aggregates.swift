import JSON

extension ClickMeter {
  static let aggregatedStatsRoutes: [Route<ClickMeter>] = [
    totals("/aggregated", .favorites),
    list("/aggregated/list", .account),
    totals("/datapoints/aggregated", .datapoints),
    list("/datapoints/aggregated/list", .datapointsOfType),
    totals("/datapoints/{id}/aggregated", .datapoint),
    list("/datapoints/{id}/aggregated/list", .datapoint),
    totals("/groups/aggregated", .groups),
    list("/groups/aggregated/list", .groups),
    totals("/groups/{id}/aggregated", .group),
    list("/groups/{id}/aggregated/list", .group),
    list("/conversions/aggregated/list", .conversions),
    totals("/conversions/{conversionId}/aggregated", .filteredConversion),
    list("/conversions/{conversionId}/aggregated/list", .conversion),
  ]

  private static func totals(_ path: String, _ scope: StatsSubject.Scope) -> Route<ClickMeter> {
    .get(path) { service, call throws(Refusal) in
      var query = call.query
      let subject = try service.statsSubject(scope, call, &query)
      let period = StatsPeriod(&query, of: subject, now: call.now)
      let isHourly = query.flag("hourly") ?? false
      if isHourly, period.timeframe != .today, period.timeframe != .yesterday {
        query.report("hourly", .rule("hourly works with the timeframes today and yesterday only"))
      }
      try query.check()
      let log = HitLog(of: subject, in: period.range, service, now: call.now)
      var totals = subject.row(Tally(log, on: log.days), from: period.from, to: period.to)
      if isHourly { totals["hourlyBreakDown"] = hours(of: log, subject) }
      return Reply(200, .object(totals))
    }
  }

  /// A row for each hour that has begun, by its number.
  private static func hours(of log: HitLog, _ subject: StatsSubject) -> JSONValue {
    let hits = log.days.flatMap { log.hits(on: $0) }
    var rows = JSONObject()
    for hour in log.hours {
      let end = hour.adding(seconds: Seconds.perHour)
      let tally = Tally(hits.filter { (hour..<end).contains($0.time) })
      rows[String(hour.secondsSince1970 / Seconds.perHour % 24)] = .object(
        subject.row(tally, from: hour, to: hour))
    }
    return .object(rows)
  }

  /// The totals of each day, week or month of a period, oldest first.
  private static func list(_ path: String, _ scope: StatsSubject.Scope) -> Route<ClickMeter> {
    .get(path) { service, call throws(Refusal) in
      var query = call.query
      let subject = try service.statsSubject(scope, call, &query)
      let period = StatsPeriod(&query, of: subject, now: call.now)
      let unit = query.choice("groupBy", of: ["week", "month"])
      try query.check()
      let log = HitLog(of: subject, in: period.range, service, now: call.now)
      let rows = stretches(of: log.days, by: unit).map { days in
        let first = Timestamp(days[0])
        var row = subject.row(
          Tally(log, on: days), from: first, to: Timestamp(days[days.count - 1]))
        row["activityDay"] = .string(text(first))
        return JSONValue.object(row)
      }
      return Reply(200, ["entities": .array(rows)])
    }
  }

  /// Days that follow one another, parted where a week or a month starts; every day without.
  private static func stretches(of days: [CalendarDate], by unit: String?) -> [[CalendarDate]] {
    let stretches = Dictionary(grouping: days) { day in
      switch unit {
      case "week": day.startOfWeek
      case "month": day.startOfMonth
      default: day
      }
    }
    return stretches.sorted { $0.key < $1.key }.map(\.value)
  }

  static let summaryStatsRoutes: [Route<ClickMeter>] = [
    .get("/aggregated/summary/datapoints", datapointsSummary),
    .get("/aggregated/summary/groups", groupsSummary),
    .get("/aggregated/summary/conversions", conversionsSummary),
    .get("/groups/{id}/aggregated/summary", groupSummary),
  ]

  private func datapointsSummary(_ call: Call) throws(Refusal) -> JSONValue {
    var query = call.query
    query.require("type")
    let group = query.integer("groupId")
    let datapoints = statsDatapoints(&query).filter { $0.groupID == group ?? $0.groupID }
    return try summary(of: datapoints.map { row($0, call) }, &query, call)
  }

  private func groupSummary(_ call: Call) throws(Refusal) -> JSONValue {
    let group = try call.entity(in: groups)
    var query = call.query
    let datapoints = statsDatapoints(&query, statuses: EntityFilter.groupStatuses)
      .filter { $0.groupID == group.id }
    return try summary(of: datapoints.map { row($0, call) }, &query, call)
  }

  private func groupsSummary(_ call: Call) throws(Refusal) -> JSONValue {
    var query = call.query
    let members = ["id", "name", "preferred", "deleted", "creationDate"]
    let rows = statsGroups(&query).map { row($0, statsSubject(of: $0), members, call) }
    return try summary(of: rows, &query, call)
  }

  private func conversionsSummary(_ call: Call) throws(Refusal) -> JSONValue {
    var query = call.query
    let members = ["id", "name", "value", "deleted", "creationDate"]
    let rows = conversions(matching: &query).map { row($0, statsSubject(of: $0), members, call) }
    return try summary(of: rows, &query, call)
  }

  /// The type in the word of queries, unlike in the whole entity.
  private func row(_ datapoint: Datapoint, _ call: Call) -> SummaryRow {
    let members = ["id", "name", "title", "type", "status", "groupId", "preferred", "creationDate"]
    var row = row(datapoint, statsSubject(of: datapoint), members, call)
    row.data["type"] = .string(datapoint.kind.rawValue)
    return row
  }

  private func row(
    _ entity: some MeterEntity, _ subject: StatsSubject, _ members: [String], _ call: Call
  ) -> SummaryRow {
    let whole = entity.json(in: self, for: call.caller)
    let data = JSONObject(members.map { ($0, whole[$0] ?? .null) })
    return SummaryRow(name: entity.label, subject: subject, data: data)
  }

  /// The page that a query asks for of these rows.
  private func summary(
    of rows: [SummaryRow], _ query: inout FieldReader, _ call: Call
  ) throws(Refusal) -> JSONValue {
    let all = StatsSubject(datapoints: rows.flatMap(\.subject.datapoints))
    let period = StatsPeriod(&query, of: all, now: call.now)
    let order = Self.order(&query)
    let page = OffsetPage(&query)
    try query.check()
    let counted = rows.map { row in
      let log = HitLog(of: row.subject, in: period.range, self, now: call.now)
      var row = row
      row.tally = Tally(log, on: log.days)
      return row
    }
    let result = page.rows(of: counted.sorted(by: order)).map { row in
      let figures = row.subject.row(row.tally, from: period.from, to: period.to)
      return JSONValue.object(figures.merging(["entityData": .object(row.data)]))
    }
    return [
      "count": .integer(rows.count), "limit": .integer(page.limit),
      "offset": .integer(page.offset), "result": .array(result),
    ]
  }

  /// By hits unless another figure is asked for; figures largest first, the same ones by id.
  private static func order(_ query: inout FieldReader) -> (SummaryRow, SummaryRow) -> Bool {
    let key = query.choice("sortBy", of: ["name"] + figures.map(\.name))
    let direction = query.choice("sortDirection", of: ["asc", "desc"])
    let isAscending = (direction ?? (key == "name" ? "asc" : "desc")) == "asc"
    let figure = figures.first { $0.name == key }?.value ?? { $0.hits }
    return { left, right in
      let (first, second) = isAscending ? (left, right) : (right, left)
      let (less, more) = (figure(first.tally), figure(second.tally))
      if key == "name", first.name != second.name { return first.name < second.name }
      if key != "name", less != more { return less < more }
      return (left.subject.entityID ?? 0) < (right.subject.entityID ?? 0)
    }
  }

  private static let figures: [(name: String, value: @Sendable (Tally) -> Int)] = [
    ("totalClicks", { $0.clicks }), ("uniqueClicks", { $0.uniqueClicks }),
    ("totalViews", { $0.views }), ("uniqueViews", { $0.uniqueViews }),
    ("spiderHitsCount", { $0.spiderHits }), ("convertedClicks", { $0.convertedClicks }),
    ("uniqueConversions", { $0.uniqueConversions }), ("conversionsValue", { $0.value }),
    ("commissionsCost", { $0.commission }),
    ("lastHitDate", { $0.lastHit?.secondsSince1970 ?? 0 }),
  ]
}

private struct SummaryRow: Sendable {
  let name: String
  let subject: StatsSubject
  var data: JSONObject
  /// Empty until the hits of the period are counted.
  var tally = Tally()
}
