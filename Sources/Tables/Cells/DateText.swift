package import JSON

/// A day or an instant as services write them: `2026-03-01`, RFC 3339 (with a space for the `T`,
/// without seconds or offset too), `20260301`, `20260301123000`. Without an offset it is UTC. Years
/// are 1 to 9999, in UTC too.
struct DateText: Sendable, Equatable {
  let daysSince1970: Int
  /// Since midnight of that day, in UTC; nil for a day.
  let seconds: Int?
  /// Of the second.
  let nanoseconds: Int

  /// Those of the years 1 to 9999: others can't be written.
  static let days =
    CalendarDate.first(of: 1).daysSince1970..<CalendarDate.first(of: 10_000).daysSince1970

  var secondsSince1970: Int { daysSince1970 * 86_400 + (seconds ?? 0) }

  init?(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
    guard range.count >= 8 else { return nil }
    let start = range.lowerBound
    let isSpaced = range.count >= 10 && bytes[start + 4] == UInt8(ascii: "-")
    guard isSpaced ? bytes[start + 7] == UInt8(ascii: "-") : [8, 14].contains(range.count),
      let year = Self.number(bytes, start, 4),
      let month = Self.number(bytes, start + (isSpaced ? 5 : 4), 2),
      let day = Self.number(bytes, start + (isSpaced ? 8 : 6), 2),
      let date = CalendarDate(year: year, month: month, day: day), year > 0
    else { return nil }
    let timeStart = start + (isSpaced ? 10 : 8)
    if timeStart == range.upperBound {
      self.init(date.daysSince1970, nil, 0)
    } else if isSpaced {
      self.init(date, timeOf: bytes, timeStart..<range.upperBound)
    } else {
      guard let hour = Self.number(bytes, timeStart, 2), hour < 24,
        let minute = Self.number(bytes, timeStart + 2, 2), minute < 60,
        let second = Self.number(bytes, timeStart + 4, 2), second < 60
      else { return nil }
      self.init(date.daysSince1970, hour * 3600 + minute * 60 + second, 0)
    }
  }

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(bytes.span, bytes.indices)
  }

  private init(_ days: Int, _ seconds: Int?, _ nanoseconds: Int) {
    daysSince1970 = days
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  private init?(
    _ date: CalendarDate, timeOf bytes: borrowing Span<UInt8>, _ range: Range<Int>
  ) {
    let start = range.lowerBound
    guard range.count >= 6, bytes[start] | 0x20 == UInt8(ascii: "t") || bytes[start] == 0x20,
      bytes[start + 3] == UInt8(ascii: ":"),
      let hour = Self.number(bytes, start + 1, 2), hour < 24,
      let minute = Self.number(bytes, start + 4, 2), minute < 60
    else { return nil }
    var position = start + 6
    var second = 0
    var nanoseconds = 0
    if position < range.upperBound, bytes[position] == UInt8(ascii: ":") {
      guard range.count >= 9, let read = Self.number(bytes, position + 1, 2), read <= 60 else {
        return nil
      }
      second = read
      position += 3
      if position < range.upperBound, bytes[position] == UInt8(ascii: ".") {
        guard let fraction = Self.fraction(bytes, position + 1..<range.upperBound) else {
          return nil
        }
        (nanoseconds, position) = fraction
      }
    }
    guard let offset = Self.offset(bytes, position..<range.upperBound) else { return nil }
    let total = date.daysSince1970 * 86_400 + hour * 3600 + (minute - offset) * 60 + second
    let days = Self.floor(total, 86_400)
    guard Self.days.contains(days) else { return nil }
    self.init(days, total - days * 86_400, nanoseconds)
  }

  private static func fraction(
    _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> (nanoseconds: Int, end: Int)? {
    var position = range.lowerBound
    var value = 0
    var factor = 100_000_000
    while position < range.upperBound, bytes[position] &- UInt8(ascii: "0") < 10 {
      value += Int(bytes[position] &- UInt8(ascii: "0")) * factor
      factor /= 10
      position += 1
    }
    return position > range.lowerBound ? (value, position) : nil
  }

  /// In minutes; nothing and `Z` are 0.
  private static func offset(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
    let start = range.lowerBound
    if range.isEmpty { return 0 }
    if range.count == 1 { return bytes[start] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
    let hasColon = range.count == 6 && bytes[start + 3] == UInt8(ascii: ":")
    guard hasColon || range.count == 5, let hours = number(bytes, start + 1, 2), hours < 24,
      let minutes = number(bytes, start + (hasColon ? 4 : 3), 2), minutes < 60
    else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }

  private static func number(_ bytes: borrowing Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for index in start..<start + count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// Rounded towards the past.
  static func floor(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : (value - divisor + 1) / divisor
  }
}

/// A zone's offsets, remembered by the quarter of an hour.
struct ZoneOffsets: Sendable {
  private let offset: @Sendable (Timestamp) -> Int
  private var known = [Known](repeating: Known(block: .min, offset: 0), count: 1024)

  private struct Known {
    let block: Int
    let offset: Int
  }

  private static let blockLength = 900

  init(_ offset: @escaping @Sendable (Timestamp) -> Int) {
    self.offset = offset
  }

  /// The day there, and the second of it; a day is taken as it is.
  mutating func local(_ date: DateText) -> (day: Int, second: Int?) {
    guard date.seconds != nil else { return (date.daysSince1970, nil) }
    let seconds = date.secondsSince1970 + east(at: date.secondsSince1970)
    let day = DateText.floor(seconds, 86_400)
    return (day, seconds - day * 86_400)
  }

  private mutating func east(at seconds: Int) -> Int {
    let block = DateText.floor(seconds, Self.blockLength)
    let place = block & (known.count - 1)
    if known[place].block == block { return known[place].offset }
    let start = block * Self.blockLength
    let first = offset(Timestamp(secondsSince1970: start))
    let last = offset(Timestamp(secondsSince1970: start + Self.blockLength - 1))
    // Where it changes within the block, each instant is asked for.
    guard first == last else { return offset(Timestamp(secondsSince1970: seconds)) }
    known[place] = Known(block: block, offset: first)
    return first
  }
}

extension Timestamp {
  /// An instant as services write it: RFC 3339, `20260301123000` and the like. One without an offset
  /// is in `zone`; nil for a day without a time.
  package init?(servicesText text: String, in zone: TimeZoneRules) {
    guard let read = DateText(text), let seconds = read.seconds else { return nil }
    let time = text.dropFirst(10)
    guard text.count > 14, time.contains(where: { "Zz+-".contains($0) }) else {
      self = zone.start(of: CalendarDate(daysSince1970: read.daysSince1970)).adding(
        seconds: seconds)
      return
    }
    self.init(secondsSince1970: read.secondsSince1970)
  }
}
