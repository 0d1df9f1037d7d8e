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

  /// The totals of a period, by hour as well when asked for.
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
}
