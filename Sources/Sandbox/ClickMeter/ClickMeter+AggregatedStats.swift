import JSON

extension ClickMeter {
  static let aggregatedStatsRoutes: [Route<ClickMeter>] = [
    .get("/aggregated", totals(of: StatsSubject.favorites)),
    .get("/aggregated/list", list(of: StatsSubject.account)),
    .get("/datapoints/aggregated", totals(of: StatsSubject.datapoints)),
    .get("/datapoints/aggregated/list", list(of: StatsSubject.datapointsOfType)),
    .get("/datapoints/{id}/aggregated", totals(of: StatsSubject.datapoint)),
    .get("/datapoints/{id}/aggregated/list", list(of: StatsSubject.datapoint)),
    .get("/groups/aggregated", totals(of: StatsSubject.groups)),
    .get("/groups/aggregated/list", list(of: StatsSubject.groups)),
    .get("/groups/{id}/aggregated", totals(of: StatsSubject.group)),
    .get("/groups/{id}/aggregated/list", list(of: StatsSubject.group)),
    .get("/conversions/aggregated/list", list(of: StatsSubject.conversions)),
    .get("/conversions/{conversionId}/aggregated", totals(of: StatsSubject.filteredConversion)),
    .get("/conversions/{conversionId}/aggregated/list", list(of: StatsSubject.conversion)),
  ]

  /// The totals of a period, by hour as well when asked for.
  private static func totals(of read: @escaping StatsSubject.Reader) -> Route<ClickMeter>.Handler {
    { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      let subject = try read(service, call, &query)
      let period = subject.period(&query, call.now)
      let isHourly = query.flag("hourly") ?? false
      if isHourly, period.timeframe != .today, period.timeframe != .yesterday {
        query.report("hourly", .rule("hourly works with the timeframes today and yesterday only"))
      }
      try query.check()
      let log = HitLog(of: subject, in: period.range, service, now: call.now)
      var answer = subject.row(Tally(log, on: log.days), from: period.from, to: period.to)
      if isHourly { answer["hourlyBreakDown"] = hours(of: log, subject) }
      return Reply(200, .object(answer))
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
  private static func list(of read: @escaping StatsSubject.Reader) -> Route<ClickMeter>.Handler {
    { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      let subject = try read(service, call, &query)
      let period = subject.period(&query, call.now)
      let unit = query.choice("groupBy", of: ["week", "month"])
      try query.check()
      let log = HitLog(of: subject, in: period.range, service, now: call.now)
      let rows = stretches(of: log.days, by: unit).map { days in
        let tally = Tally(log, on: days)
        let first = Timestamp(days[0])
        var row = subject.row(tally, from: first, to: Timestamp(days[days.count - 1]))
        row["activityDay"] = .string(text(first))
        return JSONValue.object(row)
      }
      return Reply(200, ["entities": .array(rows)])
    }
  }

  /// Days that follow one another, parted where a week or a month starts; every day without.
  private static func stretches(of days: [CalendarDate], by unit: String?) -> [[CalendarDate]] {
    var stretches: [[CalendarDate]] = []
    for day in days {
      let isFirst =
        switch unit {
        case "week": day == day.startOfWeek
        case "month": day == day.startOfMonth
        default: true
        }
      if isFirst || stretches.isEmpty { stretches.append([]) }
      stretches[stretches.count - 1].append(day)
    }
    return stretches
  }
}
