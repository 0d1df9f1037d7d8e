import JSON
import MCP
import TestSupport
import Testing
import Tools

@Suite struct `Values that needn't be given` {
  static let arguments: JSONValue = [
    "period": [
      "in": "query", "type": "string", "enum": ["today", "custom"], "description": "A period.",
      "implied": ["value": "custom", "by": ["first", "last"]],
    ],
    "first": ["in": "query", "type": "string", "format": "date", "description": "A day."],
    "last": ["in": "query", "type": "string", "format": "date", "description": "A day."],
    "note": [
      "in": "query", "type": "integer", "minimum": 1, "clearable": true, "description": "A number.",
    ],
  ]

  static let rules: JSONValue = [
    ["at_least_one": ["period", "first"]],
    ["only": ["first", "last"], "when": ["period": "custom"]],
  ]

  @Test func `follow from those that are`() throws {
    let reader = try reader(Self.arguments, rules: Self.rules)
    #expect(
      try reader.values(["first": "2026-03-01"]) == ["period": "custom", "first": "2026-03-01"])
    #expect(try reader.values(["period": "today"]) == ["period": "today"])
  }

  @Test func `don't contradict a value that was given`() throws {
    let reader = try reader(Self.arguments, rules: Self.rules)
    let problems = reader.problems(["period": "today", "first": "2026-03-01"])
    #expect(problems.map(\.argument) == ["first"])
    #expect(reader.problems([:]).map(\.argument) == ["period, first"])
  }

  @Test func `are removed by an empty text where they can be`() throws {
    let reader = try reader(Self.arguments)
    #expect(try reader.values(["note": ""]) == ["note": ""])
    #expect(try reader.values(["note": "7"]) == ["note": 7])
    #expect(try reader.values(["note": 0, "first": ""]) == [:])
    #expect(reader.problems(["note": -1]).count == 1)
  }

  @Test func `show in the schema that they can be emptied`() throws {
    let tool = try SmallManifest.tool([("/arguments", Self.arguments)]).published()
    let note = tool.inputSchema["properties"]?["note"]
    #expect(note?["description"] == "A number.")
    #expect(
      note?["anyOf"]
        == [["type": "integer"], ["type": "string", "enum": [""]]])
  }
}
