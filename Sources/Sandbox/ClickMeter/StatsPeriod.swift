import JSON

/// The stretch of time that statistics are asked for.
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

  /// How requests for statistics spell the parameter, and how those for hits and top reports do.
  /// Each is understood everywhere.
  static let spellings = ["timeFrame", "timeframe"]

  /// Those that hits can be listed of.
  static let ofHits: [Timeframe] = [
    .yesterday, .last7, .last30, .lastmonth, .currentmonth, .previousmonth, .last90, .last120,
    .last180, .custom,
  ]

  /// Those of top reports.
  static let ofReports: [Timeframe] = [.beginning] + ofHits

  /// The first and the last day; today for `custom`, which comes with days of its own.
  ///
  /// `lastmonth` is taken for another word for `previousmonth`: nothing says how they differ.
  func days(today: CalendarDate, beginning: CalendarDate) -> ClosedRange<CalendarDate> {
    switch self {
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
    case .currentyear: today.startOfMonth(ago: today.month - 1)...today
    case .lastyear:
      today.startOfMonth(
        ago: today.month + 11)...today.startOfMonth(ago: today.month - 1)
        .adding(days: -1)
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
