import JSON
import TestSupport
import Testing
import Tools

/// `compare_periods` over services of a test's.
struct ComparePeriodsTests {
  private typealias Rows = Result<[JSONValue], CountingService.Fault>

  /// Days with 10 clicks of one advertiser, and 1 of another before 13 April.
  private static let plain: @Sendable (String, String, String) -> Rows = { _, from, to in
    guard let first = CalendarDate(parsing: from), let last = CalendarDate(parsing: to) else {
      return .failure(CountingService.Fault(status: 400))
    }
    return .success(
      (first.daysSince1970...last.daysSince1970).flatMap { number -> [JSONValue] in
        let day = CalendarDate(daysSince1970: number).description
        return [CountingService.row(1, "Alpha", day, 10)]
          + (day < "2026-04-13" ? [CountingService.row(2, "Beta", day, 1)] : [])
      })
  }

  private static func codes(_ answer: JSONObject) -> [String] {
    (answer["caveats"]?.array ?? []).compactMap { $0["code"]?.string }
  }

  @Test func `sets totals, sources and movers beside each other`() async throws {
    let bench = try CountingService.bench(
      [[CountingService.tool("clicks", source: CountingService.byAdvertiser)]],
      answer: Self.plain)
    let answer = try await bench.ask("compare_periods", ["by": "advertiser"])
    #expect(answer["current"]?["total"] == 20)
    #expect(answer["previous"]?["total"] == 22)
    #expect(answer["previous"]?["period"]?["start"] == "2026-04-06")
    #expect(answer["previous"]?["period"]?["days"] == 2)
    #expect(answer["change"] == -2)
    // 2 of 22, exactly rounded.
    #expect(answer["change_percent"] == .number(JSONNumber(text: "-9.0909")!))
    #expect(
      answer["movers"] == [
        [
          "source": "clicks", "id": 2, "name": "Beta", "current": 0, "previous": 2, "change": -2,
          "change_percent": -100,
        ]
      ])
    #expect(answer["comparable"] == true)
    #expect(answer["caveats"] == [])
    #expect(
      answer["verdict"]
        == "20 clicks from 2026-04-13 to 2026-04-14, 9.1 % fewer than 22 from 2026-04-06 to 2026-04-07; down most: Beta (-2)."
    )
    #expect(bench.transport.paths.count == 2)
  }

  @Test func `keeps decimals exact, and says no percentage of nothing`() async throws {
    let tool = CountingService.tool(
      "money", measures: ["revenue": "/n"], source: CountingService.byAdvertiser)
    let bench = try CountingService.bench([[tool]]) { _, from, _ in
      .success(
        from == "2026-04-13"
          ? [
            CountingService.row(1, "A", from, .number(JSONNumber(text: "0.1")!)),
            CountingService.row(1, "A", from, .number(JSONNumber(text: "0.2")!)),
          ] : [])
    }
    let answer = try await bench.ask("compare_periods", ["metric": "revenue"])
    #expect(answer["change"]?.description == "0.3")
    #expect(answer["change_percent"] == .null)
  }

  @Test(
    arguments: [
      (["range": "last_7_days", "against": "2026-03-01..2026-03-05"], "unequal_length"),
      (["range": "last_7_days", "against": "last_14_days"], "unequal_length"),
      (["range": "last_7_days", "against": "2026-04-05..2026-04-11"], "overlap"),
      (["range": "last_7_days", "include_today": true], "partial_day"),
      (["range": "last_7_days", "time_zone": "America/New_York"], "different_zones"),
    ] as [(JSONObject, String)])
  func `says what makes periods incomparable`(question: JSONObject, code: String) async throws {
    let bench = try CountingService.bench(
      [[CountingService.tool("clicks", source: CountingService.byAdvertiser, timeZone: "UTC")]],
      answer: Self.plain)
    let answer = try await bench.ask("compare_periods", question)
    #expect(Self.codes(answer).contains(code))
    #expect(answer["comparable"] == false)
  }

  @Test(
    arguments: [
      (["range": "2026-03", "against": "previous"], "2026-02-01", 28),
      (["range": "last_month", "against": "last_year"], "2025-03-01", 31),
      (["range": "Last Month", "against": " Last Year "], "2025-03-01", 31),
      (["range": "2026-Q1"], "2025-10-01", 92),
    ] as [(JSONObject, String, Int)])
  func `lets whole calendar spans differ in length`(
    question: JSONObject, start: String, days: Int
  ) async throws {
    let bench = try CountingService.bench(
      [[CountingService.tool("clicks", source: CountingService.byAdvertiser)]],
      answer: Self.plain)
    let answer = try await bench.ask("compare_periods", question)
    #expect(answer["previous"]?["period"]?["start"] == .string(start))
    #expect(answer["previous"]?["period"]?["days"] == .integer(days))
    #expect(answer["comparable"] == true)
  }

  @Test func `says where one source counts people and another clicks`() async throws {
    let bench = try CountingService.bench(
      [
        [CountingService.tool("clicks", source: CountingService.byAdvertiser)],
        [
          CountingService.tool(
            "people", measures: ["unique_clicks": "/n"],
            source: ["default": true, "bots": "included"])
        ],
      ], answer: Self.plain)
    let answer = try await bench.ask("compare_periods", [:])
    #expect(Self.codes(answer) == ["unique_and_total", "bots_included"])
    #expect(answer["comparable"] == false)
    #expect(answer["current"]?["total"] == 40)
  }

  @Test func `says where two sources of a service count the same`() async throws {
    let source = CountingService.byAdvertiser.merging(["default": false])
    let bench = try CountingService.bench(
      [
        [
          CountingService.tool("clicks", source: CountingService.byAdvertiser),
          CountingService.tool("more", source: source),
        ]
      ], answer: Self.plain)
    #expect(Self.codes(try await bench.ask("compare_periods", [:])) == [])
    let answer = try await bench.ask("compare_periods", ["sources": ["clicks", "more"]])
    #expect(Self.codes(answer) == ["overlap"])
  }

  /// Whatever goes wrong with a source, it is never taken for zero.
  @Test(arguments: [500, 403, 429, 404, nil])
  func `leaves out a source that fails, on both sides`(status: Int?) async throws {
    let tools = ["clicks", "other"].map {
      [CountingService.tool($0, source: CountingService.byAdvertiser)]
    }
    let bench = try CountingService.bench(tools) { name, from, to in
      name == "other" && from == "2026-04-06"
        ? .failure(CountingService.Fault(status: status)) : Self.plain(name, from, to)
    }
    let answer = try await bench.ask("compare_periods", [:])
    #expect(answer["current"]?["total"] == 20)
    #expect(answer["previous"]?["total"] == 22)
    #expect(answer["failed"]?.array?.map { $0["source"] } == ["other"])
    #expect(answer["by_source"]?.array?.count == 1)
    #expect(Self.codes(answer) == ["source_failed"])
  }

  /// Figures of all beside those that were asked for are no total.
  @Test func `leaves out a source that can't be narrowed as the others are`() async throws {
    let narrow: JSONValue = ["in": "query", "type": "integer", "description": "Only this one."]
    var tool = try #require(
      CountingService.tool("other", source: CountingService.byAdvertiser).object)
    tool["arguments"] = .object((tool["arguments"]?.object ?? [:]).merging(["only": narrow]))
    let bench = try CountingService.bench(
      [
        [CountingService.tool("clicks", source: CountingService.byAdvertiser)], [.object(tool)],
      ], answer: Self.plain)
    let answer = try await bench.ask("compare_periods", ["arguments": ["only": 1]])
    #expect(answer["by_source"]?.array?.map { $0["source"] } == ["other"])
    #expect(answer["skipped"] == [["name": "clicks", "why": "takes no only"]])
    #expect(bench.transport.paths.allSatisfy { $0.contains("only=1") })
  }

  @Test func `doesn't take days that a service no longer keeps for growth`() async throws {
    let bench = try CountingService.bench(
      [[CountingService.tool("clicks", source: CountingService.byAdvertiser)]]
    ) { name, from, to in
      let kept = max(from, "2026-03-20")
      return kept <= to ? Self.plain(name, kept, to) : .success([])
    }
    for range in ["last_month", "2026-04"] {
      let answer = try await bench.ask("compare_periods", ["range": .string(range)])
      #expect(Self.codes(answer).contains("unequal_length"))
      #expect(answer["comparable"] == false)
      #expect(answer["verdict"]?.string?.contains("Not comparable as it is") == true)
    }
  }

  @Test func `says what a descriptor gets wrong about rows`() async throws {
    let nameless: JSONObject = ["by": ["advertiser": ["id": "/id", "name": "/nope"]]]
    let bench = try CountingService.bench(
      [
        [CountingService.tool("clicks", source: nameless)],
        [CountingService.tool("sold", measures: ["sales": "/nope"], source: [:])],
      ], answer: Self.plain)
    // A name may be missing, a count may not.
    let answer = try await bench.ask("compare_periods", ["by": "advertiser"])
    #expect(answer["movers"]?.array?.first?["name"] == .null)
    let failure = await bench.failure("compare_periods", ["metric": "sales"])
    #expect(failure?.code == .badAnswer)
    #expect(failure?.message.contains("not as its descriptor says") == true)
  }

  @Test func `fails where its only source does`() async throws {
    let bench = try CountingService.bench(
      [[CountingService.tool("clicks", source: CountingService.byAdvertiser)]]
    ) { _, _, _ in .failure(CountingService.Fault(status: 403)) }
    let failure = await bench.failure("compare_periods", [:])
    #expect(failure?.code == .forbidden)
    #expect(failure?.tool == "clicks")
  }

  @Test(
    arguments: [
      (["metric": "kittens"], "metric", "\"kittens\" is counted by no source"),
      (["by": "moon"], "by", "\"moon\" is known to no source"),
      (["arguments": ["moon": 1]], "arguments", "clicks takes no moon"),
      (["range": "2027"], "range", "begins on 2027-01-01"),
      (["sources": ["clikcs"]], "sources", "\"clikcs\" is no source"),
      (["against": "yore"], "against", "yore"),
      (["range": "someday"], "range", "someday"),
    ] as [(JSONObject, String, String)])
  func `says what to change where nothing can be compared`(
    question: JSONObject, argument: String, words: String
  ) async throws {
    let bench = try CountingService.bench(
      [[CountingService.tool("clicks", source: CountingService.byAdvertiser)]],
      answer: Self.plain)
    let problem = try #require(
      await bench.failure("compare_periods", question)?.problems.first)
    #expect(problem.argument == argument)
    #expect(problem.problem.contains(words), "\(problem.problem)")
  }
}
