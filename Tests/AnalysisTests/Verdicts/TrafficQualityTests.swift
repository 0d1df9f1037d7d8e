import JSON
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `The quality of traffic` {
  private static let hits = Result { try SandboxHits().lastMonth() }

  private struct Count: Equatable {
    var hits = 0
    var bots = 0
    var unique = 0
  }

  private static func count(_ rows: [JSONValue], by name: (JSONValue) -> String?) -> [String: Count]
  {
    rows.reduce(into: [:]) { counts, hit in
      let isBot = hit["isSpider"]?.string == "1"
      let isUnique = hit["isUnique"]?.string == "1"
      let before = counts[name(hit) ?? ""] ?? Count()
      counts[name(hit) ?? ""] = Count(
        hits: before.hits + 1, bots: before.bots + (isBot ? 1 : 0),
        unique: before.unique + (isUnique && !isBot ? 1 : 0))
    }
  }

  private static func counts(in answer: JSONObject) -> [String: Count] {
    (answer["rows"]?.array ?? []).reduce(into: [:]) { counts, row in
      counts[row["name"]?.string ?? ""] = Count(
        hits: row["hits"]?.int ?? -1, bots: row["bots"]?.int ?? -1, unique: row["unique"]?.int ?? -1
      )
    }
  }

  @Test(arguments: [
    ("traffic_source", ["source", "name"]), ("browser", ["browser", "name"]),
    ("country", ["location", "country"]),
  ])
  func `is that of each single hit`(by: String, path: [String]) async throws {
    let hits = try Self.hits.get()
    let bench = try QueryBench(Repository.manifest(), over: SandboxedTools.freshTransport())
    let answer = try await bench.analysis("traffic_quality", ["by": .string(by)])
    let expected = Self.count(hits) { hit in path.reduce(hit as JSONValue?) { $0?[$1] }?.string }
    #expect(Self.counts(in: answer) == expected)
    #expect(answer["totals"]?["hits"]?.int == hits.count)
    #expect(bench.transport.paths.count == 2)
  }

  @Test func `leaves pixels out of links, and says so`() async throws {
    let hits = try Self.hits.get().filter { $0["type"]?.string == "Click" || Self.isLink($0) }
    let bench = try QueryBench(Repository.manifest(), over: SandboxedTools.freshTransport())
    let answer = try await bench.analysis("traffic_quality", ["by": "link", "limit": 100])
    let expected = Self.count(hits) { $0["entity"]?["datapointTitle"]?.string }
    #expect(Self.counts(in: answer).filter { $0.value.hits > 0 } == expected)
    #expect(answer["method"]?.string?.contains("Hits of pixels aren't in it") == true)
  }

  private static func isLink(_ hit: JSONValue) -> Bool {
    let type = hit["entity"]?["datapointType"]?.string?.lowercased() ?? ""
    return type == "tl" || type.contains("link")
  }

  private static let leading: JSONValue = [
    "bots": "excluded", "by": ["browser": ["name": "/name", "leading": 2]],
  ]
  private static let counting: JSONValue = [
    "bots": "included", "by": ["browser": ["name": "/name"]],
  ]
  private static let rows: [JSONValue] = [
    ["name": "One", "hits": 60, "bots": 40, "unique_hits": 50],
    ["name": "Two", "hits": 30, "bots": 0, "unique_hits": 30],
  ]

  private func trackers(whole: JSONValue?) throws -> Trackers {
    let top = Trackers.tool(
      "top", "/top", measures: ["hits", "bots", "unique_hits"], source: Self.leading)
    let all = Trackers.tool(
      "whole", "/whole", measures: ["hits", "bots", "unique_hits"],
      source: ["default": true, "bots": "excluded"], day: true)
    return try Trackers(["alpha": whole == nil ? [top] : [top, all]]) { path, _ in
      path == "/alpha/top" ? ["rows": .array(Self.rows)] : whole.map { ["rows": [$0]] }
    }
  }

  @Test func `tells what a top list leaves out as others`() async throws {
    let whole: JSONValue = ["day": "2026-04-01", "hits": 100, "bots": 45, "unique_hits": 85]
    let answer = try await trackers(whole: whole).bench.analysis(
      "traffic_quality", ["by": "browser"])
    #expect(
      answer["rows"] == [
        ["name": "One", "hits": 100, "bots": 40, "bot_share": .decimal("0.4"), "unique": 50],
        ["name": "Two", "hits": 30, "bots": 0, "bot_share": 0, "unique": 30],
        ["name": "others", "hits": 15, "bots": 5, "bot_share": .decimal("0.333333"), "unique": 5],
      ])
    #expect(
      answer["totals"] == [
        "hits": 145, "bots": 45, "bot_share": .decimal("0.310345"), "unique": 85,
      ])
  }

  @Test func `says where nothing tells the whole of a top list`() async throws {
    let answer = try await trackers(whole: nil).bench.analysis(
      "traffic_quality", ["by": "browser"])
    #expect(answer["totals"]?["hits"] == 130)
    #expect(answer["method"]?.string?.contains("top tells the 2 greatest rows") == true)
  }

  @Test func `is without those that fail, and says so`() async throws {
    let source = Trackers.tool(
      "hits", "/hits", measures: ["clicks", "bots"], source: Self.counting)
    var other = source
    other["name"] = "others_hits"
    let trackers = try Trackers(["alpha": [source], "beta": [other]]) { path, _ in
      guard path == "/alpha/hits" else { return nil }
      return [
        "rows": [
          ["name": "One", "clicks": 10, "bots": 4], ["name": "One", "clicks": 5, "bots": 0],
          ["name": "Two", "clicks": 0, "bots": 0], ["name": nil, "clicks": 1, "bots": 1],
        ]
      ]
    }
    let answer = try await trackers.bench.analysis("traffic_quality", ["by": "browser"])
    #expect(
      answer["rows"] == [
        ["name": "One", "hits": 15, "bots": 4, "bot_share": .decimal("0.266667"), "unique": nil],
        ["name": nil, "hits": 1, "bots": 1, "bot_share": 1, "unique": nil],
        ["name": "Two", "hits": 0, "bots": 0, "bot_share": nil, "unique": nil],
      ])
    #expect(answer["failed"]?.array?.map { $0["source"] } == ["others_hits"])
    #expect(answer["verdict"]?.string?.contains("Without others_hits, which failed.") == true)
    #expect(answer["verdict"]?.string?.contains("not enough hits") == true)
    let failure = try await trackers.bench.refusal(
      "traffic_quality", ["by": "browser", "sources": ["others_hits"]])
    #expect(failure["tool"] == "others_hits")
  }

  @Test func `isn't asked of those who can't tell it`() async throws {
    var silent = Self.counting
    silent = silent.setting("/bots", to: nil)
    let tools = [
      Trackers.tool("clicks", "/clicks", measures: ["clicks"], source: Self.counting),
      Trackers.tool("unsaid", "/unsaid", measures: ["clicks", "bots"], source: silent),
    ]
    let trackers = try Trackers(["alpha": [tools[0]], "beta": [tools[1]]]) { _, _ in nil }
    let failure = try await trackers.bench.refusal("traffic_quality", ["by": "browser"])
    let problem = failure["problems"]?.array?.first?["problem"]?.string ?? ""
    #expect(problem.contains("clicks doesn't count bots"))
    #expect(problem.contains("unsaid doesn't say whether bots are among its hits"))
  }
}
