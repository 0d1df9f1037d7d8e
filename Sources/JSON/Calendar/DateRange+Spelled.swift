extension DateRange {
  /// The days of `2026-03`, `2026-W12`, `2026-Q1`, `2026`, `2026-03-01` or `A..B`; nil for what looks
  /// like none of these.
  static func days(spelled text: String) throws(UnknownDateRange) -> ClosedRange<CalendarDate>? {
    if let date = CalendarDate(parsing: text) { return date...date }
    let bytes = Array(text.utf8)
    if let dots = bytes.firstRange(of: Array("..".utf8)) {
      return try days(from: bytes[..<dots.lowerBound], to: bytes[dots.upperBound...])
    }
    guard bytes.count >= 4, let year = CalendarDate.number(bytes[..<4]) else { return nil }
    let first = CalendarDate.first(of: year)
    if bytes.count == 4 { return whole(first, to: first.adding(months: 12)) }
    guard bytes.count >= 6, bytes[4] == UInt8(ascii: "-") else { return nil }
    if let number = CalendarDate.number(bytes[5...]) {
      guard bytes.count == 7, (1...12).contains(number) else { return nil }
      let month = first.adding(months: number - 1)
      return whole(month, to: month.adding(months: 1))
    }
    guard let number = CalendarDate.number(bytes[6...]) else { return nil }
    switch (bytes[5] | 0x20, bytes.count) {
    case (UInt8(ascii: "w"), 8): return try week(number, of: year)
    case (UInt8(ascii: "q"), 7) where (1...4).contains(number):
      let quarter = first.adding(months: (number - 1) * 3)
      return whole(quarter, to: quarter.adding(months: 3))
    default: return nil
    }
  }

  /// The days up to the one before `next`.
  private static func whole(
    _ first: CalendarDate, to next: CalendarDate
  ) -> ClosedRange<CalendarDate> {
    first...next.adding(days: -1)
  }

  /// The 4th of January is always in the first week (ISO 8601).
  private static func week(
    _ number: Int, of year: Int
  ) throws(UnknownDateRange) -> ClosedRange<CalendarDate> {
    let inFirst = CalendarDate.first(of: year).adding(days: 3)
    let monday = inFirst.adding(days: 1 - inFirst.weekday + (number - 1) * 7)
    guard number > 0, monday.isoWeek.year == year else {
      let last = CalendarDate.first(of: year).adding(days: 361).isoWeek
      let count = last.year == year ? last.week : 52
      throw UnknownDateRange(
        problem: "the year \(padded(year, 4)) has no week \(number)",
        expected: "a week from 1 to \(count)")
    }
    return whole(monday, to: monday.adding(days: 7))
  }

  private static func days(
    from start: ArraySlice<UInt8>, to end: ArraySlice<UInt8>
  ) throws(UnknownDateRange) -> ClosedRange<CalendarDate> {
    let (first, last) = (
      String(decoding: start, as: UTF8.self), String(decoding: end, as: UTF8.self)
    )
    guard let start = CalendarDate(parsing: first), let end = CalendarDate(parsing: last) else {
      let wrong = CalendarDate(parsing: first) == nil ? first : last
      throw UnknownDateRange(
        problem: "\"\(wrong)\" is no day of the calendar",
        expected: "two days such as 2026-03-01..2026-03-31")
    }
    guard start <= end else {
      throw UnknownDateRange(
        problem: "\(end) lies before \(start)", expected: "the earlier day in front of the dots")
    }
    return start...end
  }
}

extension UnknownDateRange {
  /// Nothing that was said looks like a range.
  static func unknown(_ text: String) -> UnknownDateRange {
    let meant = nearestName(to: text, among: DateRange.words).map { "; did you mean \($0)?" }
    return UnknownDateRange(
      problem: "\"\(text.prefix(64))\" is no range of days\(meant ?? "")",
      expected: "today, yesterday, this_week, last_month, last_7_days, month_to_date, 2026-03, "
        + "2026-W12, 2026-Q1, 2026, 2026-03-01..2026-03-31 or the like")
  }
}
