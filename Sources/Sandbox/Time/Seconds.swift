import JSON

enum Seconds {
  static let perMinute = 60
  static let perHour = 3600
  static let perDay = 86_400
}

extension CalendarDate {
  /// 0 is Monday, 6 is Sunday.
  var weekday: Int {
    // 1970-01-01 was a Thursday.
    let day = (daysSince1970 + 3) % 7
    return day < 0 ? day + 7 : day
  }
}
