import Testing

@testable import JSON

struct TimeZoneRuleTests {
  private static let rules: [(String, [(String, Int)])] = [
    ("<+0330>-3:30", [("2026-01-01T00:00:00Z", 12_600), ("2026-07-01T00:00:00Z", 12_600)]),
    ("EST5", [("2026-07-01T00:00:00Z", -18_000)]),
    (
      "CET-1CEST,M3.5.0,M10.5.0/3",
      [
        ("2026-03-29T00:59:59Z", 3600), ("2026-03-29T01:00:00Z", 7200),
        ("2026-10-25T00:59:59Z", 7200), ("2026-10-25T01:00:00Z", 3600),
      ]
    ),
    // Summer over the turn of the year, by half an hour.
    (
      "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
      [
        ("2026-01-01T00:00:00Z", 39_600), ("2026-04-04T14:59:59Z", 39_600),
        ("2026-04-04T15:00:00Z", 37_800), ("2026-10-03T15:29:59Z", 37_800),
        ("2026-10-03T15:30:00Z", 39_600),
      ]
    ),
    // Winter is what is saved, and a change lies on the day before.
    (
      "IST-1GMT0,M10.5.0,M3.5.0/1",
      [("2026-01-01T00:00:00Z", 0), ("2026-07-01T00:00:00Z", 3600)]
    ),
    (
      "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
      [("2026-03-29T00:59:59Z", -7200), ("2026-03-29T01:00:00Z", -3600)]
    ),
    // Hours past a day's, in 2023 the 29th and 30th of October were a Sunday and a Monday.
    (
      "EET-2EEST,M3.4.4/50,M10.4.4/50",
      [
        ("2026-03-27T23:59:59Z", 7200), ("2026-03-28T00:00:00Z", 10_800),
        ("2026-10-23T22:59:59Z", 10_800), ("2026-10-23T23:00:00Z", 7200),
      ]
    ),
    // RFC 9636 section 3.3.2: all of the year is summer.
    (
      "XXX3EDT4,0/0,J365/23",
      [
        ("2026-01-01T02:59:59Z", -14_400), ("2026-01-01T03:00:00Z", -14_400),
        ("2026-07-01T00:00:00Z", -14_400), ("2027-01-01T03:00:00Z", -14_400),
      ]
    ),
    // J60 is always the 1st of March, 59 that in common years and the 29th of February in others.
    (
      "AAA0BBB,J60/0,J61/0",
      [
        ("2024-02-29T12:00:00Z", 0), ("2024-03-01T12:00:00Z", 3600), ("2026-03-01T12:00:00Z", 3600),
      ]
    ),
    (
      "AAA0BBB,59/0,60/0",
      [
        ("2024-02-29T12:00:00Z", 3600), ("2024-03-01T12:00:00Z", 0), ("2026-03-01T12:00:00Z", 3600),
      ]
    ),
    // A change in another year than its own.
    (
      "AAA0BBB,M12.5.0/167,M6.1.0/-167",
      [("2026-01-02T22:59:59Z", 0), ("2026-01-03T23:00:00Z", 3600)]
    ),
  ]

  @Test(arguments: Self.rules)
  func `follows a rule`(text: String, expected: [(String, Int)]) throws {
    let rule = try #require(TimeZoneRule(parsing: text.utf8))
    for (instant, offset) in expected {
      let second = try #require(Timestamp(parsing: instant)).secondsSince1970
      #expect(rule.span(at: second).offset == offset, "\(text) at \(instant)")
    }
  }

  @Test(arguments: [
    "", "CET", "CE-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J5", "CET-1CEST,1,366",
    "CET-1CEST,M3.5.0/168,M10.5.0", "CET-25", "<CET-1", "CET-1 ", "CET-1CEST,M3.5.0,M10.5.0,",
    "CET-1:60",
  ])
  func `refuses what is no rule`(text: String) {
    #expect(TimeZoneRule(parsing: text.utf8) == nil)
  }
}
