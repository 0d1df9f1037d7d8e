/// An instant in whole seconds: the JSON Schema format `date-time` (RFC 3339 section 5.6).
package struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  package let secondsSince1970: Int

  package init(secondsSince1970: Int) {
    self.secondsSince1970 = secondsSince1970
  }

  package init(_ date: CalendarDate, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    secondsSince1970 =
      date.daysSince1970 * Self.secondsPerDay + hour * 3600 + minute * 60 + second
  }

  /// Reads `2026-03-01T12:30:00Z`, with a fraction (dropped) or an offset (applied) if there is
  /// one. A leap second, `23:59:60Z` at any offset, reads as the first second after it.
  package init?(parsing text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"),
      let date = CalendarDate(bytes: bytes[..<10]),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let hour = CalendarDate.number(bytes[11..<13]), hour < 24,
      let minute = CalendarDate.number(bytes[14..<16]), minute < 60,
      let second = CalendarDate.number(bytes[17..<19]), second <= 60,
      let offset = Self.offset(Self.droppingFraction(bytes[19...]))
    else { return nil }
    self.init(date, hour: hour, minute: minute - offset, second: second)
    // RFC 3339 appendix D: leap seconds come only at the end of a UTC day.
    if second == 60, secondsSince1970 % Self.secondsPerDay != 0 { return nil }
  }

  package var date: CalendarDate {
    CalendarDate(daysSince1970: Self.floorDivide(secondsSince1970, Self.secondsPerDay))
  }

  package func adding(seconds: Int) -> Timestamp {
    Timestamp(secondsSince1970: secondsSince1970 + seconds)
  }

  private static let secondsPerDay = 86_400

  private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : (value - divisor + 1) / divisor
  }

  private static func droppingFraction(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard bytes.first == UInt8(ascii: ".") else { return bytes }
    let rest = bytes.dropFirst().drop(while: ASCII.isDigit)
    return rest.count < bytes.count - 1 ? rest : []
  }

  /// `Z` or `±hh:mm`, in minutes.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
    let bytes = Array(bytes)
    if bytes.count == 1, bytes[0] | 0x20 == UInt8(ascii: "z") { return 0 }
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
      let hours = CalendarDate.number(bytes[1..<3]), hours < 24,
      let minutes = CalendarDate.number(bytes[4..<6]), minutes < 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }

  /// `YYYY-MM-DDTHH:MM:SSZ`.
  package var description: String { "\(date)T\(timeOfDay)Z" }

  /// `HH:MM:SS`, in UTC.
  package var timeOfDay: String {
    let second = secondsSince1970 - date.daysSince1970 * Self.secondsPerDay
    return [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
      .joined(separator: ":")
  }
}
