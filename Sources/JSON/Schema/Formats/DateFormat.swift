/// Dates and times as RFC 3339, section 5.6, writes them.
enum DateFormat {
  static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3,
      let year = number(parts[0], digits: 4),
      let month = number(parts[1], digits: 2), (1...12).contains(month),
      let day = number(parts[2], digits: 2), day >= 1
    else { return false }
    return day <= days(inMonth: month, of: year)
  }

  static func isDateTime(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count > 11 else { return false }
    let separator = text.startIndex + 10
    return text[separator] | 0x20 == UInt8(ascii: "t") && isDate(text[..<separator])
      && isTime(text[(separator + 1)...])
  }

  /// `full-time`: with seconds and an offset, `Z` or `±hh:mm`.
  static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 9, let clock = minutes(text.prefix(5)),
      text[text.startIndex + 5] == UInt8(ascii: ":"),
      let second = number(text.dropFirst(6).prefix(2), digits: 2), second <= 60
    else { return false }
    var rest = text.dropFirst(8)
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix(while: ASCII.isDigit)
      guard !fraction.isEmpty else { return false }
      rest = rest[fraction.endIndex...]
    }
    guard let offset = offset(rest) else { return false }
    // A leap second is the last of a day in UTC.
    return second < 60 || (clock - offset + 2 * minutesADay) % minutesADay == minutesADay - 1
  }

  private static let minutesADay = 24 * 60

  /// The minutes by which a zone is ahead of UTC.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
    switch text.first {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): text.count == 1 ? 0 : nil
    case UInt8(ascii: "+"): minutes(text.dropFirst())
    case UInt8(ascii: "-"): minutes(text.dropFirst()).map { -$0 }
    case _: nil
    }
  }

  /// `hh:mm` as minutes.
  private static func minutes(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.count == 5, text[text.startIndex + 2] == UInt8(ascii: ":"),
      let hour = number(text.prefix(2), digits: 2), hour < 24,
      let minute = number(text.suffix(2), digits: 2), minute < 60
    else { return nil }
    return hour * 60 + minute
  }

  private static func number(_ text: ArraySlice<UInt8>, digits: Int) -> Int? {
    guard text.count == digits, text.allSatisfy(ASCII.isDigit) else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    case _: 31
    }
  }
}
