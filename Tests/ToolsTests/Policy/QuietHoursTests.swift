import JSON
import Testing

@testable import Tools

@Suite struct `Quiet hours` {
  private func hours(_ from: String, _ to: String, _ offset: String? = nil) throws -> QuietHours {
    var object: JSONObject = ["from": .string(from), "to": .string(to)]
    object["utc_offset"] = offset.map(JSONValue.string)
    let cursor = ManifestCursor(object: object, pointer: .root, problems: ProblemCollector())
    return try #require(QuietHours(reading: cursor))
  }

  private func end(
    _ hours: QuietHours, at moment: String, localOffset: (Timestamp) -> Int = { _ in 0 }
  ) throws -> String? {
    let now = try #require(Timestamp(parsing: moment))
    return hours.end(at: now, localOffset: localOffset)?.description
  }

  static let moments: [(String, String, String?, String, String?)] = [
    ("09:00", "17:00", "+00:00", "2026-04-15T08:59:59Z", nil),
    ("09:00", "17:00", "+00:00", "2026-04-15T09:00:00Z", "2026-04-15T17:00:00Z"),
    ("09:00", "17:00", "+00:00", "2026-04-15T16:59:59Z", "2026-04-15T17:00:00Z"),
    ("09:00", "17:00", "+00:00", "2026-04-15T17:00:00Z", nil),
    ("21:00", "08:00", "+00:00", "2026-04-15T20:59:59Z", nil),
    ("21:00", "08:00", "+00:00", "2026-04-15T21:00:00Z", "2026-04-16T08:00:00Z"),
    ("21:00", "08:00", "+00:00", "2026-12-31T23:59:59Z", "2027-01-01T08:00:00Z"),
    ("21:00", "08:00", "+00:00", "2026-04-15T00:00:00Z", "2026-04-15T08:00:00Z"),
    ("21:00", "08:00", "+00:00", "2026-04-15T08:00:00Z", nil),
    ("21:00", "00:00", "+00:00", "2026-04-15T23:00:00Z", "2026-04-16T00:00:00Z"),
    ("21:00", "00:00", "+00:00", "2026-04-15T00:00:00Z", nil),
    ("00:00", "06:00", "+00:00", "2026-04-15T00:00:00Z", "2026-04-15T06:00:00Z"),
    ("21:00", "08:00", "+05:30", "2026-04-15T15:29:59Z", nil),
    ("21:00", "08:00", "+05:30", "2026-04-15T15:30:00Z", "2026-04-16T02:30:00Z"),
    ("21:00", "08:00", "-03:30", "2026-04-15T00:30:00Z", "2026-04-15T11:30:00Z"),
    ("21:00", "08:00", "-03:30", "2026-04-15T00:29:59Z", nil),
    ("00:00", "00:01", "+14:00", "1969-12-31T10:00:30Z", "1969-12-31T10:01:00Z"),
  ]

  @Test(arguments: moments)
  func `are told at any moment`(
    from: String, to: String, offset: String?, moment: String, end: String?
  ) throws {
    let hours = try hours(from, to, offset)
    #expect(try self.end(hours, at: moment) == end)
    #expect(try self.end(hours, at: moment, localOffset: { _ in 40_000 }) == end)
  }

  @Test func `end by the clock as it will be set`() throws {
    // From +01:00 to +02:00 at 2026-03-29T01:00:00Z.
    let change = try #require(Timestamp(parsing: "2026-03-29T01:00:00Z"))
    let end = try end(
      try hours("21:00", "08:00"), at: "2026-03-28T22:00:00Z",
      localOffset: { $0 < change ? 3600 : 7200 })
    #expect(end == "2026-03-29T06:00:00Z")
  }
}
