import JSON
import Testing

/// A zone in 2026, as almanacs print it: no rules are computed.
struct KnownZone: Sendable, CustomTestStringConvertible {
  let name: String
  /// Seconds east of UTC, and after the change.
  let offset: Int
  var later: Int?
  /// When it changes, in UTC.
  var change = "2026-12-31T00:00:00Z"

  static let utc = KnownZone(name: "UTC", offset: 0)
  static let newYork = KnownZone(
    name: "America/New_York", offset: -18_000, later: -14_400, change: "2026-03-08T07:00:00Z")
  static let auckland = KnownZone(
    name: "Pacific/Auckland", offset: 46_800, later: 43_200, change: "2026-04-04T14:00:00Z")
  static let lordHowe = KnownZone(
    name: "Australia/Lord_Howe", offset: 39_600, later: 37_800, change: "2026-04-04T15:00:00Z")
  static let kolkata = KnownZone(name: "Asia/Kolkata", offset: 19_800)
  static let kiritimati = KnownZone(name: "Pacific/Kiritimati", offset: 50_400)
  static let pagoPago = KnownZone(name: "Pacific/Pago_Pago", offset: -39_600)

  static let all = [utc, newYork, auckland, lordHowe, kolkata, kiritimati, pagoPago]

  var testDescription: String { name }

  func day(of seconds: Int) -> CalendarDate {
    let change = Timestamp(parsing: change)?.secondsSince1970 ?? .max
    let local = seconds + (seconds < change ? offset : later ?? offset)
    return CalendarDate(daysSince1970: Int((Double(local) / 86_400).rounded(.down)))
  }
}
