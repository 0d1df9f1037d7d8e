import JSON

/// The stretch of time that statistics are asked for.
struct StatsPeriod: Sendable {
  let timeframe: Timeframe
  /// When it starts, and the start of its last day, or minute, as answers repeat them.
  let from: Timestamp
  let to: Timestamp
  /// The same with all of the last day, or minute.
  let range: Range<Timestamp>

  private init(_ timeframe: Timeframe, from: Timestamp, to: Timestamp, lasting seconds: Int) {
    self.timeframe = timeframe
    self.from = from
    self.to = to
    range = from..<to.adding(seconds: seconds)
  }

  private init(_ timeframe: Timeframe, days: ClosedRange<CalendarDate>) {
    self.init(
      timeframe, from: Timestamp(days.lowerBound), to: Timestamp(days.upperBound),
      lasting: Seconds.perDay)
  }

  /// Reads the name of a timeframe, in either spelling, and the days of a custom one. What is
  /// wrong is left in the reader, and the period is then of no meaning.
  init(
    _ query: inout FieldReader, among timeframes: [Timeframe], beginning: CalendarDate,
    today: CalendarDate
  ) {
    let usual = Timeframe.spellings[timeframes == Timeframe.allCases ? 0 : 1]
    let spelling = Timeframe.spellings.first { query.isSent($0) } ?? usual
    query.require(spelling)
    let timeframe = query.choice(spelling, of: timeframes.map(\.rawValue))
      .flatMap { Timeframe(rawValue: $0) }
    if timeframe == .custom {
      self.init(customIn: &query, today: today)
      return
    }
    for field in ["fromDay", "toDay"] where timeframe != nil && query.isSent(field) {
      query.report(field, .rule("\(field) belongs to \(spelling)=custom"))
    }
    let days = timeframe?.days(today: today, beginning: beginning)
    self.init(timeframe ?? .today, days: days ?? today...today)
  }

  private init(customIn query: inout FieldReader, today: CalendarDate) {
    query.require("fromDay", "toDay")
    let from = query.compactTime("fromDay") ?? Timestamp(today)
    let to = query.compactTime("toDay") ?? from
    let seconds = query.text("toDay")?.utf8.count == 12 ? Seconds.perMinute : Seconds.perDay
    if to.adding(seconds: seconds) <= from {
      query.report("toDay", .rule("toDay must not lie before fromDay"))
    }
    self.init(.custom, from: from, to: max(from, to), lasting: seconds)
  }
}
