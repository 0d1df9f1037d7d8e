import Foundation
import JSON
import TestSupport
import Testing

struct TimeZoneRulesTests {
  @Test(arguments: ZoneFixture.all)
  func `agrees with another reader of the same rules from 1970 to 2100`(fixture: ZoneFixture) throws
  {
    let zone = try fixture.rules
    for (change, next) in zip(fixture.changes, fixture.changes.dropFirst() + [fixture.last]) {
      let middle = (change.second + next.second) / 2
      for second in [change.second, change.second + 1, middle, next.second - 1] {
        let offset = zone.secondsFromUTC(at: Timestamp(secondsSince1970: second))
        #expect(offset == change.offset, "\(fixture.name) at \(second)")
      }
    }
  }

  @Test(arguments: ZoneFixture.all)
  func `begins each day right after the day before`(fixture: ZoneFixture) throws {
    let zone = try fixture.rules
    for change in fixture.changes {
      let day = zone.date(of: Timestamp(secondsSince1970: change.second))
      for date in (-2...2).map({ day.adding(days: $0) }) where !fixture.leavesOut(date) {
        let start = zone.start(of: date)
        #expect(zone.date(of: start) == date, "\(fixture.name) \(date)")
        #expect(zone.date(of: start.adding(seconds: -1)) < date, "\(fixture.name) \(date)")
        #expect(zone.end(of: date.adding(days: -1)) == start.adding(seconds: -1))
      }
    }
  }

  @Test(arguments: [
    // Summer begins and ends in New York, Auckland (east of +12), and by half an hour on Lord Howe.
    ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23 * 60),
    ("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25 * 60),
    ("Pacific/Auckland", "2026-04-05", "2026-04-04T11:00:00Z", 25 * 60),
    ("Pacific/Auckland", "2026-09-27", "2026-09-26T12:00:00Z", 23 * 60),
    ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24 * 60 + 30),
    ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00Z", 23 * 60 + 30),
    ("Asia/Kolkata", "2026-03-08", "2026-03-07T18:30:00Z", 24 * 60),
    ("Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00Z", 24 * 60),
    ("Pacific/Chatham", "2026-07-01", "2026-06-30T11:15:00Z", 24 * 60),
    ("Etc/GMT+12", "2026-01-01", "2026-01-01T12:00:00Z", 24 * 60),
    // Midnight is skipped, and comes twice.
    ("America/Havana", "2026-03-08", "2026-03-08T05:00:00Z", 23 * 60),
    ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", 25 * 60),
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23 * 60),
    ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z", 25 * 60),
    // In the time of the rule in the footer.
    ("America/New_York", "2099-03-08", "2099-03-08T05:00:00Z", 23 * 60),
    ("Australia/Lord_Howe", "2400-10-01", "2400-09-30T13:30:00Z", 23 * 60 + 30),
  ])
  func `knows when days begin and how long they are`(
    zone name: String, day: String, start: String, minutes: Int
  ) throws {
    let zone = try ZoneFixture.named(name).rules
    let date = try #require(CalendarDate(parsing: day))
    #expect(zone.start(of: date).description == start)
    let length = zone.end(of: date).secondsSince1970 - zone.start(of: date).secondsSince1970 + 1
    #expect(length == minutes * 60)
  }

  @Test func `gives a day that was left out no time`() throws {
    let apia = try ZoneFixture.named("Pacific/Apia").rules
    let date = try #require(CalendarDate(parsing: "2011-12-30"))
    #expect(apia.start(of: date) == apia.start(of: date.adding(days: 1)))
    #expect(apia.start(of: date).description == "2011-12-30T10:00:00Z")
  }

  @Test(arguments: [
    ("+05:30", "+05:30", 19800), ("-0330", "-03:30", -12600), ("+14", "+14:00", 50400),
    ("UTC", "UTC", 0), ("z", "UTC", 0), ("-00:00", "+00:00", 0), ("-12:00", "-12:00", -43200),
  ])
  func `knows offsets without a database`(text: String, name: String, offset: Int) throws {
    let zone = try TimeZoneRules(named: text, source: ZoneFiles())
    #expect(zone.name == name)
    #expect(zone.secondsFromUTC(at: Timestamp(secondsSince1970: 0)) == offset)
  }

  @Test(arguments: [
    "Mars/Olympus", "", "../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "+25:00",
    "+05:60", "Europe//Berlin", "Europe/", ".", "Broken/File", "+5", "Europe/Berlin\0",
    String(repeating: "a", count: 65),
  ])
  func `refuses what is no zone`(name: String) throws {
    let source = ZoneFiles(files: ["Broken/File": Array("TZif2 and nothing".utf8)])
    let error = #expect(throws: UnknownTimeZone.self) {
      try TimeZoneRules(named: name, source: source)
    }
    #expect(
      error?.description == "no time zone is named \"\(name.prefix(64))\"; use an IANA name "
        + "such as Europe/Berlin or an offset such as +02:00")
  }

  @Test func `says that there is no database`() {
    let error = #expect(throws: UnknownTimeZone.self) {
      try TimeZoneRules(named: "Europe/Berlin", source: ZoneFiles(isPresent: false))
    }
    #expect(error?.description.hasPrefix("this system has no time zone database") == true)
  }

  @Test func `reads no file that was cut off`() throws {
    let fixture = try ZoneFixture.named("Europe/Berlin")
    for length in fixture.file.indices {
      let source = ZoneFiles(files: ["A": Array(fixture.file.prefix(length))])
      #expect(throws: UnknownTimeZone.self) { try TimeZoneRules(named: "A", source: source) }
    }
  }
}

/// A zone's file, and what another reader says of it.
struct ZoneFixture: CustomTestStringConvertible {
  let name: String
  let file: [UInt8]
  let changes: [(second: Int, offset: Int)]

  var testDescription: String { name }
  let last = (second: 4_133_980_800, offset: 0)

  var rules: TimeZoneRules {
    get throws { try TimeZoneRules(named: name, source: ZoneFiles(files: [name: file])) }
  }

  /// Whether the zone changed sides of the date line that day.
  func leavesOut(_ date: CalendarDate) -> Bool {
    name == "Pacific/Apia" && date.description == "2011-12-30"
      || name == "Pacific/Kiritimati" && date.description == "1994-12-31"
  }

  static func named(_ name: String) throws -> ZoneFixture {
    try #require(all.first { $0.name == name })
  }

  static let all: [ZoneFixture] = {
    let file = Repository.file("Tests/JSONTests/Calendar/offsets.txt")
    let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
    return lines.compactMap { line in
      let words = line.split(separator: " ")
      guard words.count > 2, let file = Data(base64Encoded: String(words[1])) else { return nil }
      let changes = words.dropFirst(2).compactMap { word -> (Int, Int)? in
        let parts = word.split(separator: ":").compactMap { Int($0) }
        return parts.count == 2 ? (parts[0], parts[1]) : nil
      }
      return ZoneFixture(name: String(words[0]), file: Array(file), changes: changes)
    }
  }()
}

/// A database in memory.
struct ZoneFiles: TimeZoneSource {
  var files: [String: [UInt8]] = [:]
  var isPresent = true

  func file(of name: String) -> [UInt8]? { files[name] }
}
