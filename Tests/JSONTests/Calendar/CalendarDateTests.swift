import JSON
import Testing

struct CalendarDateTests {
  @Test(arguments: [
    ("2026-11-29", 7), ("2026-11-30", 1), ("1970-01-01", 4), ("1969-12-31", 3), ("2024-02-29", 4),
    ("0000-01-01", 6), ("9999-12-31", 5),
  ])
  func `knows the day of the week`(day: String, weekday: Int) throws {
    #expect(try date(day).weekday == weekday)
  }

  @Test(arguments: [
    ("2020-12-31", 2020, 53), ("2021-01-03", 2020, 53), ("2021-01-04", 2021, 1),
    ("2024-12-30", 2025, 1), ("2024-12-29", 2024, 52), ("2026-12-31", 2026, 53),
    ("2027-01-01", 2026, 53), ("2023-01-01", 2022, 52), ("2026-03-16", 2026, 12),
  ])
  func `knows the ISO week`(day: String, year: Int, week: Int) throws {
    #expect(try date(day).isoWeek == (year, week))
  }

  @Test func `counts weeks like the calendar goes on`() throws {
    var day = try date("1999-12-27")
    for _ in 0..<3000 {
      let next = day.adding(days: 7)
      let isNext = next.isoWeek == (day.isoWeek.year, day.isoWeek.week + 1)
      let isFirst = next.isoWeek == (day.isoWeek.year + 1, 1) && day.isoWeek.week >= 52
      #expect(day.weekday == 1 && (isNext || isFirst), "\(day)")
      day = next
    }
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
    ("2024-02-29", 12, "2025-02-28"),
    ("2026-03-15", -3, "2025-12-15"), ("2026-01-01", -1, "2025-12-01"),
    ("2026-08-31", -2, "2026-06-30"),
    ("2026-12-31", 2, "2027-02-28"), ("2026-05-31", 0, "2026-05-31"),
  ])
  func `adds months`(day: String, months: Int, expected: String) throws {
    #expect(try date(day).adding(months: months).description == expected)
  }

  @Test func `knows the quarter`() throws {
    let quarters = try (1...12).map {
      try #require(CalendarDate(year: 2026, month: $0, day: 1)).quarter
    }
    #expect(quarters == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
  }
}

func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(parsing: text)) }
