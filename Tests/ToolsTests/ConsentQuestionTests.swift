import JSON
import TestSupport
import Testing
import Tools

@Suite struct `A question before removal` {
  private func consent(_ consent: JSONValue) throws -> ConsentDescriptor {
    let tool = try SmallManifest.tool([
      ("/effect", "destructive"), ("/request", "DELETE /things"),
      (
        "/arguments/all",
        ["in": "query", "type": "boolean", "description": "Whether all of them go."]
      ),
      ("/consent", consent),
    ])
    return try #require(tool.consent)
  }

  private static let list: JSONValue = [
    "question": "Remove {name}, number {size}?", "lookup": "GET /things", "rows": "/things",
    "where": ["/id": "size"], "name": ["/title", "/id"],
  ]

  @Test func `names the thing and the arguments`() throws {
    let consent = try consent(Self.list)
    #expect(
      consent.question(about: "Ann {size}", Arguments(["size": 7]))
        == "Remove Ann {size}, number 7?")
    #expect(consent.question(about: "Ann", Arguments([:])) == "Remove Ann, number none?")
  }

  @Test(arguments: [(7, "Seven"), (8, "8"), (9, nil), (10, "10"), (11, "11")])
  func `finds the thing in a list, and calls it by its id where it has no name`(
    size: Int, name: String?
  ) throws {
    let consent = try consent(Self.list)
    let lookup = try #require(consent.lookup)
    let answer: JSONValue = [
      "things": [
        ["id": "7", "title": "Seven"], ["id": 8], "odd", ["id": 10, "title": nil],
        ["id": 11, "title": " "],
      ]
    ]
    let arguments = Arguments(["size": .number(JSONNumber(size))])
    #expect(lookup.thing(in: answer, arguments).map { consent.name(of: $0, arguments) } == name)
  }

  @Test func `is put only when its condition holds`() throws {
    let consent = try consent(["question": "Remove them?", "when": ["all": true]])
    #expect(consent.lookup == nil)
    #expect(consent.condition?.holds(in: Arguments(["all": true])) == true)
    #expect(consent.condition?.holds(in: Arguments(["all": false])) == false)
    #expect(consent.condition?.holds(in: Arguments([:])) == false)
  }

  @Test(arguments: [1, 3, 70, 100, 5000])
  func `names all of a list, or says how many it doesn't name`(count: Int) throws {
    let consent = try consent(["question": "Remove {size}?"])
    let ids = (0..<count).map { JSONValue.number(JSONNumber(12_345_000 + $0)) }
    for list in [ids, ids.map { ["id": $0] }] {
      let question = consent.question(about: "", Arguments(["size": .array(list)]))
      let named = question.split { !$0.isNumber }.filter { $0.hasPrefix("12345") }.count
      #expect(question.hasPrefix("Remove 12345000"))
      #expect(question.utf8.count < 1100)
      #expect(
        named == count
          || named >= 90 && question.hasSuffix(" and \(count - named) more, \(count) in all?"))
    }
  }

  @Test func `says how much of a long name it leaves out`() throws {
    let consent = try consent(Self.list)
    let question = consent.question(
      about: String(repeating: "x", count: 130), Arguments(["size": 7]))
    #expect(question.contains("x… (30 more characters), number 7"))
  }
}
