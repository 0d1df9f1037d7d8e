/// Which time the clocks of a zone show at any instant: an IANA zone's rules, as the tz database
/// has them, or an offset that never changes.
package struct TimeZoneRules: Sendable, Equatable {
  /// As it was named; an offset is written `+05:30`.
  package let name: String
  private let rules: Rules

  private enum Rules: Sendable, Equatable {
    case fixed(Int)
    indirect case file(TimeZoneFile)
  }

  /// `UTC`, `Z`, an offset such as `+05:30`, or the name of a zone that `source` has.
  package init(
    named name: String, source: some TimeZoneSource
  ) throws(UnknownTimeZone) {
    let name = name.trimmed
    if ["utc", "z"].contains(name.lowercased()) {
      self = .utc
    } else if let offset = Self.offset(name) {
      self.init(offset: offset)
    } else {
      guard Self.isName(name) else { throw UnknownTimeZone(name: name) }
      guard let bytes = source.file(of: name) else {
        throw UnknownTimeZone(name: name, lacksDatabase: !source.isPresent)
      }
      guard let file = TimeZoneFile(parsing: bytes) else { throw UnknownTimeZone(name: name) }
      self.init(name: name, rules: .file(file))
    }
  }

  private init(name: String, rules: Rules) {
    self.name = name
    self.rules = rules
  }

  /// An offset in minutes, less than a day.
  private init(offset: Int) {
    let minutes = abs(offset)
    let written = (offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
    self.init(name: written, rules: .fixed(offset * 60))
  }

  package static let utc = TimeZoneRules(name: "UTC", rules: .fixed(0))

  /// How far its clocks are ahead of UTC at an instant; negative west of Greenwich.
  package func secondsFromUTC(at instant: Timestamp) -> Int {
    span(at: instant.secondsSince1970).offset
  }

  /// The day that its calendars show at an instant.
  package func date(of instant: Timestamp) -> CalendarDate {
    instant.adding(seconds: secondsFromUTC(at: instant)).date
  }

  /// The first instant of a day: usually its midnight, or the instant at which midnight is skipped.
  /// Of a day that the zone left out it is the first of the next.
  package func start(of date: CalendarDate) -> Timestamp {
    let midnight = Timestamp(date).secondsSince1970
    var span = span(at: midnight - Self.greatestOffset)
    while let end = span.end, end + span.offset <= midnight {
      let next = self.span(at: end)
      guard end + next.offset < midnight else { return Timestamp(secondsSince1970: end) }
      span = next
    }
    return Timestamp(secondsSince1970: midnight - span.offset)
  }

  /// The last whole second of a day: the one before the next day's first.
  package func end(of date: CalendarDate) -> Timestamp {
    start(of: date.adding(days: 1)).adding(seconds: -1)
  }

  /// When its clocks show the time that `time` is in UTC: the first time they do. A time that they
  /// skip is reckoned by the clock before it (RFC 5545 section 3.3.5).
  package func instant(showing time: Timestamp) -> Timestamp {
    let shown = time.secondsSince1970
    var span = span(at: shown - Self.greatestOffset)
    while let end = span.end, shown - span.offset >= end {
      let next = self.span(at: end)
      if shown - next.offset < end { break }
      span = next
    }
    return Timestamp(secondsSince1970: shown - span.offset)
  }

  /// No offset is as great (RFC 9636 section 3.2).
  private static let greatestOffset = 26 * 3600

  private func span(at second: Int) -> TimeZoneSpan {
    switch rules {
    case .fixed(let offset): TimeZoneSpan(offset: offset, end: nil)
    case .file(let file): file.span(at: second)
    }
  }

  /// `+05:30`, `+0530` or `+05` in minutes.
  static func offset(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      [3, 5, 6].contains(bytes.count), let hours = CalendarDate.number(bytes[1..<3]), hours < 24,
      bytes.count != 6 || bytes[3] == UInt8(ascii: ":"),
      let minutes = CalendarDate.number(bytes.count == 3 ? [] : bytes.suffix(2)), minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }

  /// Whether it can be a zone's name, and leads nowhere but into the database: parts of letters,
  /// digits, `_`, `-` and `+`, joined by slashes.
  private static func isName(_ text: String) -> Bool {
    guard (1...64).contains(text.utf8.count) else { return false }
    return text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .allSatisfy { part in
        part.first.map(ASCII.isLetter) == true
          && part.allSatisfy {
            ASCII.isLetter($0) || ASCII.isDigit($0) || "_-+".utf8.contains($0)
          }
      }
  }
}

/// A time during which a zone's clocks stand at one offset.
struct TimeZoneSpan: Equatable {
  /// Seconds ahead of UTC.
  let offset: Int
  /// The second at which the next one begins; nil where none does.
  let end: Int?
}

/// Where the files of the tz database are (RFC 9636).
package protocol TimeZoneSource: Sendable {
  /// Whether there is a database at all.
  var isPresent: Bool { get }

  /// What the file of a zone holds; nil where there is none. The name leads nowhere else.
  func file(of name: String) -> [UInt8]?
}

/// Nothing is known of a zone that was named.
package struct UnknownTimeZone: Error, Equatable, CustomStringConvertible {
  package let name: String
  /// Whether that is because the system has no tz database.
  package var lacksDatabase = false

  /// What was wrong, as a clause.
  package var problem: String {
    lacksDatabase
      ? "this system has no time zone database, so only UTC and offsets are known"
      : "no time zone is named \"\(name.prefix(64))\""
  }

  /// What would be right, as a clause.
  package var expected: String {
    lacksDatabase
      ? "UTC or an offset such as +02:00, or install tzdata (TZDIR may say where it is)"
      : "an IANA name such as Europe/Berlin or an offset such as +02:00"
  }

  package var description: String { "\(problem); use \(expected)" }
}
