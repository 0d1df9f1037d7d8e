import JSON
import TestSupport
import Testing
import Tools

@Suite struct `Rules between arguments` {
  static let text: JSONValue = ["in": "query", "type": "string", "description": "A text."]
  static let day: JSONValue = [
    "in": "query", "type": "string", "format": "date", "description": "A day.",
  ]
  static let arguments: JSONValue = [
    "first": day.setting("/aliases", to: ["from"]), "last": day.setting("/aliases", to: ["to"]),
    "mode": text, "a": text.setting("/aliases", to: ["alpha"]), "b": text, "c": text,
  ]

  struct Case: CustomTestStringConvertible, Sendable {
    let rule: JSONValue
    let given: JSONObject
    /// The argument, the problem and what is expected; nothing when all is well.
    let problem: [String]

    init(_ rule: JSONValue, _ given: JSONObject, _ problem: [String] = []) {
      self.rule = rule
      self.given = given
      self.problem = problem
    }

    var testDescription: String { "\(rule) \(JSONValue.object(given))" }
  }

  static let ordered: JSONValue = ["ordered": ["first", "last"]]
  static let days: JSONValue = ["max_days": 90, "from": "first", "to": "last"]
  static let together: JSONValue = ["together": ["a", "b", "c"]]
  static let exclusive: JSONValue = ["exclusive": ["a", "b", "c"]]
  static let atLeastOne: JSONValue = ["at_least_one": ["a", "b"]]
  static let required: JSONValue = ["required": "a", "when": ["mode": "random"]]
  static let requiredOfTwo: JSONValue = ["required": "a", "when": ["mode": ["x", "y"]]]
  static let only: JSONValue = ["only": ["a", "b"], "when": ["mode": "spillover"]]
  static let needs: JSONValue = ["needs": ["a", "b"]]

  static let dateCases = [
    Case(ordered, [:]),
    Case(ordered, ["first": "2026-03-02"]),
    Case(ordered, ["first": "2026-03-01", "last": "2026-03-01"]),
    Case(
      ordered, ["first": "2026-03-02", "last": "2026-03-01"],
      ["first, last", "last lies before first", "first on or before last"]),
    Case(
      ordered, ["from": "2026-03-02", "to": "2026-03-01"],
      ["from, to", "to lies before from", "from on or before to"]),
    Case(days, ["first": "2026-01-01", "last": "2026-03-31"]),
    Case(days, ["first": "2026-01-01"]),
    Case(
      days, ["from": "2026-01-01", "last": "2026-04-01"],
      [
        "from, last", "the range spans 91 days, both ends counted",
        "at most 90 days; ask for a longer time in several calls",
      ]),
    Case(days, ["first": "2027-01-01", "last": "2026-01-01"]),
  ]

  static let presenceCases = [
    Case(together, [:]),
    Case(together, ["a": "1", "b": "1", "c": "1"]),
    Case(together, ["alpha": "1"], ["b, c", "is missing beside alpha", "all of a, b, c or none"]),
    Case(exclusive, [:]),
    Case(exclusive, ["b": "1"]),
    Case(
      exclusive, ["alpha": "1", "c": "1"], ["alpha, c", "exclude each other", "only one of them"]),
    Case(atLeastOne, ["b": "1"]),
    Case(atLeastOne, ["a": "1", "b": "1"]),
    Case(atLeastOne, ["c": "1"], ["a, b", "none of them was given", "at least one of them"]),
    Case(atLeastOne, ["a": nil], ["a, b", "none of them was given", "at least one of them"]),
    Case(needs, [:]),
    Case(needs, ["b": "1"]),
    Case(needs, ["a": "1", "b": "1"]),
    Case(needs, ["alpha": "1"], ["alpha", "is given without b", "b beside it"]),
  ]

  static let conditionCases = [
    Case(required, [:]),
    Case(required, ["mode": "sequential"]),
    Case(required, ["mode": "random", "a": "1"]),
    Case(
      required, ["mode": "random"],
      ["a", "is missing", #"string, because mode is "random""#]),
    Case(
      requiredOfTwo, ["mode": "y"],
      ["a", "is missing", #"string, because mode is "x" or "y""#]),
    Case(requiredOfTwo, ["mode": "z"]),
    Case(only, ["mode": "random", "c": "1"]),
    Case(only, ["mode": "spillover", "a": "1", "b": "1"]),
    Case(
      only, ["mode": "random", "alpha": "1"],
      ["alpha", "has no meaning here", #"only given when mode is "spillover""#]),
    Case(
      only, ["a": "1", "b": "1"],
      ["a, b", "has no meaning here", #"only given when mode is "spillover""#]),
  ]

  @Test(arguments: dateCases + presenceCases + conditionCases)
  func `are checked and told in the caller's words`(example: Case) throws {
    let reader = try reader(Self.arguments, rules: [example.rule])
    let problems = reader.problems(example.given)
    #expect(problems.flatMap { [$0.argument, $0.problem, $0.expected] } == example.problem)
  }

  @Test(arguments: [(3, 3, 0), (3, 7, 0), (7, 3, 1)])
  func `order numbers too`(low: Int, high: Int, count: Int) throws {
    let number: JSONValue = ["in": "query", "type": "integer", "description": "A number."]
    let reader = try reader(
      ["low": number, "high": number], rules: [["ordered": ["low", "high"]]])
    let given: JSONObject = [
      "low": .number(JSONNumber(low)), "high": .number(JSONNumber(high)),
    ]
    #expect(reader.problems(given).count == count)
  }

  @Test func `are all checked at once`() throws {
    let rules: JSONValue = [Self.ordered, Self.exclusive, Self.required]
    let problems = try reader(Self.arguments, rules: rules).problems([
      "first": "2026-03-02", "last": "2026-03-01", "b": "1", "c": "1", "mode": "random",
    ])
    #expect(problems.map(\.argument) == ["first, last", "b, c", "a"])
  }

  @Test func `say nothing about values that are wrong by themselves`() throws {
    let given: JSONObject = ["first": "2026-03-02", "last": "2026-03-01", "from": "2026-03-03"]
    let problems = try reader(Self.arguments, rules: [Self.ordered]).problems(given)
    #expect(problems.map(\.argument) == ["first, from"])
  }

  @Test func `compare instants across offsets and whole days`() throws {
    let stats = try reader(of: "get_project_stats")
    #expect(
      try stats.values(["project": 7, "from": "2026-03-01", "to": "2026-03-01"]) == [
        "project_id": 7, "start_time": "2026-03-01T00:00:00Z", "end_time": "2026-03-01T23:59:59Z",
      ])
    let problems = stats.problems([
      "project": 7, "from": "2026-03-01T00:00:00-02:00", "to": "2026-03-01T01:00:00Z",
    ])
    #expect(problems.map(\.argument) == ["from, to"])
  }

  @Test func `hold for a rotator as its service documents them`() throws {
    let rotator: JSONObject = [
      "slug": "spring", "mode": "random", "backup_url": "https://example.com/",
      "spillover_randomize": 5, "ios_url": "https://example.com/ios",
    ]
    let problems = try reader(of: "create_rotator").problems(rotator)
    #expect(
      problems.map(\.argument) == ["random_repeat_clicks", "spillover_randomize", "ios_url"])
  }
}
