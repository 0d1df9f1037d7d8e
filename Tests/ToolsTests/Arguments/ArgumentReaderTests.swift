import JSON
import Testing
import Tools

@Suite struct `Reading arguments` {
  static let march: JSONObject = ["start_date": "2026-03-01", "end_date": "2026-03-31"]

  @Test(
    arguments: [
      ["start_date": "2026-03-01", "end_date": "2026-03-31"],
      ["date_from": "2026-03-01", "date_to": "2026-03-31"],
      ["to": "2026-03-31", "from": "2026-03-01"],
      ["from": "2026-03-01", "start_date": "2026-03-01", "date_to": "2026-03-31"],
      ["from": "2026-03-01", "date_to": "2026-03-31", "start_date": nil, "page": nil],
    ] as [JSONObject])
  func `folds aliases into canonical names in the manifest's order`(given: JSONObject) throws {
    let arguments = try reader(of: "get_clicks").read(given).get()
    #expect(arguments.values == Self.march)
    #expect(arguments.values.keys == ["start_date", "end_date"])
  }

  @Test func `keeps the manifest's order whatever the caller's was`() throws {
    let given: JSONObject = ["per_page": 5, "to": "2026-03-31", "page": 2, "from": "2026-03-01"]
    let arguments = try reader(of: "get_clicks").read(given).get()
    #expect(arguments.values.keys == ["start_date", "end_date", "page", "per_page"])
  }

  @Test func `refuses two spellings that disagree`() throws {
    let given = Self.march.merging(["from": "2026-03-02"])
    let problems = try reader(of: "get_clicks").problems(given)
    #expect(problems.count == 1)
    let problem = try #require(problems.first)
    #expect(problem.argument == "start_date, from")
    #expect(problem.problem == "both mean start_date, but their values differ")
    #expect(problem.expected == "only start_date")
  }

  @Test func `compares two spellings by what they mean`() throws {
    let given = Self.march.merging(["page": 7])
    #expect(try reader(of: "get_clicks").problems(given) == [])
    let clients = try reader(of: "get_scores")
    #expect(try clients.values(["id": "1338", "client": 1338]) == ["client_id": 1338])
    #expect(clients.problems(["id": "1338", "client": 1339]).count == 1)
  }

  @Test(arguments: [
    ("publsher_id", "did you mean publisher_id?"), ("form", "did you mean from?"),
    (
      "colour",
      "one of start_date, end_date, publisher_id, page, per_page, limit, range, time_zone, "
        + "include_today"
    ),
  ])
  func `names the argument an unknown one was meant for`(name: String, expected: String) throws {
    let problems = try reader(of: "get_clicks").problems(Self.march.merging([name: 1]))
    #expect(problems.map(\.argument) == [name])
    #expect(problems.first?.problem == "is not known to this tool")
    #expect(problems.first?.expected == expected)
  }

  @Test func `takes no arguments where a tool has none`() throws {
    let device = try reader(of: "get_device_status")
    #expect(try device.values([:]) == [:])
    #expect(device.problems(["page": 1]).map(\.expected) == ["no arguments at all"])
  }

  @Test func `asks for what is required`() throws {
    let problems = try reader(of: "get_clicks").problems(["page": 1, "end_date": nil])
    #expect(problems.map(\.argument) == ["start_date", "end_date"])
    #expect(problems.first?.problem == "is required, but was not given")
    #expect(
      problems.first?.expected == "a calendar date, YYYY-MM-DD; or range instead of both ends")
  }

  @Test(arguments: ["2026-02-30", "2026-13-01", "2025-02-29", "01.03.2026", "2026-3-1"])
  func `takes real calendar dates only`(date: String) throws {
    let given: JSONObject = ["from": .string(date), "to": "2026-03-31"]
    let problems = try reader(of: "get_clicks").problems(given)
    #expect(problems.map(\.argument) == ["from"])
    #expect(
      problems.first?.expected == "a calendar date, YYYY-MM-DD")
  }

  @Test func `tells all problems at once, as the caller spelled them`() throws {
    let problems = try reader(of: "get_clicks").problems([
      "from": "2026-02-30", "publsher_id": 1, "page": -1, "per_page": "many", "limit": 1001,
    ])
    #expect(
      problems.map(\.argument)
        == ["publsher_id", "from", "end_date", "page", "per_page", "limit"])
    #expect(problems.allSatisfy { !$0.problem.isEmpty && !$0.expected.isEmpty })
  }

  @Test func `points into a value that is wrong in parts`() throws {
    let problems = try reader(of: "create_rotator").problems([
      "slug": "spring", "mode": "fulfillment", "backup_url": "https://example.com",
      "include_country": ["DE", "deu", "Germany"],
    ])
    #expect(problems.map(\.argument) == ["include_country/1", "include_country/2"])
  }

  /// C10 and C11; `Every spelling` holds them for every tool.
  @Test func `takes names in other cases, and passes over those of hosts`() throws {
    let clicks = try reader(of: "get_clicks")
    let given: JSONObject = [
      "startDate": "2026-03-01", "end-date": "2026-03-31T00:00:00Z", "toolCallId": "call_1",
      "tool": "get_clicks", "_sessionID": "s", "_meta": [:], "signal": [:],
    ]
    #expect(try clicks.values(given) == .object(Self.march))
    #expect(clicks.problems(Self.march.merging(["_page": 2])).map(\.argument) == ["_page"])
    #expect(try reader(of: "query_rows").values(["tool": "get_clicks"])["tool"] == "get_clicks")
  }

  @Test func `lists the choices of what is missing or wrong inside a value`() throws {
    let rotator: JSONObject = ["slug": "spring", "backup_url": "https://example.com"]
    let problems = try reader(of: "create_rotator").problems(rotator.merging(["mode": "random"]))
    #expect(problems.map(\.problem) == ["is missing"])
    #expect(problems.first?.expected.contains("one of \"") == true)
    let batch = try reader(of: "update_datapoints_batch")
    let wrong = batch.problems(["datapoints": [["id": 1, "type": "link"]]])
    #expect(wrong.map(\.argument) == ["datapoints/0/type"])
    #expect(
      wrong.first?.expected == #"string, one of "TrackingLink", "TrackingPixel""#)
  }

  @Test func `never says null of what was given`() throws {
    for text in ["[1]", "7", "x", "\"[]\""] {
      let problems = try reader(of: "use_tool").problems(
        ["name": "list_clients", "arguments": .string(text)])
      #expect(!problems.contains { $0.problem.contains("null") }, "\(text)")
    }
  }

  @Test func `says a problem as JSON`() {
    let problem = ArgumentProblem("page", problem: "is 0", expected: "1 at least")
    #expect(
      problem.json.description
        == #"{"argument":"page","problem":"is 0","expected":"1 at least"}"#)
  }
}
