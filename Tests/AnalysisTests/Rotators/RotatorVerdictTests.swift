import JSON
import TestSupport
import Testing
import Tools

extension QueryBench {
  func verdict(_ arguments: JSONObject) async throws -> JSONObject {
    try await ask("rotator_verdict", arguments)
  }

  func noVerdict(_ arguments: JSONObject) async -> ToolError? {
    await failure("rotator_verdict", arguments)
  }
}

extension JSONObject {
  fileprivate var urls: [JSONValue] { self["urls"]?.array ?? [] }
  fileprivate var verdicts: [String?] { urls.map { $0["verdict"]?.string } }
  fileprivate var caveats: [String?] {
    (self["caveats"]?.array ?? []).map { $0["code"]?.string }
  }
}

/// Verdicts on the sandbox's rotators.
struct SandboxRotatorTests {
  private func bench() throws -> QueryBench {
    try QueryBench(Repository.manifest(), over: SandboxedTools.freshTransport())
  }

  @Test(
    arguments: [
      "Affiliate Mix", "affiliate mix", "128445", 128_445, " 128445 ", "mix",
    ] as [JSONValue])
  func `are on the rotator that is meant`(rotator: JSONValue) async throws {
    let answer = try await bench().verdict(["rotator": rotator, "range": "last_7_days"])
    #expect(answer["rotator"] == ["id": 128_445, "name": "Affiliate Mix"])
  }

  @Test func `take one report for all URLs, whatever state they are in`() async throws {
    let bench = try bench()
    let answer = try await bench.verdict(["rotator": "Affiliate Mix"])
    #expect(answer.urls.count == 4)
    #expect(answer.urls.map { $0["status"]?.string } == [nil, "paused", nil, nil])
    #expect(answer["significant"] == true)
    #expect(answer["caveats"] == [])
    let reports = bench.transport.paths.filter { $0.hasSuffix("/rotators/urls/stats") }
    #expect(reports.count == 1)
  }

  @Test func `count unique clicks and the goal`() async throws {
    let bench = try bench()
    let answer = try await bench.verdict(["rotator": 128_445, "goal": "actions"])
    let ids = JSONValue.array(answer.urls.compactMap { $0["id"] })
    let period = answer["period"]
    let (start, end) = (period?["start"]?.string ?? "", period?["end"]?.string ?? "")
    let stats = try await bench.outcome(
      [
        "rotator_id": 128_445, "url_ids": ids, "start_time": .string(start + "T00:00:00Z"),
        "end_time": .string(end + "T23:59:59Z"),
      ], of: "get_rotator_url_stats"
    ).get()
    for url in answer.urls {
      let row = stats["stats"]?.array?.first { $0["id"] == url["id"] }
      #expect(url["clicks"] == row?["unique_clicks"])
      #expect(url["conversions"] == row?["actions"])
    }
  }

  @Test func `warn of a day that isn't over`() async throws {
    let answer = try await bench().verdict(["rotator": 128_445, "range": "today"])
    #expect(answer.caveats == ["partial_day"])
  }

  @Test func `ask back where several fit`() async throws {
    let problem = try await bench().noVerdict(["rotator": "a"])?.problems.first
    #expect(problem?.argument == "rotator")
    #expect(problem?.problem == "\"a\" fits 9 rotators")
    #expect(problem?.expected.hasPrefix("one id of: 128445 Affiliate Mix, 12") == true)
  }

  @Test(arguments: [("Affilate", "Affiliate Mix? one of: "), ("128446", "one of: 128445")])
  func `name those there are where none fits`(asked: String, expected: String) async throws {
    let failure = try await bench().noVerdict(["rotator": .string(asked)])
    #expect(failure?.code == .invalidArguments)
    #expect(failure?.problems.first?.problem == "no rotator is \"\(asked)\"")
    #expect(failure?.problems.first?.expected.hasPrefix(expected) == true)
  }
}

/// Verdicts on what an overlay's service has.
struct OverlayRotatorTests {
  private typealias Panel = PanelService.Panel

  private static let panels = [
    Panel(id: "p-1", wall: "w-1", clicks: 1204, orders: 12),
    Panel(id: "p-2", wall: "w-1", clicks: 2000, orders: 46),
    Panel(id: "p-3", wall: "w-1", state: "off", clicks: 1900, orders: 33),
    Panel(id: "p-4", wall: "w-2", clicks: 5, orders: 7),
    Panel(id: "p-5", wall: "w-2", clicks: 0, orders: 0),
  ]

  @Test func `need no Swift`() async throws {
    let bench = try PanelService(Self.panels).bench()
    let answer = try await bench.verdict(["rotator": "north"])
    #expect(answer["rotator"] == ["id": "w-1", "name": "North Wall"])
    #expect(answer.urls.map { $0["id"] } == ["p-2", "p-3", "p-1"])
    #expect(answer.verdicts == ["best", "unclear", "worse"])
    #expect(answer.urls[1]["status"] == "off")
    #expect(
      answer["verdict"]?.string
        == "Panel p-1: 12 of 1,204 clicks bought, 1.0 %; best is Panel p-2 with 2.3 %; "
        + "the difference is real, p = 0.022.")
    #expect(answer["surer"] == nil)
  }

  @Test func `say what their figures lack`() async throws {
    let bench = try PanelService(Self.panels).bench()
    let answer = try await bench.verdict(["rotator": "w-1", "range": "yesterday"])
    #expect(answer.caveats == ["different_zones", "unique_and_total", "bots_included"])
  }

  @Test func `don't judge odd figures`() async throws {
    let answer = try await PanelService(Self.panels).bench().verdict(["rotator": "w-2"])
    #expect(answer.verdicts == ["unclear", "too_few"])
    #expect(answer["significant"] == false)
    #expect(
      answer["verdict"]?.string
        == "Not enough data: no URL of South Wall has the 100 clicks that it takes to be judged: "
        + "Panel p-5 has most with 0; Panel p-4 isn't judged, as 7 sales from 5 clicks are no rate."
    )
  }

  @Test func `are none without URLs`() async throws {
    let answer = try await PanelService([]).bench().verdict(["rotator": "w-2"])
    #expect(answer["urls"] == [])
    #expect(answer["verdict"] == "South Wall has no URL, so there is nothing to judge.")
  }

  /// A figure that is missing is never zero.
  @Test(arguments: ["walls", "panels", "count"])
  func `are none where the service fails`(path: String) async throws {
    let bench = try PanelService(Self.panels, failing: path).bench()
    #expect(await bench.noVerdict(["rotator": "w-1"])?.code == .providerUnavailable)
  }

  @Test func `are none where figures aren't numbers`() async throws {
    let panels = [Panel(id: "p-1", wall: "w-1", clicks: "many", orders: 1)]
    let failure = try await PanelService(panels).bench().noVerdict(["rotator": "w-1"])
    #expect(failure?.code == .badAnswer)
  }

  @Test func `are none of a goal that nobody counts`() async throws {
    let bench = try PanelService(Self.panels).bench()
    let failure = await bench.noVerdict(["rotator": "w-1", "goal": "actions"])
    #expect(failure?.problems.map(\.argument) == ["goal"])
    #expect(failure?.problems.first?.problem == "count_panel doesn't count actions")
    #expect(failure?.problems.first?.expected == "sales")
  }

  @Test func `are none where no service has rotators`() async throws {
    let bench = try PanelService([]).bench(offersService: false)
    #expect(await bench.noVerdict(["rotator": "w-1"])?.code == .notFound)
  }

  @Test func `ask back where two have one name`() async throws {
    let walls = (1...12).map { (id: "w-\($0)", name: "Wall") }
    let bench = try PanelService(walls: walls, []).bench()
    let problem = await bench.noVerdict(["rotator": "Wall"])?.problems.first
    #expect(problem?.problem == "\"Wall\" fits 12 rotators")
    #expect(problem?.expected.hasSuffix("w-10 Wall and 2 more") == true)
    #expect(
      try await bench.verdict(["rotator": "w-7"])["rotator"] == ["id": "w-7", "name": "Wall"])
  }

  @Test func `find a rotator in any service`() async throws {
    let bench = try PanelService(Self.panels).benchBesideOthers()
    for (asked, id) in [("w-1", "w-1"), ("Affiliate Mix", 128_445)] as [(JSONValue, JSONValue)] {
      let answer = try await bench.verdict(["rotator": asked, "range": "yesterday"])
      #expect(answer["rotator"]?["id"] == id)
      #expect(!answer.caveats.contains("source_failed"))
    }
  }

  @Test func `say whose rotators couldn't be looked through`() async throws {
    let bench = try PanelService(Self.panels, failing: "walls").benchBesideOthers()
    let answer = try await bench.verdict(["rotator": "Affiliate Mix", "range": "yesterday"])
    #expect(answer.caveats == ["source_failed"])
    #expect(await bench.noVerdict(["rotator": "w-1"])?.code == .providerUnavailable)
  }
}
