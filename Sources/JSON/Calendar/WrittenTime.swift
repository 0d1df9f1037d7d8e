/// A time of a day as people and programs write it: like an instant (`Timestamp`), but a space may
/// stand for the `T`, and seconds, the colon of an offset and the whole offset may be missing.
package struct WrittenTime: Equatable, Sendable {
  package let date: CalendarDate
  private let hour: Int
  private let minute: Int
  private let second: Int
  /// Ahead of UTC, in seconds; nil where it doesn't say which clock it means.
  package let offset: Int?

  /// nil for anything else, and for what is no time of a clock. Fractions are dropped.
  package init?(parsing text: String) {
    let bytes = Array(text.utf8)
    guard (16...48).contains(bytes.count), "Tt ".utf8.contains(bytes[10]),
      let date = CalendarDate(bytes: bytes[..<10]), bytes[13] == UInt8(ascii: ":"),
      let hour = CalendarDate.number(bytes[11..<13]), hour < 24,
      let minute = CalendarDate.number(bytes[14..<16]), minute < 60
    else { return nil }
    var rest = bytes[16...]
    var second = 0
    if rest.first == UInt8(ascii: ":") {
      guard rest.count >= 3, let seconds = CalendarDate.number(rest[17..<19]), seconds < 60
      else { return nil }
      second = seconds
      rest = rest.dropFirst(3)
      if rest.first == UInt8(ascii: ".") {
        let fraction = rest.dropFirst().prefix(while: ASCII.isDigit)
        guard !fraction.isEmpty else { return nil }
        rest = rest.dropFirst(1 + fraction.count)
      }
    }
    if rest.first == 0x20 { rest = rest.dropFirst() }
    guard let offset = Self.offset(rest) else { return nil }
    self.date = date
    self.hour = hour
    self.minute = minute
    self.second = second
    self.offset = offset
  }

  /// Whether it is the first second of its day.
  package var isMidnight: Bool { hour == 0 && minute == 0 && second == 0 }

  /// The instant that is meant: by its own offset, else by the clocks of `zone`.
  package func instant(in zone: TimeZoneRules) -> Timestamp {
    let time = Timestamp(date, hour: hour, minute: minute, second: second)
    return offset.map { time.adding(seconds: -$0) } ?? zone.instant(showing: time)
  }

  /// Nothing, `Z`, or what `TimeZoneRules` takes for an offset; nil for anything else.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int?? {
    if bytes.isEmpty { return .some(nil) }
    if bytes.count == 1, bytes.first.map({ $0 | 0x20 }) == UInt8(ascii: "z") { return 0 }
    return TimeZoneRules.offset(String(decoding: bytes, as: UTF8.self)).map { $0 * 60 }
  }
}
