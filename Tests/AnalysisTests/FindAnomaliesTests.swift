import JSON
import Sandbox
import Tables
import TestSupport
import Testing
import Tools

/// `find_anomalies` over services of a test's, and over the sandbox.
struct FindAnomaliesTests {
  private typealias Rows = Result<[JSONValue], CountingService.Fault>

  /// 100 and a little, on Sundays half of it.
  private static func usual(_ day: CalendarDate) -> Int {
    (100 + day.daysSince1970 * 7 % 11) / (day.weekday == 7 ? 2 : 1)
  }

  private static let service = CountingService.tool("visits", source: CountingService.byAdvertiser)

  private static func codes(_ answer: JSONObject) -> [String] {
    (answer["caveats"]?.array ?? []).compactMap { $0["code"]?.string }
  }

  @Test func `finds a planted spike and says its figures`() async throws {
    let bench = try CountingService.bench([[Self.service]]) { _, from, to in
      .success(
        CountingService.rows(from, to) {
          $0.description == "2026-03-20" ? 912 : .integer(Self.usual($0))
        })
    }
    let answer = try await bench.ask("find_anomalies", ["by": "advertiser"])
    let found = try #require(answer["anomalies"]?.array)
    #expect(found.count == 1)
    let anomaly = try #require(found.first)
    #expect(anomaly["source"] == "visits")
    #expect(anomaly["id"] == 1)
    #expect(anomaly["name"] == "Alpha")
    #expect(anomaly["date"] == "2026-03-20")
    #expect(anomaly["value"] == 912)
    #expect(anomaly["direction"] == "up")
    let expected = try #require(anomaly["expected"]?.number?.double)
    #expect((100...110).contains(expected))
    #expect(try #require(anomaly["high"]?.number?.double) < 200)
    #expect(answer["series"] == 1)
    #expect(answer["days"] == 60)
    #expect(answer["period"]?["asked"] == "last_60_days")
    #expect(
      answer["verdict"]?.string
        == "On 2026-03-20 Alpha had 912 clicks where some \(Int(expected.rounded())) are usual; "
        + "nothing else stands out in 1 series of 60 days.")
  }

  @Test func `finds nothing where nothing is, and says in how much`() async throws {
    let bench = try CountingService.bench([[Self.service]]) { _, from, to in
      .success(CountingService.rows(from, to) { .integer(Self.usual($0)) })
    }
    let answer = try await bench.ask("find_anomalies", [:])
    #expect(answer["verdict"] == "Nothing stands out in 1 series of 60 days.")
    #expect(answer["anomalies"] == [])
    #expect(answer["failed"] == [])
    #expect(answer["caveats"] == [])
  }

  /// A day without a row is a day without clicks, from the first that has one.
  @Test func `counts a day without a row as 0 from the first day on`() async throws {
    let bench = try CountingService.bench([[Self.service]]) { _, from, to in
      .success(
        CountingService.rows(from, to) { day in
          day.description < "2026-03-01" || day.description == "2026-04-02"
            ? nil : .integer(Self.usual(day))
        })
    }
    let answer = try await bench.ask("find_anomalies", [:])
    let found = try #require(answer["anomalies"]?.array)
    #expect(found.map { $0["date"] } == ["2026-04-02"])
    #expect(found.first?["value"] == 0)
    #expect(found.first?["direction"] == "down")
  }

  @Test func `never judges a day that isn't over`() async throws {
    let bench = try CountingService.bench([[Self.service]]) { _, from, to in
      .success(
        CountingService.rows(from, to) {
          $0.description == "2026-04-15" ? 1 : .integer(Self.usual($0))
        })
    }
    let answer = try await bench.ask("find_anomalies", ["include_today": true])
    #expect(answer["anomalies"] == [])
    #expect(answer["days"] == 59)
    #expect(Self.codes(answer) == ["partial_day"])
    let today = try await bench.ask("find_anomalies", ["range": "today"])
    #expect(today["verdict"] == "The only day is not over: there is nothing to judge yet.")
  }

  @Test func `leaves out a source that fails, and says so`() async throws {
    let other = CountingService.tool("calls", source: CountingService.byAdvertiser)
    let bench = try CountingService.bench([[Self.service], [other]]) { name, from, to in
      name == "calls"
        ? .failure(CountingService.Fault(status: 403))
        : .success(CountingService.rows(from, to) { .integer(Self.usual($0)) })
    }
    let answer = try await bench.ask("find_anomalies", ["by": "advertiser"])
    #expect(answer["series"] == 1)
    #expect(answer["failed"]?.array?.map { $0["source"] } == ["calls"])
    #expect(Self.codes(answer) == ["source_failed"])
    #expect(
      answer["verdict"]
        == "Nothing stands out in 1 series of 60 days; calls gave no figures.")
  }

  @Test func `keeps amounts exact, of money as well`() async throws {
    let amount = try #require(JSONNumber(text: "-1234.56"))
    let tool = CountingService.tool(
      "money", measures: ["revenue": "/n"], source: CountingService.byAdvertiser)
    let bench = try CountingService.bench([[tool]]) { _, from, to in
      .success(
        CountingService.rows(from, to) { day in
          if day.description == "2026-03-10" { return .number(amount) }
          return JSONNumber(text: "\(Self.usual(day)).25").map { .number($0) }
        })
    }
    let answer = try await bench.ask("find_anomalies", ["metric": "revenue"])
    #expect(answer["anomalies"]?.array?.map { $0["value"] } == [.number(amount)])
    let verdict = try #require(answer["verdict"]?.string)
    #expect(verdict.hasPrefix("On 2026-03-10 money had revenue of -1,234.56 where some "))
  }

  @Test func `says what has too few days, a few of them by name`() async throws {
    let bench = try CountingService.bench([[Self.service]]) { _, _, to in
      guard let last = CalendarDate(parsing: to) else { return .success([]) }
      return .success((1...300).map { CountingService.row($0, "Thing \($0)", last, 5) })
    }
    let answer = try await bench.ask("find_anomalies", ["by": "advertiser"])
    #expect(answer["series"] == 0)
    #expect(
      answer["verdict"] == "Not enough data: a series needs 28 days, four of each weekday.")
    let skipped = try #require(answer["skipped"]?.array)
    #expect(skipped.count == 5)
    #expect(skipped.first?["name"] == "Thing 1")
    #expect(skipped.last?["name"] == "296 others")
  }

  @Test func `tells the 20 that stand out most`() async throws {
    let bench = try CountingService.bench([[Self.service]]) { _, from, to in
      .success(
        (1...30).flatMap { id in
          CountingService.rows(from, to) { day in
            .integer(day.description == "2026-03-20" ? 400 + id * 10 : Self.usual(day))
          }.map { row in row.setting("/id", to: .integer(id)) }
        })
    }
    let answer = try await bench.ask("find_anomalies", ["by": "advertiser"])
    let found = try #require(answer["anomalies"]?.array)
    #expect(found.compactMap { $0["value"]?.int } == (11...30).reversed().map { 400 + $0 * 10 })
    #expect(answer["anomalies_total"] == 30)
  }

  // MARK: The sandbox

  private static let sandbox = Result { try SandboxClicks(at: "2026-04-15T12:00:00Z") }

  /// Each advertiser's days, added up from the service's own rows.
  private func series(_ rows: [SandboxClicks.Row], until last: CalendarDate) -> [String: DaySeries]
  {
    Dictionary(grouping: rows, by: \.advertiser).compactMapValues { rows in
      guard let first = rows.map(\.day).min() else { return nil }
      var values = [Double](
        repeating: 0, count: last.daysSince1970 - first.daysSince1970 + 1)
      for row in rows { values[row.day.daysSince1970 - first.daysSince1970] += Double(row.clicks) }
      return DaySeries(start: first, values: values, isCount: true)
    }
  }

  @Test func `tells the sandbox's odd days as its own rows have them`() async throws {
    let clicks = try Self.sandbox.get()
    let first = try #require(CalendarDate(parsing: "2026-02-14"))
    let last = try #require(CalendarDate(parsing: "2026-04-14"))
    let series = series(try await clicks.rows(first...last), until: last)
    let answer = try await clicks.bench().ask(
      "find_anomalies", ["by": "advertiser", "sources": ["get_clicks"]])
    let expected = series.flatMap { name, series in
      DayAnomalies(of: series, sensitivity: 3.5).anomalies.map { anomaly in
        (abs(anomaly.score), "\(name) \(anomaly.start) \(Int(anomaly.value))")
      }
    }.sorted { $0.0 > $1.0 }
    let found = try #require(answer["anomalies"]?.array).map {
      "\($0["name"]?.string ?? "") \($0["date"]?.string ?? "") \($0["value"]?.int ?? -1)"
    }
    #expect(found == expected.prefix(20).map(\.1))
    #expect(!found.isEmpty)
    #expect(answer["series"]?.int == series.count)
    #expect(answer["days"] == 60)
  }

  @Test func `asks for each link once, and for none where that is too much`() async throws {
    let clicks = try Self.sandbox.get()
    let bench = try clicks.bench()
    let answer = try await bench.ask("find_anomalies", ["by": "link"])
    #expect(answer["series"] == 23)
    #expect(bench.transport.paths.count <= 23 + 2)
    #expect(
      answer["anomalies"]?.array?.map { $0["until"] } == ["2026-04-14", "2026-04-14", "2026-04-14"])
    let skipped = (answer["skipped"]?.array ?? []).compactMap { $0["name"]?.string }
    #expect(skipped == ["get_clicks", "get_smart_link_stats"])
    let failure = await #expect(throws: ToolError.self) {
      try await bench.ask("find_anomalies", ["by": "link", "max_requests": 10])
    }
    #expect(failure?.problems.map(\.argument) == ["max_requests"])
  }

  @Test func `judges whole services, and says who tells no days`() async throws {
    let answer = try await Self.sandbox.get().bench().ask("find_anomalies", [:])
    #expect(answer["series"] == 2)
    #expect(
      answer["skipped"] == [["name": "get_smart_link_stats", "why": "doesn't tell days"]])
  }
}
