internal import JSON

/// A span of time that instants are grouped by.
enum Bucket: String, Sendable, CaseIterable {
  case day
  case week
  case month
  case quarter
  case year
  case weekday
  case hour

  /// A number for the span, greater for later ones; nil for the hour of a day without one, and for
  /// days that have no date.
  func code(day: Int, second: Int?) -> Int? {
    guard DateText.days.contains(day) else { return nil }
    let date = CalendarDate(daysSince1970: day)
    switch self {
    case .day: return day
    case .week: return day - date.weekday + 1
    case .month: return date.year * 12 + date.month - 1
    case .quarter: return date.year * 4 + date.quarter - 1
    case .year: return date.year
    case .weekday: return date.weekday
    case .hour: return second.map { $0 / 3600 }
    }
  }

  /// What the contract writes for a code.
  func value(of code: Int) -> JSONValue {
    switch self {
    case .day: return .string(CalendarDate(daysSince1970: code).description)
    case .week:
      let week = CalendarDate(daysSince1970: code).isoWeek
      return .string("\(Self.padded(week.year, 4))-W\(Self.padded(week.week, 2))")
    case .month:
      return .string("\(Self.padded(code / 12, 4))-\(Self.padded(code % 12 + 1, 2))")
    case .quarter: return .string("\(Self.padded(code / 4, 4))-Q\(code % 4 + 1)")
    case .year, .weekday, .hour: return .number(JSONNumber(code))
    }
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

/// How many values were in no span.
struct Unspanned: Sendable {
  private var texts = 0
  /// Days that were to be in an hour.
  private var days = 0

  mutating func add(isDay: Bool) {
    if isDay { days += 1 } else { texts += 1 }
  }

  mutating func add(_ other: Unspanned) {
    texts += other.texts
    days += other.days
  }

  /// Sentences for the notes.
  func notes(of column: String) -> [String] {
    var notes: [String] = []
    if texts > 0 {
      notes.append(
        texts == 1
          ? "1 value of \(column) is no date: its group is null."
          : "\(texts) values of \(column) are no dates: their group is null.")
    }
    if days > 0 {
      notes.append(
        days == 1
          ? "1 value of \(column) is a day without a time: it has no hour."
          : "\(days) values of \(column) are days without a time: they have no hours.")
    }
    return notes
  }
}
