/// The rule of a zone's clocks for all time, as the `TZ` of POSIX writes it with the additions of
/// RFC 9636 section 3.3.2: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct TimeZoneRule: Sendable, Equatable {
  /// Seconds ahead of UTC.
  private let standard: Int
  private let summer: Summer?

  private struct Summer: Sendable, Equatable {
    let offset: Int
    let start: Change
    let end: Change
  }

  /// When in a year the clocks are changed.
  private struct Change: Sendable, Equatable {
    let day: Day
    /// In seconds after that day's midnight by the clocks before the change; may be of other days.
    let time: Int

    /// The second of 1970 by the clocks before the change.
    func second(in year: Int) -> Int { day.date(in: year).daysSince1970 * 86_400 + time }
  }

  private enum Day: Sendable, Equatable {
    /// `Jn`, 1…365: the 29th of February is not counted.
    case withoutLeapDay(Int)
    /// `n`, 0…365.
    case ofYear(Int)
    /// `Mm.w.d`: the w-th weekday of a month, of which the fifth is the last; Sunday is 0.
    case ofMonth(Int, week: Int, weekday: Int)

    func date(in year: Int) -> CalendarDate {
      let first = CalendarDate.first(of: year)
      switch self {
      case .ofYear(let number): return first.adding(days: number)
      case .withoutLeapDay(let number):
        let isLeap = CalendarDate.first(of: year + 1).daysSince1970 - first.daysSince1970 == 366
        return first.adding(days: number - 1 + (isLeap && number > 59 ? 1 : 0))
      case .ofMonth(let month, let week, let weekday):
        let start = first.adding(months: month - 1)
        let next = first.adding(months: month)
        let day = start.adding(days: (weekday - start.weekday + 7) % 7 + (week - 1) * 7)
        return day < next ? day : day.adding(days: -7)
      }
    }
  }

  init?(parsing text: some Sequence<UInt8>) {
    var reader = Reader(bytes: Array(text)[...])
    guard reader.name(), let standard = reader.time(hours: 24) else { return nil }
    self.standard = -standard
    guard !reader.bytes.isEmpty else {
      summer = nil
      return
    }
    guard reader.name() else { return nil }
    var offset = self.standard + 3600
    if reader.bytes.first != UInt8(ascii: ",") {
      guard let written = reader.time(hours: 24) else { return nil }
      offset = -written
    }
    guard let start = reader.change(), let end = reader.change(), reader.bytes.isEmpty
    else { return nil }
    summer = Summer(offset: offset, start: start, end: end)
  }

  func span(at second: Int) -> TimeZoneSpan {
    guard summer != nil else { return TimeZoneSpan(offset: standard, end: nil) }
    let year = Timestamp(secondsSince1970: second).date.year
    let changes = changes(in: (year - 2)...(year + 2))
    let next = changes.firstIndex { $0.second > second } ?? changes.count
    return TimeZoneSpan(
      offset: next == 0 ? standard : changes[next - 1].offset,
      end: next == changes.count ? nil : changes[next].second)
  }

  /// The seconds at which an offset begins, in ascending order. Those of a year may lie in the years
  /// beside it. Of two at one second the latter counts: where the end of a summer is the beginning
  /// of the next, there is no winter.
  func changes(in years: ClosedRange<Int>) -> [(second: Int, offset: Int)] {
    guard let summer else { return [] }
    let ends = years.map {
      (second: summer.end.second(in: $0) - summer.offset, offset: standard)
    }
    let starts = years.map {
      (second: summer.start.second(in: $0) - standard, offset: summer.offset)
    }
    return zip(ends + starts, 0...).sorted { ($0.0.second, $0.1) < ($1.0.second, $1.1) }.map(\.0)
  }

  private struct Reader {
    var bytes: ArraySlice<UInt8>

    mutating func skip(_ byte: Character) -> Bool {
      guard let value = byte.asciiValue, bytes.first == value else { return false }
      bytes = bytes.dropFirst()
      return true
    }

    /// Three letters and more, or `<+0330>`.
    mutating func name() -> Bool {
      if skip("<") {
        guard let end = bytes.firstIndex(of: UInt8(ascii: ">")) else { return false }
        bytes = bytes[(end + 1)...]
        return true
      }
      let rest = bytes.drop(while: ASCII.isLetter)
      guard bytes.count - rest.count >= 3 else { return false }
      bytes = rest
      return true
    }

    mutating func number(in range: ClosedRange<Int>) -> Int? {
      let digits = bytes.prefix(while: ASCII.isDigit)
      guard (1...3).contains(digits.count), let value = CalendarDate.number(digits),
        range.contains(value)
      else { return nil }
      bytes = bytes.dropFirst(digits.count)
      return value
    }

    /// `[+-]h[:m[:s]]` in seconds.
    mutating func time(hours limit: Int) -> Int? {
      let isNegative = skip("-")
      if !isNegative { _ = skip("+") }
      guard let hours = number(in: 0...limit) else { return nil }
      var seconds = hours * 3600
      if skip(":") {
        guard let minutes = number(in: 0...59) else { return nil }
        seconds += minutes * 60
        if skip(":") {
          guard let rest = number(in: 0...59) else { return nil }
          seconds += rest
        }
      }
      return isNegative ? -seconds : seconds
    }

    /// `,date[/time]`.
    mutating func change() -> Change? {
      guard skip(","), let day = day() else { return nil }
      guard skip("/") else { return Change(day: day, time: 7200) }
      return time(hours: 167).map { Change(day: day, time: $0) }
    }

    private mutating func day() -> Day? {
      if skip("J") { return number(in: 1...365).map { .withoutLeapDay($0) } }
      guard skip("M") else { return number(in: 0...365).map { .ofYear($0) } }
      guard let month = number(in: 1...12), skip("."), let week = number(in: 1...5), skip("."),
        let weekday = number(in: 0...6)
      else { return nil }
      return .ofMonth(month, week: week, weekday: weekday)
    }
  }
}
