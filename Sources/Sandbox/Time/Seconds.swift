/// How many seconds there are in a stretch of time.
enum Seconds {
  static let perMinute = 60
  static let perHour = 3600
  static let perDay = 86_400
}
