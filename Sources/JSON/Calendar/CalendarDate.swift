/// A day of the proleptic Gregorian calendar, years 0000 to 9999: the JSON Schema format `date`.
package struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01; negative before.
  package let daysSince1970: Int

  package init(daysSince1970: Int) {
    self.daysSince1970 = daysSince1970
  }

  /// A day that exists; nil for the 30th of February. `month` and `day` count from 1.
  package init?(year: Int, month: Int, day: Int) {
    guard (0...9999).contains(year), (1...12).contains(month),
      (1...Self.length(ofMonth: month, year: year)).contains(day)
    else { return nil }
    daysSince1970 = Self.days(year: year, month: month, day: day)
  }

  /// Reads `YYYY-MM-DD` and nothing else.
  package init?(parsing text: String) {
    self.init(text.utf8Span.span)
  }

  /// The same of the bytes of a text.
  init?(bytes: ArraySlice<UInt8>) {
    self.init(bytes.span)
  }

  private init?(_ bytes: borrowing Span<UInt8>) {
    guard bytes.count == Self.length else { return nil }
    var digits = 0
    for place in bytes.indices {
      let byte = bytes[place]
      if place == 4 || place == 7 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard ASCII.isDigit(byte) else { return nil }
        digits = digits &* 10 &+ Int(byte &- UInt8(ascii: "0"))
      }
    }
    self.init(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
  }

  /// Of `YYYY-MM-DD`, in bytes.
  private static let length = 10

  package var year: Int { components.year }
  package var month: Int { components.month }
  package var day: Int { components.day }

  /// The first day of a year.
  package static func first(of year: Int) -> CalendarDate {
    CalendarDate(daysSince1970: days(year: year, month: 1, day: 1))
  }

  /// 1…7; a Monday is 1 (ISO 8601).
  package var weekday: Int { (daysSince1970 % 7 + 10) % 7 + 1 }

  /// 1…4.
  package var quarter: Int { (month + 2) / 3 }

  /// Its week in ISO 8601: that of its Thursday, counted in the Thursday's year.
  package var isoWeek: (year: Int, week: Int) {
    let thursday = adding(days: 4 - weekday)
    let first = Self.first(of: thursday.year)
    return (thursday.year, (thursday.daysSince1970 - first.daysSince1970) / 7 + 1)
  }

  package func adding(days: Int) -> CalendarDate {
    CalendarDate(daysSince1970: daysSince1970 + days)
  }

  /// The same day of another month, or that month's last where it has no such day.
  package func adding(months: Int) -> CalendarDate {
    let parts = components
    let total = parts.year * 12 + parts.month - 1 + months
    let year = total >= 0 ? total / 12 : (total - 11) / 12
    let month = total - year * 12 + 1
    let day = min(parts.day, Self.length(ofMonth: month, year: year))
    return CalendarDate(daysSince1970: Self.days(year: year, month: month, day: day))
  }

  /// The value of ASCII digits; nil when a byte is not one.
  static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in digits {
      guard ASCII.isDigit(byte) else { return nil }
      value = value * 10 + Int(byte &- UInt8(ascii: "0"))
    }
    return value
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // Both conversions count from March, so that the leap day is the last of its year, in eras of
  // 400 years (146,097 days): Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

  private static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private var components: (year: Int, month: Int, day: Int) {
    let shifted = daysSince1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }

  /// `YYYY-MM-DD`.
  package var description: String {
    let parts = components
    guard (0...9999).contains(parts.year) else {
      return "\(parts.year)-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
    }
    return String(unsafeUninitializedCapacity: Self.length) { buffer in
      var rest = parts.year * 10_000 + parts.month * 100 + parts.day
      for place in (0..<Self.length).reversed() {
        if place == 4 || place == 7 {
          buffer[place] = UInt8(ascii: "-")
        } else {
          buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
          rest /= 10
        }
      }
      return Self.length
    }
  }
}

/// `value` in decimal, with zeros in front up to `width` digits.
func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
