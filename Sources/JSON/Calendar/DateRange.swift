/// A range of days in words, as a caller asks for it: `last_7_days`, `2026-Q1`, `2026-03-01..2026-03-31`.
package struct DateRange: Hashable, Sendable {
  /// The words, in lower case but for the letters of a week and a quarter.
  package let asked: String
  private let meaning: Meaning

  private enum Meaning: Hashable, Sendable {
    /// The day so many days before today.
    case daysAgo(Int)
    /// The calendar span that today is in, up to yesterday.
    case present(Span)
    /// The whole calendar span before that one.
    case last(Span)
    /// So many days that end yesterday.
    case days(Int)
    /// So many months that end yesterday: they begin on today's day of the month, or on that month's
    /// last.
    case months(Int)
    /// What was spelled out, whole.
    case fixed(ClosedRange<CalendarDate>)
  }

  private enum Span: String, CaseIterable {
    case week, month, quarter, year

    /// Whether the days are one such span, from its first day to its last.
    func isWhole(_ days: ClosedRange<CalendarDate>) -> Bool {
      let next = days.upperBound.adding(days: 1)
      return first(with: days.lowerBound) == days.lowerBound && first(with: next) == next
        && first(with: days.upperBound) == days.lowerBound
    }

    /// The first day of the span that a day is in.
    func first(with date: CalendarDate) -> CalendarDate {
      switch self {
      case .week: date.adding(days: 1 - date.weekday)
      case .month: date.adding(days: 1 - date.day)
      case .quarter: CalendarDate.first(of: date.year).adding(months: (date.quarter - 1) * 3)
      case .year: CalendarDate.first(of: date.year)
      }
    }
  }

  /// Reads any of the forms, in any case; spaces and hyphens between words will do too.
  package init(parsing text: String) throws(UnknownDateRange) {
    let text = text.trimmed
    guard text.utf8.count <= 64 else { throw .unknown(text) }
    let words = text.lowercased().map { $0 == " " || $0 == "-" ? "_" : String($0) }.joined()
    if let meaning = Self.meaning(of: words) {
      asked = words
      self.meaning = meaning
    } else if let days = try Self.days(spelled: text) {
      asked = text.uppercased()
      meaning = .fixed(days)
    } else {
      throw .unknown(text)
    }
  }

  /// From one day to another, which must not lie before it.
  package init(_ days: ClosedRange<CalendarDate>) {
    asked = "\(days.lowerBound)..\(days.upperBound)"
    meaning = .fixed(days)
  }

  /// The days that are meant on a day. What ends yesterday ends today with `includesToday`. What
  /// rolls stays as long as its words say: it is then what it would be tomorrow without.
  package func days(today: CalendarDate, includesToday: Bool = false) -> ClosedRange<CalendarDate> {
    let last = includesToday ? today : today.adding(days: -1)
    switch meaning {
    case .daysAgo(let days):
      let day = today.adding(days: -days)
      return day...day
    case .present(let span):
      let first = span.first(with: today)
      return first...max(first, last)
    case .last(let span):
      let end = span.first(with: today).adding(days: -1)
      return span.first(with: end)...end
    case .days(let count): return last.adding(days: 1 - count)...last
    case .months(let count): return last.adding(days: 1).adding(months: -count)...last
    case .fixed(let days): return days
    }
  }

  /// The days to compare `days`, which this range means, with: the calendar span before, whole or
  /// as much of it as the present one has had; as many days just before where they are no calendar
  /// span.
  package func previous(to days: ClosedRange<CalendarDate>) -> ClosedRange<CalendarDate> {
    let last = days.lowerBound.adding(days: -1)
    let count = days.upperBound.daysSince1970 - days.lowerBound.daysSince1970
    switch meaning {
    case .present(let span) where !span.isWhole(days):
      let first = span.first(with: last)
      return first...min(first.adding(days: count), last)
    case .present(let span), .last(let span): return span.first(with: last)...last
    case .fixed:
      if let span = Span.allCases.first(where: { $0.isWhole(days) }) {
        return span.first(with: last)...last
      }
    case .daysAgo, .days, .months: break
    }
    return last.adding(days: -count)...last
  }

  /// The same days so many months before; of whole months the whole months.
  package static func sameDays(
    as days: ClosedRange<CalendarDate>, monthsBefore months: Int
  ) -> ClosedRange<CalendarDate> {
    let next = days.upperBound.adding(days: 1)
    if days.lowerBound.day == 1, next.day == 1 {
      return days.lowerBound.adding(months: -months)...next.adding(months: -months).adding(days: -1)
    }
    return days.lowerBound.adding(months: -months)...days.upperBound.adding(months: -months)
  }

  /// Whether both are a whole week, month, quarter or year: these differ in length, and may be
  /// compared.
  package static func areWhole(
    _ one: ClosedRange<CalendarDate>, _ other: ClosedRange<CalendarDate>
  ) -> Bool {
    Span.allCases.contains { $0.isWhole(one) && $0.isWhole(other) }
  }

  /// The words without a number in them, and examples of those with one.
  package static let words =
    ["today", "yesterday"] + Span.allCases.map { "this_\($0)" } + Span.allCases.map { "last_\($0)" }
    + ["month", "quarter", "year"].map { "\($0)_to_date" }
    + ["last_7_days", "last_4_weeks", "last_3_months"]

  private static func meaning(of words: String) -> Meaning? {
    switch words {
    case "today": return .daysAgo(0)
    case "yesterday": return .daysAgo(1)
    default: break
    }
    let parts = words.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    switch (parts.count, parts.first, parts.last) {
    case (2, "this", let last?): return Span(rawValue: last).map { .present($0) }
    case (2, "last", let last?): return Span(rawValue: last).map { .last($0) }
    case (3, "last", let last?): return rolling(parts[1], unit: last)
    case (3, let first?, "date") where parts[1] == "to":
      return Span(rawValue: first).map { .present($0) }
    default: return nil
    }
  }

  private static func rolling(_ count: String, unit: String) -> Meaning? {
    guard (1...3).contains(count.utf8.count),
      let count = CalendarDate.number(Array(count.utf8)[...]), (1...800).contains(count)
    else { return nil }
    switch unit {
    case "days", "day": return .days(count)
    case "weeks", "week": return .days(count * 7)
    case "months", "month": return .months(count)
    default: return nil
    }
  }
}

/// What was asked for is no range of days.
package struct UnknownDateRange: Error, Equatable {
  /// What was wrong, as a clause.
  package let problem: String
  /// What would be right, as a clause.
  package let expected: String
}
