import JSON

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

  /// The first and the last day; nothing for `custom`, which comes with days of its own.
  ///
  /// `lastmonth` is taken for another word for `previousmonth`: nothing says how they differ.
  func days(today: CalendarDate, beginning: CalendarDate) -> ClosedRange<CalendarDate>? {
    switch self {
    case .today: today...today
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
    case .custom: nil
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
