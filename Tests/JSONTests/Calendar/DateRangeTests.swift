import JSON
import Testing

struct DateRangeTests {
  @Test(arguments: [
    // A Sunday.
    ("2026-11-29", "today", "2026-11-29", "2026-11-29"),
    ("2026-11-29", "yesterday", "2026-11-28", "2026-11-28"),
    ("2026-11-29", "this_week", "2026-11-23", "2026-11-28"),
    ("2026-11-29", "last_week", "2026-11-16", "2026-11-22"),
    ("2026-11-29", "this_month", "2026-11-01", "2026-11-28"),
    ("2026-11-29", "month_to_date", "2026-11-01", "2026-11-28"),
    ("2026-11-29", "last_month", "2026-10-01", "2026-10-31"),
    ("2026-11-29", "this_quarter", "2026-10-01", "2026-11-28"),
    ("2026-11-29", "quarter_to_date", "2026-10-01", "2026-11-28"),
    ("2026-11-29", "last_quarter", "2026-07-01", "2026-09-30"),
    ("2026-11-29", "this_year", "2026-01-01", "2026-11-28"),
    ("2026-11-29", "year_to_date", "2026-01-01", "2026-11-28"),
    ("2026-11-29", "last_year", "2025-01-01", "2025-12-31"),
    ("2026-11-29", "last_7_days", "2026-11-22", "2026-11-28"),
    ("2026-11-29", "Last 7 days", "2026-11-22", "2026-11-28"),
    ("2026-11-29", "last_1_day", "2026-11-28", "2026-11-28"),
    ("2026-11-29", "last_800_days", "2024-09-20", "2026-11-28"),
    ("2026-11-29", "last_2_weeks", "2026-11-15", "2026-11-28"),
    ("2026-11-29", "last_1_months", "2026-10-29", "2026-11-28"),
    ("2026-03-31", "last_1_months", "2026-02-28", "2026-03-30"),
    ("2024-03-31", "last_1_months", "2024-02-29", "2024-03-30"),
    ("2024-02-29", "last_12_months", "2023-02-28", "2024-02-28"),
    // The first day of each span.
    ("2026-11-30", "this_week", "2026-11-30", "2026-11-30"),
    ("2026-11-30", "last_week", "2026-11-23", "2026-11-29"),
    ("2026-10-01", "this_month", "2026-10-01", "2026-10-01"),
    ("2026-10-01", "quarter_to_date", "2026-10-01", "2026-10-01"),
    ("2027-01-01", "year_to_date", "2027-01-01", "2027-01-01"),
    ("2027-01-01", "this_week", "2026-12-28", "2026-12-31"),
    ("2027-01-01", "last_month", "2026-12-01", "2026-12-31"),
    ("2027-01-01", "last_quarter", "2026-10-01", "2026-12-31"),
    ("2027-01-01", "last_year", "2026-01-01", "2026-12-31"),
    ("2024-03-01", "yesterday", "2024-02-29", "2024-02-29"),
    ("2024-03-01", "last_month", "2024-02-01", "2024-02-29"),
    // Spelled out.
    ("2026-11-29", "2026-03", "2026-03-01", "2026-03-31"),
    ("2026-11-29", "2024-02", "2024-02-01", "2024-02-29"),
    ("2026-11-29", "2026-12", "2026-12-01", "2026-12-31"),
    ("2026-11-29", "2026-W12", "2026-03-16", "2026-03-22"),
    ("2026-11-29", "2026-w53", "2026-12-28", "2027-01-03"),
    ("2026-11-29", "2020-W53", "2020-12-28", "2021-01-03"),
    ("2026-11-29", "2025-W01", "2024-12-30", "2025-01-05"),
    ("2026-11-29", "2026-Q1", "2026-01-01", "2026-03-31"),
    ("2026-11-29", "2026-Q4", "2026-10-01", "2026-12-31"),
    ("2026-11-29", "2024", "2024-01-01", "2024-12-31"),
    ("2026-11-29", "2026-03-01..2026-03-31", "2026-03-01", "2026-03-31"),
    ("2026-11-29", "2026-03-01..2026-03-01", "2026-03-01", "2026-03-01"),
    ("2026-11-29", "2026-03-01", "2026-03-01", "2026-03-01"),
  ])
  func `means days`(today: String, words: String, start: String, end: String) throws {
    let days = try DateRange(parsing: words).days(today: date(today))
    #expect(days == (try date(start))...(try date(end)))
  }

  @Test(arguments: [
    ("today", "2026-11-29", "2026-11-29"), ("yesterday", "2026-11-28", "2026-11-28"),
    ("this_week", "2026-11-23", "2026-11-29"), ("last_week", "2026-11-16", "2026-11-22"),
    ("last_7_days", "2026-11-23", "2026-11-29"), ("last_2_weeks", "2026-11-16", "2026-11-29"),
    ("last_1_months", "2026-10-30", "2026-11-29"), ("month_to_date", "2026-11-01", "2026-11-29"),
    ("2026-03", "2026-03-01", "2026-03-31"),
  ])
  func `lets what ends yesterday end today`(words: String, start: String, end: String) throws {
    let days = try DateRange(parsing: words).days(today: date("2026-11-29"), includesToday: true)
    #expect(days == (try date(start))...(try date(end)))
  }

  /// `last_7_days` is always seven days, and months and weeks are no different.
  @Test(arguments: [
    "last_1_days", "last_7_days", "last_4_weeks", "last_1_months", "last_3_months",
    "last_12_months",
  ])
  func `rolls with today as it will tomorrow without`(words: String) throws {
    let range = try DateRange(parsing: words)
    let first = try date("2023-12-30")
    for today in (0..<430).map(first.adding(days:)) {
      let days = range.days(today: today, includesToday: true)
      #expect(days.upperBound == today)
      #expect(days == range.days(today: today.adding(days: 1)))
    }
  }

  @Test(arguments: [
    ("2026-03-31", "last_1_months", "2026-03-01"), ("2026-02-28", "last_1_months", "2026-02-01"),
    ("2026-04-15", "last_3_months", "2026-01-16"), ("2026-03-30", "last_1_months", "2026-02-28"),
  ])
  func `rolls by whole months up to today`(today: String, words: String, start: String) throws {
    let days = try DateRange(parsing: words).days(today: date(today), includesToday: true)
    #expect(days == (try date(start))...(try date(today)))
  }

  @Test(arguments: [
    ("last_weeks", "\"last_weeks\" is no range of days; did you mean last_week?"),
    ("yesterdy", "\"yesterdy\" is no range of days; did you mean yesterday?"),
    ("last_0_days", "\"last_0_days\" is no range of days; did you mean last_7_days?"),
    ("last_801_days", "\"last_801_days\" is no range of days; did you mean last_7_days?"),
    ("2026-13", "\"2026-13\" is no range of days"),
    ("2026-Q5", "\"2026-Q5\" is no range of days"),
    ("26", "\"26\" is no range of days"),
    ("", "\"\" is no range of days"),
    ("2025-W53", "the year 2025 has no week 53"),
    ("2026-W00", "the year 2026 has no week 0"),
    ("2026-03-31..2026-03-01", "2026-03-01 lies before 2026-03-31"),
    ("2026-02-30..2026-03-01", "\"2026-02-30\" is no day of the calendar"),
    ("2026-02-01..", "\"\" is no day of the calendar"),
  ])
  func `says what is wrong`(words: String, problem: String) {
    let error = #expect(throws: UnknownDateRange.self) { try DateRange(parsing: words) }
    #expect(error?.problem == problem)
  }

  @Test func `knows each of its words`() throws {
    for words in DateRange.words { #expect(try DateRange(parsing: words).asked == words) }
  }
}

struct PeriodTests {
  @Test(arguments: [
    // The day ends at 05:00 in UTC, then at 12:00 the day before.
    ("America/New_York", "2026-03-01", "2026-03-02T04:59:59Z", true),
    ("America/New_York", "2026-03-01", "2026-03-02T05:00:00Z", false),
    ("Pacific/Auckland", "2026-07-01", "2026-07-01T11:59:59Z", true),
    ("Pacific/Auckland", "2026-07-01", "2026-07-01T12:00:00Z", false),
    ("Pacific/Kiritimati", "2026-07-01", "2026-07-01T09:59:59Z", true),
    ("Pacific/Kiritimati", "2026-07-01", "2026-07-01T10:00:00Z", false),
    ("Etc/GMT+12", "2026-07-01", "2026-07-02T11:59:59Z", true),
    ("Etc/GMT+12", "2026-07-01", "2026-07-02T12:00:00Z", false),
  ])
  func `is partial until its last day is over in its zone`(
    zone: String, day: String, now: String, isPartial: Bool
  ) throws {
    let period = Period(
      try DateRange(parsing: "\(day)..\(day)"), in: try ZoneFixture.named(zone).rules,
      at: try #require(Timestamp(parsing: now)))
    #expect(period.isPartial == isPartial)
  }

  @Test func `takes today from the calendars of its zone`() throws {
    let now = try #require(Timestamp(parsing: "2026-12-31T10:30:00Z"))
    let range = try DateRange(parsing: "today")
    let days = try ["Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago"].map {
      Period(range, in: try ZoneFixture.named($0).rules, at: now).start.description
    }
    #expect(days == ["2027-01-01", "2026-12-31", "2026-12-30"])
  }

  @Test func `tells itself in the order that was agreed on`() throws {
    let now = try #require(Timestamp(parsing: "2026-04-01T00:00:00Z"))
    let period = Period(try DateRange(parsing: "last_month"), in: .utc, at: now)
    #expect(
      JSONValue.object(period.json).description == """
        {"asked":"last_month","start":"2026-03-01","end":"2026-03-31","time_zone":"UTC",\
        "days":31,"partial":false}
        """)
    #expect(period.sentence == "Days 2026-03-01 to 2026-03-31 (31), in UTC.")
    let today = Period(try DateRange(parsing: "today"), in: .utc, at: now)
    #expect(today.sentence == "Day 2026-04-01, in UTC. It is not over.")
  }
}
