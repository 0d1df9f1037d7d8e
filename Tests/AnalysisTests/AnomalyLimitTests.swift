import JSON
import TestSupport
import Testing
import Tools

/// Which days `find_anomalies` judges, and what it leaves out. It is 2026-04-15 there.
struct AnomalyLimitTests {
  private static func bench(
    _ metric: String = "clicks", time: ManualTime = ManualTime(),
    count: @escaping @Sendable (CalendarDate) -> JSONValue?
  ) throws -> QueryBench {
    let tool = CountingService.tool(
      "counts", measures: [metric: "/n"], source: CountingService.byAdvertiser)
    let service = CountingService { _, from, to in .success(CountingService.rows(from, to, count)) }
    return try QueryBench(CountingService.manifest([[tool]]), over: service, time: time)
  }

  @Sendable private static func usual(_ day: CalendarDate) -> JSONValue {
    .integer(100 + day.daysSince1970 * 7 % 11)
  }

  private static func sentences(_ answer: JSONObject) -> [String] {
    (answer["caveats"]?.array ?? []).compactMap { $0["sentence"]?.string }
  }

  @Test(arguments: ["0000-01-01..9999-12-31", "1900-01-01..2099-12-31", "2024-02-04..2026-04-14"])
  func `refuses more days than it judges before anything is asked`(range: String) async throws {
    let bench = try Self.bench(count: Self.usual)
    let failure = await bench.failure("find_anomalies", ["range": .string(range)])
    #expect(failure?.code == .invalidArguments)
    #expect(failure?.problems.map(\.argument) == ["range"])
    #expect(failure?.problems.first?.problem.hasSuffix("at most 800 are judged") == true)
    #expect(bench.transport.paths == [])
  }

  @Test func `judges as many days as it may, however many are to come`() async throws {
    let bench = try Self.bench(count: Self.usual)
    let answer = try await bench.ask(
      "find_anomalies", ["range": "2024-02-05..9999-12-31", "by": "advertiser"])
    #expect(answer["days"] == 800)
    #expect(answer["verdict"] == "Nothing stands out in 1 series of 800 days.")
    #expect(bench.transport.paths.allSatisfy { $0.hasSuffix("to=2026-04-14") })
  }

  /// A service that answers for days to come says nothing of them.
  @Test(arguments: ["2026", "2026-01-01..2026-05-01", "2026-01-01..2026-04-15"])
  func `judges neither today nor what is to come`(range: String) async throws {
    let bench = try Self.bench { $0.description < "2026-04-15" ? Self.usual($0) : 0 }
    let answer = try await bench.ask("find_anomalies", ["range": .string(range)])
    #expect(answer["anomalies"] == [])
    #expect(answer["days"] == 104)
    let days = range.hasSuffix("-15") ? "2026-04-15 is" : "2026-04-15 and later are"
    let verb = range.hasSuffix("-15") ? "was" : "were"
    #expect(Self.sentences(answer) == ["\(days) not over and \(verb) not judged."])
  }

  /// In New York it is the evening before: the service's last day isn't over.
  @Test func `judges no day that isn't over where the service's days end`() async throws {
    let tool = CountingService.tool(
      "counts", source: CountingService.byAdvertiser, timeZone: "America/New_York")
    let service = CountingService { _, from, to in
      .success(
        CountingService.rows(from, to) { $0.description == "2026-04-14" ? 1 : Self.usual($0) })
    }
    let manifest = try CountingService.manifest([[tool]])
    let evening = try #require(Timestamp(parsing: "2026-04-15T02:00:00Z"))
    let answer = try await QueryBench(manifest, over: service, at: evening)
      .ask("find_anomalies", [:])
    #expect(answer["anomalies"] == [])
    let later = try #require(Timestamp(parsing: "2026-04-15T04:00:00Z"))
    let full = try await QueryBench(manifest, over: service, at: later).ask("find_anomalies", [:])
    #expect(full["anomalies"]?.array?.map { $0["date"] } == ["2026-04-14"])
  }

  @Test func `has nothing to judge where no day is over`() async throws {
    let bench = try Self.bench(count: Self.usual)
    let answer = try await bench.ask("find_anomalies", ["range": "2026-04-15..2026-05-01"])
    #expect(answer["verdict"] == "None of the days is over: there is nothing to judge yet.")
    #expect(answer["days"] == 0)
    #expect(answer["series"] == 0)
    #expect(bench.transport.paths == [])
  }

  @Test func `ends when its time is up`() async throws {
    let time = ManualTime()
    let bench = try Self.bench(time: time) { day in
      if day.description == "2026-04-14" { time.pass(.seconds(56)) }
      return Self.usual(day)
    }
    let failure = await bench.failure("find_anomalies", [:])
    #expect(failure?.code == .timedOut)
  }

  @Test(arguments: ["12", "49.5"])
  func `doesn't judge sums of money of which there are few`(amount: String) async throws {
    let sum = try #require(JSONNumber(text: amount))
    let bench = try Self.bench("revenue") { day in
      day.daysSince1970 % 9 == 0 ? .number(sum) : 0
    }
    let answer = try await bench.ask("find_anomalies", ["metric": "revenue", "by": "advertiser"])
    #expect(answer["verdict"] == "Not enough data: there is no revenue on most days.")
    #expect(answer["anomalies"] == [])
    #expect(answer["series"] == 0)
    #expect(
      answer["skipped"] == [
        [
          "name": "Alpha",
          "why": "has no revenue on most days: too little to say what is usual",
        ]
      ])
  }

  @Test func `tells counts of which there are few by what chance brings`() async throws {
    let bench = try Self.bench("sales") { day in
      day.description == "2026-03-20" ? 12 : day.daysSince1970 % 9 == 0 ? 1 : 0
    }
    let answer = try await bench.ask("find_anomalies", ["metric": "sales", "by": "advertiser"])
    #expect(answer["anomalies"]?.array?.map { $0["date"] } == ["2026-03-20"])
    let verdict = try #require(answer["verdict"]?.string)
    #expect(verdict.hasPrefix("On 2026-03-20 Alpha had 12 sales where "))
  }

  @Test func `says who was left out because of max_requests`() async throws {
    let clicks = try SandboxClicks(at: "2026-04-15T12:00:00Z")
    let answer = try await clicks.bench().ask("find_anomalies", ["max_requests": 1])
    #expect(
      answer["verdict"]
        == "Nothing stands out in 1 series of 60 days; get_clicks needs more than max_requests.")
  }

  /// A drop to 1 of some 30, or of money to 0.
  @Test func `says one and several, and what can't be counted`() async throws {
    let one = try Self.bench { $0.description == "2026-03-20" ? 1 : Self.usual($0) }
    let counted = try #require(try await one.ask("find_anomalies", [:])["verdict"]?.string)
    #expect(counted.hasPrefix("On 2026-03-20 counts had 1 click where some 10"))
    #expect(counted.contains(" are usual;"))
    let none = try Self.bench("revenue") { $0.description < "2026-04-01" ? Self.usual($0) : 0 }
    let sums = try await none.ask("find_anomalies", ["metric": "revenue"])
    let told = try #require(sums["verdict"]?.string)
    #expect(
      told.hasPrefix(
        "Since 2026-04-01 counts is below its level: revenue of 0 that day where some 10"))
    #expect(told.contains(" was usual;"))
    let first = try Self.bench { $0.description == "2026-03-20" ? 40 : 0 }
    let spike = try #require(try await first.ask("find_anomalies", [:])["verdict"]?.string)
    #expect(spike.hasPrefix("On 2026-03-20 counts had 40 clicks where none are usual;"))
  }
}
