import JSON

/// A day and the part of it that is asked for.
struct ReportDay: Hashable, Sendable {
  let date: CalendarDate
  let part: Double

  /// The days that the range touches, in their order.
  static func all(in range: ClosedRange<Timestamp>) -> [ReportDay] {
    let first = range.lowerBound.date.daysSince1970
    let last = range.upperBound.date.daysSince1970
    return (first...last).map { day in
      let date = CalendarDate(daysSince1970: day)
      let midnight = Timestamp(date)
      let start = max(range.lowerBound, midnight).secondsSince1970
      let end = min(range.upperBound, midnight.adding(seconds: Seconds.perDay)).secondsSince1970
      return ReportDay(date: date, part: Double(end - start) / Double(Seconds.perDay))
    }
  }

  /// How busy its day of the week is.
  var rhythm: Double { Self.rhythms[date.weekday] }

  /// From Monday to Sunday.
  private static let rhythms = [1.05, 1.08, 1.02, 0.99, 0.93, 0.9, 1.03]
}
