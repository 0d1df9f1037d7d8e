import JSON
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `Two sources` {
  private static func source(
    _ name: String, measures: [String], bots: String? = nil, day: Bool = true
  ) -> JSONObject {
    var source: JSONObject = ["default": true]
    source["bots"] = bots.map(JSONValue.string)
    return Trackers.tool(
      name, "/\(name)", measures: measures, source: .object(source), day: day,
      more: ["project": "integer"])
  }

  private func trackers(
    _ one: JSONObject, _ other: JSONObject, at now: String = "2026-04-30T12:00:00Z",
    zone: String? = "UTC", _ rows: [[JSONValue]]
  ) throws -> Trackers {
    try Trackers(["alpha": [one], "beta": [other]], at: now, zone: zone) { path, query in
      let place = path.hasPrefix("/alpha") ? 0 : 1
      guard rows.indices.contains(place) else { return nil }
      let asked = rows[place].filter { row in
        guard let day = row["day"]?.string else { return true }
        return (query["from"] ?? "") <= day && day <= (query["to"] ?? "")
      }
      return [
        "rows": .array(asked.filter { $0["project"]?.int.map(String.init) == query["project"] })
      ]
    }
  }

  private static let april: JSONObject = [
    "a": "one", "b": "other", "range": "2026-04-01..2026-04-03",
  ]

  private static func codes(_ answer: JSONObject) -> [String] {
    (answer["explanations"]?.array ?? []).compactMap { $0["code"]?.string }
  }

  private static func explanation(_ code: String, in answer: JSONObject) -> JSONValue? {
    answer["explanations"]?.array?.first { $0["code"]?.string == code }
  }

  @Test func `are set side by side, day by day`() async throws {
    let trackers = try trackers(
      Self.source("one", measures: ["clicks"], bots: "excluded"),
      Self.source("other", measures: ["clicks"], bots: "excluded"),
      [
        [["day": "2026-04-01", "clicks": 10], ["day": "2026-04-03", "clicks": .decimal("2.5")]],
        [["day": "2026-04-01", "clicks": 8], ["day": "2026-04-02", "clicks": 4]],
      ])
    let answer = try await trackers.bench.analysis("reconcile", Self.april)
    #expect(answer["totals"] == ["a": .decimal("12.5"), "b": 12])
    #expect(answer["difference"] == .decimal("0.5"))
    #expect(answer["difference_percent"] == .decimal("4.1667"))
    #expect(
      answer["by_day"] == [
        ["date": "2026-04-01", "a": 10, "b": 8, "difference": 2],
        ["date": "2026-04-02", "a": 0, "b": 4, "difference": -4],
        ["date": "2026-04-03", "a": .decimal("2.5"), "b": 0, "difference": .decimal("2.5")],
      ])
    #expect(answer["explanations"] == [])
    #expect(answer["verdict"]?.string?.contains("most is 2026-04-02: -4.") == true)
  }

  @Test func `need no percent of nothing`() async throws {
    let trackers = try trackers(
      Self.source("one", measures: ["clicks"]), Self.source("other", measures: ["clicks"]),
      [[["day": "2026-04-01", "clicks": 10]], []])
    let answer = try await trackers.bench.analysis("reconcile", Self.april)
    #expect(answer["difference_percent"] == .null)
    #expect(answer["difference"] == 10)
  }

  @Test func `differ by bots and by what is unique`() async throws {
    let trackers = try trackers(
      Self.source("one", measures: ["clicks", "bots", "unique_clicks"], bots: "included"),
      Self.source("other", measures: ["clicks", "bots"], bots: "excluded", day: false),
      [
        [["day": "2026-04-01", "clicks": 1000, "bots": 120, "unique_clicks": 700]],
        [["clicks": 900, "bots": 100]],
      ])
    let answer = try await trackers.bench.analysis("reconcile", Self.april)
    #expect(answer["by_day"] == nil)
    #expect(Self.codes(answer) == ["bots", "unique_rule"])
    #expect(Self.explanation("bots", in: answer)?["amount"] == 120)
    #expect(
      Self.explanation("bots", in: answer)?["sentence"]
        == "one counts bots (120); other leaves bots out (100).")
    #expect(Self.explanation("unique_rule", in: answer)?["amount"] == 300)
  }

  @Test func `may count only unique clicks`() async throws {
    let trackers = try trackers(
      Self.source("one", measures: ["unique_clicks"], bots: "excluded"),
      Self.source("other", measures: ["clicks", "unique_clicks"], bots: "excluded"),
      [
        [["day": "2026-04-01", "unique_clicks": 50]],
        [["day": "2026-04-01", "clicks": 80, "unique_clicks": 55]],
      ])
    let answer = try await trackers.bench.analysis("reconcile", Self.april)
    #expect(answer["totals"] == ["a": 50, "b": 80])
    #expect(
      Self.explanation("unique_rule", in: answer) == [
        "code": "unique_rule", "amount": 25,
        "sentence": "one counts only unique clicks; 55 of other's 80 clicks are unique.",
      ])
  }

  @Test func `have days of another zone, a day that isn't over, and late ones`() async throws {
    let rows: [JSONValue] = [
      ["day": "2026-04-01", "clicks": 7], ["day": "2026-04-02", "clicks": 1],
      ["day": "2026-04-03", "clicks": 5],
    ]
    var other = Self.source("other", measures: ["clicks"])
    other["period"] = ["start": "from", "end": "to", "day": "/day", "time_zone": "Europe/Berlin"]
    let trackers = try trackers(
      Self.source("one", measures: ["clicks"]), other, at: "2026-04-03T12:00:00Z", [rows, rows])
    let answer = try await trackers.bench.analysis("reconcile", Self.april)
    #expect(Self.codes(answer) == ["bots", "time_zone", "partial_day", "late_data"])
    #expect(Self.explanation("time_zone", in: answer)?["amount"] == 12)
    #expect(
      Self.explanation("time_zone", in: answer)?["sentence"]?.string?.hasPrefix(
        "one's days are those of UTC; other's days are those of Europe/Berlin") == true)
    #expect(Self.explanation("partial_day", in: answer)?["amount"] == 0)
    #expect(answer["verdict"]?.string?.contains("no difference") == true)
  }

  @Test func `keep whole days that are written as instants`() async throws {
    let rows: [JSONValue] = [
      ["day": "20260401000000", "clicks": 7], ["day": "20260402000000", "clicks": 1],
      ["day": "20260403000000", "clicks": 5],
    ]
    var one = Self.source("one", measures: ["clicks"])
    one["period"] = ["start": "from", "end": "to", "day": "/day", "daily": true]
    let trackers = try Trackers(["alpha": [one]], at: "2026-04-30T12:00:00Z") { _, _ in
      ["rows": .array(rows)]
    }
    for zone in ["UTC", "America/New_York", "+05:30"] {
      var asked = Self.april
      asked["b"] = "alpha"
      asked["time_zone"] = .string(zone)
      let answer = try await trackers.bench.analysis("reconcile", asked)
      #expect(answer["by_day"]?.array?.map { $0["a"] } == [7, 1, 5])
      let remark = answer["verdict"]?.string?.contains("The days are those of UTC") ?? false
      #expect(remark == (zone != "UTC"))
    }
    let rowsOfDays = try await trackers.bench.ask([
      "tool": "one", "range": "2026-04-01..2026-04-03", "time_zone": "America/New_York",
      "group_by": ["day:day"],
    ])
    #expect(rowsOfDays.firstCells == ["2026-04-01", "2026-04-02", "2026-04-03"])
  }

  @Test func `of which one fails make no figures`() async throws {
    let trackers = try trackers(
      Self.source("one", measures: ["clicks"]), Self.source("other", measures: ["clicks"]),
      [[["day": "2026-04-01", "clicks": 10]]])
    let failure = try await trackers.bench.refusal("reconcile", Self.april)
    #expect(failure["code"] == "forbidden")
    #expect(failure["tool"] == "other")
  }

  @Test func `take arguments of their own`() async throws {
    let rows: [JSONValue] = [
      ["day": "2026-04-01", "clicks": 10, "project": 1],
      ["day": "2026-04-01", "clicks": 30, "project": 2],
    ]
    let trackers = try trackers(
      Self.source("one", measures: ["clicks"]), Self.source("other", measures: ["clicks"]),
      [rows, rows])
    var asked = Self.april
    asked["b"] = "one"
    asked["a_arguments"] = ["project": 1]
    asked["b_arguments"] = ["project": 2]
    #expect(
      try await trackers.bench.analysis("reconcile", asked)["totals"] == ["a": 10, "b": 30])
    asked["b_arguments"] = ["projekt": 2]
    let failure = try await trackers.bench.refusal("reconcile", asked)
    #expect(failure["tool"] == "one")
    #expect(failure["problems"]?.array?.first?["argument"] == "projekt")
  }

  @Test func `are named, or nearly`() async throws {
    let trackers = try trackers(
      Self.source("one", measures: ["clicks"]), Self.source("other", measures: ["sales"]), [[], []])
    var asked = Self.april
    asked["b"] = "othr"
    let failure = try await trackers.bench.refusal("reconcile", asked)
    #expect(failure["problems"]?.array?.first?["argument"] == "b")
    #expect(failure["problems"]?.array?.first?["expected"]?.string?.hasPrefix("other?") == true)
    let metric = try await trackers.bench.refusal("reconcile", Self.april)
    #expect(metric["problems"]?.array?.first?["argument"] == "metric")
    #expect(metric["problems"]?.array?.first?["problem"] == "other doesn't count clicks")
  }

  @Test func `are told by those days of many that differ most`() async throws {
    let first = try #require(CalendarDate(parsing: "2026-01-01"))
    let rows = (0..<100).map { day -> JSONValue in
      ["day": .string(first.adding(days: day).description), "clicks": .integer(day)]
    }
    let trackers = try trackers(
      Self.source("one", measures: ["clicks"]), Self.source("other", measures: ["clicks"]),
      [rows, []])
    let answer = try await trackers.bench.analysis(
      "reconcile", ["a": "one", "b": "other", "range": "2026-01-01..2026-04-10"])
    #expect(answer["totals"]?["a"] == 4950)
    let days = answer["by_day"]?.array ?? []
    #expect(days.count == 31)
    #expect(days.first?["date"] == "2026-03-11")
    #expect(answer["by_day_dropped"] == 69)
  }

  @Test func `have no days to come`() async throws {
    let trackers = try trackers(
      Self.source("one", measures: ["clicks"]), Self.source("other", measures: ["clicks"]),
      [[["day": "2026-04-30", "clicks": 1]], [["day": "2026-04-29", "clicks": 3]]])
    let answer = try await trackers.bench.analysis(
      "reconcile", ["a": "one", "b": "other", "range": "2026-04-29..2026-05-31"])
    #expect(answer["by_day"]?.array?.map { $0["date"] } == ["2026-04-29", "2026-04-30"])
    #expect(answer["period"]?["end"] == "2026-04-30")
    #expect(Self.codes(answer).contains("partial_day"))
    #expect(
      answer["verdict"]?.string?.hasPrefix(
        "one counted 1 click in 2 days, other 3: 2 fewer, 66.7 %.") == true)
  }

  @Test func `have less revenue, not fewer`() async throws {
    let trackers = try trackers(
      Self.source("one", measures: ["revenue"]), Self.source("other", measures: ["revenue"]),
      [
        [["day": "2026-04-01", "revenue": .decimal("2.5")]],
        [["day": "2026-04-01", "revenue": 3]],
      ])
    var asked = Self.april
    asked["metric"] = "revenue"
    let answer = try await trackers.bench.analysis("reconcile", asked)
    #expect(
      answer["verdict"]?.string?.hasPrefix(
        "one counted revenue of 2.50 in 3 days, other 3: 0.50 less, 16.7 %.") == true)
  }

  @Test(arguments: ["range", "time_zone", "include_today", "from", "to"])
  func `are asked for the same days`(name: String) async throws {
    let trackers = try trackers(
      Self.source("one", measures: ["clicks"]), Self.source("other", measures: ["clicks"]),
      [[], []])
    for side in ["a", "b"] {
      var asked = Self.april
      asked["\(side)_arguments"] = .object([name: "2026-04-01"])
      let failure = try await trackers.bench.refusal("reconcile", asked)
      let problem = failure["problems"]?.array?.first
      #expect(problem?["argument"]?.string == "\(side)_arguments/\(name)")
      #expect(problem?["expected"]?.string?.contains("range, time_zone") == true)
    }
  }
}
