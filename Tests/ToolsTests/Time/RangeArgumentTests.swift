import JSON
import MCP
import TestSupport
import Testing

@testable import Tools

struct RangeArgumentTests {
  private static let small: [(String, JSONValue?)] = [
    ("/arguments/from", ["use": "day", "in": "query", "required": true]),
    ("/arguments/until", ["use": "day", "in": "query", "required": true]),
    (
      "/arguments/frame",
      [
        "in": "query", "type": "string", "enum": ["yday", "custom"], "description": "A frame.",
        "implied": ["value": "custom", "by": ["from"]],
      ]
    ),
    (
      "/period",
      [
        "start": "from", "end": "until", "words": ["frame": ["yesterday": "yday"]],
        "time_zone": "UTC",
      ]
    ),
    (
      "/rules", [["ordered": ["from", "until"]], ["max_days": 31, "from": "from", "to": "until"]]
    ),
  ]

  private func read(
    _ given: JSONObject, _ changes: [(String, JSONValue?)] = [], zone: String = "UTC"
  ) throws -> Result<Arguments, ArgumentProblems> {
    let zone = try TimeZoneRules(named: zone, source: RecordedTimeZones())
    let reader = ArgumentReader(try SmallManifest.tool(Self.small + changes))
    return reader.read(
      given, files: FileIntake(), CallDays(zone: zone, now: SandboxedTools.now))
  }

  private func problems(_ given: JSONObject) throws -> [String] {
    switch try read(given) {
    case .success: []
    case .failure(let failure):
      failure.problems.map { "\($0.argument): \($0.problem); \($0.expected)" }
    }
  }

  @Test func `stand for both ends`() throws {
    let arguments = try read(["range": "last_7_days", "size": 2]).get()
    #expect(
      arguments.values
        == ["size": 2, "from": "2026-04-08", "until": "2026-04-14", "frame": "custom"])
    #expect(arguments.period?.asked == "last_7_days")
    let today = try read(["range": "last_7_days", "include_today": "true"]).get()
    #expect(today.values["until"] == "2026-04-15")
    #expect(today.period?.isPartial == true)
  }

  @Test func `become the service's own words where these mean the same`() throws {
    let yesterday = try read(["range": "yesterday"]).get()
    #expect(yesterday.values == ["frame": "yday"])
    #expect(yesterday.period?.start.description == "2026-04-14")
    // Yesterday in Auckland is another day.
    let auckland = try read(["range": "yesterday"], zone: "Pacific/Auckland").get()
    #expect(auckland.values == ["from": "2026-04-15", "until": "2026-04-15", "frame": "custom"])
  }

  @Test func `are told of the service's own words too`() throws {
    let period = try read(["frame": "yday"], [("/arguments/from/required", nil)]).map(\.period)
    #expect(throws: ArgumentProblems.self) { try period.get() }
    let optional: [(String, JSONValue?)] = [
      ("/arguments/from/required", nil), ("/arguments/until/required", nil),
    ]
    let told = try read(["frame": "yday"], optional).get().period
    #expect(told?.asked == "yesterday")
    #expect(told?.days == 1)
    #expect(try read(["frame": "custom"], optional).get().period == nil)
    #expect(try read(["from": "2026-03-01"], optional).get().period == nil)
  }

  @Test func `tell the period of ends that were spelled out`() throws {
    let period = try read(["from": "2026-03-01", "until": "2026-03-31"]).get().period
    #expect(period?.asked == "2026-03-01..2026-03-31")
    #expect(period?.days == 31)
    #expect(period?.isPartial == false)
  }

  @Test func `name the days between ends that are left out`() throws {
    let exclusive: [(String, JSONValue?)] = [("/period/exclusive", true)]
    let march = try read(["range": "2026-03"], exclusive + [("/rules", nil)]).get()
    #expect(march.values["from"] == "2026-02-28")
    #expect(march.values["until"] == "2026-04-01")
    let spelled = try read(
      ["from": "2026-02-28", "until": "2026-04-01"], exclusive + [("/rules", nil)]
    ).get()
    #expect(spelled.period?.asked == "2026-03-01..2026-03-31")
  }

  @Test func `are refused beside an end`() throws {
    #expect(
      try problems(["range": "today", "from": "2026-03-01"]) == [
        "range, from: range is given beside from; either range, or from and until"
      ])
    #expect(
      try problems(["range": "today", "from": "2026-03-01", "until": "2026-03-01", "frame": "yday"])
        == [
          "range, from, until, frame: range is given beside from, until, frame; either range, or "
            + "from and until"
        ])
  }

  @Test func `say what is wrong with them`() throws {
    #expect(
      try problems(["range": "last_mont"]).first?.contains("did you mean last_month?") == true)
    #expect(try problems(["range": 7]).count == 1)
    #expect(try problems(["range": "today", "include_today": 7]).count == 1)
    #expect(
      try problems(["range": "2026-Q1"]) == [
        "from, until: the range spans 90 days, both ends counted; at most 31 days; ask for a longer "
          + "time in several calls"
      ])
    #expect(
      try problems([:]) == [
        "from: is required, but was not given; a calendar date, YYYY-MM-DD; or range instead of both ends",
        "until: is required, but was not given; a calendar date, YYYY-MM-DD; or range instead of both ends",
      ])
  }

  @Test(arguments: [
    ("America/New_York", "2026-03-01T05:00:00Z", "2026-04-01T03:59:59Z"),
    ("Australia/Lord_Howe", "2026-02-28T13:00:00Z", "2026-03-31T12:59:59Z"),
    ("Asia/Kolkata", "2026-02-28T18:30:00Z", "2026-03-31T18:29:59Z"),
    ("Pacific/Kiritimati", "2026-02-28T10:00:00Z", "2026-03-31T09:59:59Z"),
    ("Etc/GMT+12", "2026-03-01T12:00:00Z", "2026-04-01T11:59:59Z"),
  ])
  func `become the first and last instants of days`(zone: String, from: String, until: String)
    throws
  {
    let instants = ["from": "start", "until": "end"].flatMap {
      name, end -> [(String, JSONValue?)] in
      [
        ("/arguments/\(name)/format", "date-time"),
        ("/arguments/\(name)/whole_day", .string(end)),
      ]
    }
    for given: JSONObject in [["range": "2026-03"], ["from": "2026-03-01", "until": "2026-03-31"]] {
      let arguments = try read(given, instants, zone: zone).get()
      #expect(arguments.values["from"] == .string(from))
      #expect(arguments.values["until"] == .string(until))
      #expect(arguments.period?.days == 31)
    }
  }

  @Test func `are listed where the ends are`() throws {
    let tool = try SmallManifest.tool(Self.small)
    let shown = tool.published().inputSchema["properties"]?.object?.keys
    #expect(shown == ["size", "from", "until", "frame", "range"])
    let hidden = try SmallManifest.tool(
      Self.small
        + ["from", "until"].flatMap { name -> [(String, JSONValue?)] in
          [("/arguments/\(name)/required", nil), ("/arguments/\(name)/advanced", true)]
        })
    #expect(hidden.published().inputSchema["properties"]?.object?.keys == ["size", "frame"])
  }

  @Test func `leave a tool's own time zone to it`() throws {
    let own: (String, JSONValue?) = (
      "/arguments/time_zone", ["in": "query", "type": "string", "description": "A zone."]
    )
    let arguments = try read(["range": "2026-03", "time_zone": "Europe/Berlin"], [own]).get()
    #expect(arguments.values["time_zone"] == "Europe/Berlin")
    #expect(try read(["range": "2026-03", "time_zone": "UTC"]).get().values["time_zone"] == nil)
  }
}
