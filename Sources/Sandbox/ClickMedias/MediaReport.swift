import JSON

/// A client's report: the scores of its day.
struct MediaReport: Sendable {
  let id: Int
  let clientID: Int
  let scores: Scores

  /// Its month, counted from the year 0.
  var month: Int { Self.month(of: scores.reportDate) }

  /// The day of each month that reports are issued on.
  static let day = 15

  static func month(of date: CalendarDate) -> Int { date.year * 12 + date.month - 1 }

  /// So many months lie behind when the world begins.
  static let monthsAtFirst = 24
}
