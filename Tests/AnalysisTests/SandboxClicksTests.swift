import Exchange
import JSON
import Sandbox
import TestSupport
import Testing
import Tools

/// Long ranges of the sandbox's clicks, held against what the sandbox itself answers.
struct SandboxClicksTests {
  private static let spring = Result { try SandboxClicks(at: "2026-04-15T12:00:00Z") }
  private static let winter = Result { try SandboxClicks(at: "2025-01-20T08:00:00Z") }

  private func days(_ first: String, _ last: String) throws -> ClosedRange<CalendarDate> {
    try #require(CalendarDate(parsing: first))...(try #require(CalendarDate(parsing: last)))
  }

  private func question(_ days: ClosedRange<CalendarDate>, _ more: JSONObject) -> JSONObject {
    let question: JSONObject = [
      "tool": "get_clicks", "range": .string("\(days.lowerBound)..\(days.upperBound)"),
      "limit": 1000, "budget_tokens": 100_000,
    ]
    return question.merging(more)
  }

  private func sums(_ rows: [SandboxClicks.Row]) -> [String: [Int]] {
    rows.reduce(into: [:]) { sums, row in
      let old = sums[row.day.description] ?? [0, 0]
      sums[row.day.description] = [old[0] + row.clicks, old[1] + 1]
    }
  }

  private let byDay: JSONObject = [
    "group_by": ["click_date"], "measures": ["sum(click_count)", "count()"],
    "arguments": ["per_page": 100],
  ]

  private func answered(_ answer: JSONObject) -> [String: [Int]] {
    answer.rows.reduce(into: [:]) { sums, row in
      sums[row.first?.string ?? ""] = row.dropFirst().compactMap(\.int)
    }
  }

  @Test func `of 400 days are counted to the last one`() async throws {
    let clicks = try Self.spring.get()
    let days = try days("2025-03-12", "2026-04-15")
    let rows = try await clicks.rows(days)
    let bench = try clicks.bench()
    let answer = try await bench.ask(question(days, byDay))
    #expect(answered(answer) == sums(rows))
    #expect(answer.rows.count == 400)
    #expect(answer.isComplete == true)
    #expect(answer.rowsRead == rows.count)
    #expect(answer["totals"]?["sum(click_count)"]?.int == rows.map(\.clicks).reduce(0, +))
    #expect((answer.requests ?? 0) > 100)
    #expect(answer.requests == bench.transport.paths.count)
    #expect(bench.transport.mostRunning <= 4)
    let windows = Set(bench.transport.paths.compactMap { $0.split(separator: "&").first })
    #expect(windows.count == 5)
  }

  @Test func `stand in the service's order over windows`() async throws {
    let clicks = try Self.spring.get()
    let days = try days("2025-11-20", "2026-04-10")
    let rows = try await clicks.rows(days)
    let answer = try await clicks.bench().ask(
      question(days, ["fields": ["click_date", "advertiser_name"], "limit": 100_000]))
    let wanted = rows.map { [JSONValue.string($0.day.description), .string($0.advertiser)] }
    let shown = answer.rows
    #expect(!shown.isEmpty)
    #expect(shown == Array(wanted.prefix(shown.count)))
    #expect(answer["rows_total"]?.int == wanted.count)
  }

  @Test func `of 730 days show how many the service keeps`() async throws {
    let clicks = try Self.winter.get()
    let days = try days("2023-01-21", "2025-01-19")
    let rows = try await clicks.rows(days)
    let answer = try await clicks.bench().ask(
      [
        "tool": "get_clicks", "range": "last_730_days", "limit": 1000, "budget_tokens": 100_000,
        "group_by": ["advertiser_name"], "measures": ["sum(click_count)"],
      ])
    var sums: [String: Int] = [:]
    for row in rows { sums[row.advertiser, default: 0] += row.clicks }
    var answered: [String: Int] = [:]
    for row in answer.rows { answered[row.first?.string ?? ""] = row.last?.int }
    #expect(answered == sums)
    #expect(answer.isComplete == true)
    #expect(answer["period"]?["days"] == 730)
    #expect(answer["period"]?["start"] == "2023-01-21")
    #expect(answer["read"]?["first_day"] == "2023-12-18")
    #expect(answer["read"]?["last_day"] == "2025-01-19")
    #expect(rows.contains { $0.day.description == "2024-02-29" })
    #expect(rows.contains { $0.day.description == "2024-12-31" })
  }

  /// Half of them have time for the pauses of a service that is left alone for its failures.
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `of a service that fails are counted, or said to be missing`(seed: UInt64) async throws {
    let clicks = try Self.spring.get()
    let days = try days("2025-03-12", "2026-04-15")
    let plan = try FaultPlan(parsing: "rate=0.2 kinds=unavailable seed=\(seed)")
    let bench = try clicks.bench(over: FaultyTransport(over: clicks.services, plan: plan))
    var question = question(days, byDay)
    if seed.isMultiple(of: 2) { question["wait_seconds"] = 3600 }
    switch try await bench.outcome(question) {
    case .success(let answer): try await check(answer, days)
    // Nothing at all was to be had.
    case .failure(let error): #expect(error.code == .providerUnavailable)
    }
  }

  private func check(_ answer: JSONObject, _ days: ClosedRange<CalendarDate>) async throws {
    let rows = try await Self.spring.get().rows(days)
    let lost = try await lost(answer.missing, days)
    #expect(answer.isComplete == answer.missing.isEmpty)
    #expect(answer.isComplete == (answer["error"] == nil))
    let counted = sums(rows).merging(sums(lost)) { all, lost in
      [all[0] - lost[0], all[1] - lost[1]]
    }
    .filter { $0.value[1] > 0 }
    #expect(answered(answer) == counted)
  }

  /// What stands on the pages that are said to be missing, all of it of the days that are.
  private func lost(
    _ missing: [JSONValue], _ days: ClosedRange<CalendarDate>
  ) async throws -> [SandboxClicks.Row] {
    var lost: [SandboxClicks.Row] = []
    for part in missing {
      let named = try self.days(
        try #require(part["start"]?.string), try #require(part["end"]?.string))
      guard part["page"] != nil else {
        lost += try await Self.spring.get().rows(named)
        continue
      }
      let window = try #require(
        SandboxClicks.windows(of: days).first { $0.contains(named.lowerBound) })
      let rows = try await Self.spring.get().rows(window)
      let first = (part["page"]?.int ?? 1) - 1
      let last = part["to_page"]?.int ?? first + 1
      let isRest = part["and_after"] == true
      let gone = rows.dropFirst(first * 100).prefix(isRest ? .max : (last - first) * 100)
      #expect(gone.allSatisfy { named.contains($0.day) }, "\(part)")
      lost += gone
    }
    return lost
  }
}
