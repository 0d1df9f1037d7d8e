import JSON
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `Idle links` {
  @Test func `are those that no person clicked`() async throws {
    let hits = SandboxHits()
    let clicked = Set(
      try hits.lastMonth().filter { $0["isSpider"]?.string != "1" }
        .compactMap { $0["entity"]?["datapointId"]?.int })
    let links = try hits.get("clickmeter/datapoints?type=tl&limit=100")["entities"]?.array ?? []
    let idle = links.compactMap { $0["id"]?.int }.filter { !clicked.contains($0) }
    let bench = try QueryBench(Repository.manifest(), over: SandboxedTools.freshTransport())
    let answer = try await bench.analysis("idle_links")
    let told = answer["idle"]?.array ?? []
    #expect(Set(told.compactMap { $0["id"]?.int }) == Set(idle))
    #expect(told.count == idle.count)
    #expect(answer["checked"]?.int == links.count + 12)
    for link in told {
      let id = try #require(link["id"]?.int)
      let stream = try hits.get("clickmeter/clickstream?datapoint=\(id)&pageSize=100")
      let people = (stream["entities"]?.array ?? []).filter { $0["isSpider"]?.string != "1" }
      let last = people.compactMap { $0["accessTime"]?.string }.max()
      #expect(link["last_click"]?.string?.filter(\.isNumber) == last)
    }
  }

  private static let details: JSONValue = [
    ["tool": "link", "argument": "id", "url": "/url", "last_click": "/last"],
    ["tool": "link", "argument": "id", "arguments": ["kind": "old"], "last_click": "/last"],
  ]

  private static let alpha: [JSONObject] = [
    Trackers.tool(
      "rank", "/rank", measures: ["clicks", "bots"],
      source: [
        "bots": "included",
        "by": [
          "link": ["id": "/id", "name": "/name", "complete": true, "details": details]
        ],
      ]),
    Trackers.reading("link", "/link", ["id": "string", "kind": "string"]),
  ]

  private static let beta: [JSONObject] = [
    Trackers.tool(
      "stats", "/stats", measures: ["clicks"],
      source: [
        "by": [
          "link": [
            "id": "/id",
            "list": [
              "tool": "links", "id": "/key", "name": "/name", "url": "/url", "last_click": "/last",
            ],
          ]
        ]
      ]),
    Trackers.reading("links", "/links"),
  ]

  @Test func `may have been clicked by bots`() async throws {
    let trackers = try Trackers(["alpha": Self.alpha]) { path, query in
      switch path {
      case "/alpha/rank":
        [
          "rows": [
            ["id": "a", "name": "A", "clicks": 3, "bots": 3],
            ["id": "b", "name": "B", "clicks": 3, "bots": 2],
          ]
        ]
      case "/alpha/link":
        [
          "url": "https://a.example",
          "last": query["kind"] == nil ? "20260201100000" : "2026-02-03 10:00",
        ]
      default: nil
      }
    }
    let answer = try await trackers.bench.analysis("idle_links")
    #expect(
      answer["idle"] == [
        [
          "service": "alpha", "id": "a", "name": "A", "url": "https://a.example",
          "last_click": "2026-02-03T10:00:00Z",
        ]
      ])
    #expect(answer["checked"] == 2)
  }

  @Test func `are listed where nothing was counted, and not where a service fails`() async throws {
    let trackers = try Trackers(
      ["alpha": Self.alpha, "beta": Self.beta], zone: "America/New_York"
    ) { path, _ in
      switch path {
      case "/beta/stats": ["rows": [["id": 2, "clicks": 7]]]
      case "/beta/links":
        [
          "rows": [
            ["key": "1", "name": "One", "url": "u1", "last": "20260101120000"],
            ["key": "2", "name": "Two"], ["key": "3"], ["key": "3"],
          ]
        ]
      default: nil
      }
    }
    let answer = try await trackers.bench.analysis("idle_links")
    #expect(
      answer["idle"] == [
        [
          "service": "beta", "id": "1", "name": "One", "url": "u1",
          "last_click": "2026-01-01T17:00:00Z",
        ],
        ["service": "beta", "id": "3", "name": nil, "url": nil, "last_click": nil],
      ])
    #expect(answer["checked"] == 3)
    #expect(answer["failed"]?.array?.map { $0["source"] } == ["rank"])
    #expect(answer["caveats"]?.array?.map { $0["code"] } == ["different_zones"])
    #expect(answer["verdict"]?.string?.contains("Without rank, which failed.") == true)
  }

  @Test func `are asked about up to a number, and told`() async throws {
    let trackers = try Trackers(["alpha": Self.alpha]) { path, query in
      switch path {
      case "/alpha/rank":
        [
          "rows": .array(
            (0..<120).map { ["id": .string("l\($0)"), "name": nil, "clicks": 0, "bots": 0] })
        ]
      case "/alpha/link": query["id"] == "l1" ? nil : ["last": "2026-02-03T10:00:00+01:00"]
      default: nil
      }
    }
    let answer = try await trackers.bench.analysis("idle_links")
    let told = answer["idle"]?.array ?? []
    #expect(told.count == 100)
    #expect(answer["idle_total"] == 120)
    #expect(told.count { $0["last_click"] == "2026-02-03T09:00:00Z" } == 24)
    let verdict = answer["verdict"]?.string ?? ""
    #expect(verdict.contains("120 of 120 links"))
    #expect(verdict.contains("Only 25 were looked up"))
    #expect(verdict.contains("Look-ups of 1 link failed"))
    #expect(trackers.bench.transport.paths.count == 1 + 2 * 25)
  }

  /// One link, which two tell of: one its address and state, two its last click.
  private static func alpha(failing path: String) throws -> Trackers {
    let details: JSONValue = [
      ["tool": "link", "argument": "id", "url": "/url", "status": "/state"],
      ["tool": "new", "argument": "id", "last_click": "/last"],
      ["tool": "old", "argument": "id", "last_click": "/last"],
    ]
    let rank = Trackers.tool(
      "rank", "/rank", measures: ["clicks"],
      source: ["by": ["link": ["id": "/id", "complete": true, "details": details]]])
    let tools =
      [rank] + ["link", "new", "old"].map { Trackers.reading($0, "/\($0)", ["id": "string"]) }
    return try Trackers(["alpha": tools]) { asked, query in
      guard asked != path || query["id"] == "b" else { return nil }
      return switch asked {
      case "/alpha/rank": ["rows": [["id": "a", "clicks": 0], ["id": "b", "clicks": 0]]]
      case "/alpha/link": ["url": "u", "state": "Paused"]
      case "/alpha/new": ["last": "2026-02-03T10:00:00Z"]
      default: ["last": "2026-02-01T10:00:00Z"]
      }
    }
  }

  @Test(arguments: ["/alpha/new", "/alpha/old"])
  func `have no last click where one who tells it fails`(path: String) async throws {
    let answer = try await Self.alpha(failing: path).bench.analysis("idle_links")
    #expect(answer["idle"]?.array?.map { $0["last_click"] } == [.null, "2026-02-03T10:00:00Z"])
    let verdict = answer["verdict"]?.string ?? ""
    #expect(verdict.contains("Look-ups of 1 link failed: what they would have told (last_click)"))
    #expect(verdict.contains("the longest idle, of those known, since 2026-02-03"))
    #expect(answer["caveats"]?.array?.map { $0["code"] } == ["source_failed"])
  }

  @Test func `have no state where nobody tells it, and the others aren't all`() async throws {
    let answer = try await Self.alpha(failing: "/alpha/link").bench.analysis("idle_links")
    #expect(answer["idle"]?.array?.map { $0["status"] } == [.null, "Paused"])
    #expect(answer["idle"]?.array?.map { $0["url"] } == [.null, "u"])
    let verdict = answer["verdict"]?.string ?? ""
    #expect(verdict.contains("(1 Paused, 1 of unknown status)"))
    #expect(verdict.contains("(url, status) isn't known"))
  }

  @Test(arguments: [(1, 1), (3, 1), (4, 4), (6, 4), (7, 7)])
  func `are looked up within the limit of requests`(limit: Int, made: Int) async throws {
    let trackers = try Self.alpha(failing: "")
    let answer = try await trackers.bench.analysis(
      "idle_links", ["max_requests": .integer(limit)])
    #expect(trackers.bench.transport.paths.count == made)
    let verdict = answer["verdict"]?.string ?? ""
    #expect(verdict.contains("None was looked up: raise max_requests") == (made == 1))
    #expect(verdict.contains("Only 1 was looked up") == (made == 4))
  }

  @Test func `were made before the end of the days`() async throws {
    let trackers = try Trackers(["alpha": Self.young, "beta": Self.listed]) { path, query in
      switch path {
      case "/alpha/rank":
        ["rows": .array(["a", "b", "c"].map { ["id": .string($0), "clicks": 0] })]
      case "/alpha/link":
        switch query["id"] {
        case "a": ["made": "20260228235959"]
        case "b": ["made": "20260301000000"]
        default: ["made": .null]
        }
      case "/beta/stats": ["rows": []]
      case "/beta/links":
        [
          "rows": [
            ["key": 1, "made": "2026-02-28T22:00:00-03:00"], ["key": 2, "made": "2026-02-01"],
            ["key": 3],
          ]
        ]
      default: nil
      }
    }
    let answer = try await trackers.bench.analysis("idle_links", ["range": "2026-02"])
    #expect(answer["failed"] == [])
    #expect(answer["idle"]?.array?.map { $0["id"] } == ["a", "c", 2, 3])
    #expect(answer["checked"] == 4)
    #expect(
      answer["verdict"]?.string?.contains(
        "2 of them were made in these days. 2 made after these days aren't among them.") == true)
  }

  private static let young = [
    Trackers.tool(
      "rank", "/rank", measures: ["clicks"],
      source: [
        "by": [
          "link": [
            "id": "/id", "complete": true,
            "details": [["tool": "link", "argument": "id", "created": "/made"]],
          ]
        ]
      ]),
    Trackers.reading("link", "/link", ["id": "string"]),
  ]

  private static let listed = [
    Trackers.tool(
      "stats", "/stats", measures: ["clicks"],
      source: [
        "by": [
          "link": ["id": "/id", "list": ["tool": "links", "id": "/key", "created": "/made"]]
        ]
      ]),
    Trackers.reading("links", "/links"),
  ]

  @Test func `had no click on days that have begun`() async throws {
    let trackers = try Self.alpha(failing: "")
    let answer = try await trackers.bench.analysis("idle_links", ["range": "2026"])
    #expect(answer["period"]?["end"] == "2026-04-15")
    #expect(answer["period"]?["asked"] == "2026")
    #expect(answer["period"]?["partial"] == true)
    #expect(
      answer["verdict"]?.string?.hasPrefix("2 of 2 links had no click by a person in 105") == true)
    #expect(answer["verdict"]?.string?.contains("The last day isn't over.") == true)
  }

  @Test func `need a service that tells them`() async throws {
    let mute = Trackers.tool(
      "mute", "/mute", measures: ["clicks"], source: ["by": ["link": ["id": "/id"]]])
    let trackers = try Trackers(["alpha": [mute]]) { _, _ in nil }
    let failure = try await trackers.bench.refusal("idle_links")
    #expect(failure["message"]?.string?.contains("mute doesn't tell all links there are") == true)
    let failing = try Trackers(["alpha": Self.alpha]) { _, _ in nil }
    #expect(try await failing.bench.refusal("idle_links")["tool"] == "rank")
  }
}
