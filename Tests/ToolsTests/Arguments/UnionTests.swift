import JSON
import TestSupport
import Testing
import Tools

@Suite struct `An argument of several types` {
  private static let arguments: JSONValue = [
    "id": [
      "in": "query", "anyOf": [["type": "integer"], ["type": "string"]], "description": "X.",
    ],
    "to": [
      "in": "query", "description": "X.",
      "anyOf": [
        ["type": "string", "format": "email"],
        ["type": "array", "items": ["type": "string", "format": "email"]],
      ],
    ],
    "count": [
      "in": "query", "anyOf": [["type": "integer"], ["type": "boolean"]], "description": "X.",
    ],
    "deep": [
      "in": "query", "type": "object", "description": "X.",
      "properties": ["a": ["anyOf": [["type": "integer"], ["type": "null"]]]],
    ],
  ]

  /// A value as it was written, and the text of what was read.
  @Test(arguments: [
    ("id", #""007""#, #""007""#), ("id", "7", "7"), ("id", #""7""#, #""7""#),
    ("to", #""a@b.example""#, #""a@b.example""#), ("to", #"["a@b.example"]"#, #"["a@b.example"]"#),
    ("to", #""[\"a@b.example\"]""#, #"["a@b.example"]"#),
    ("to", #""a@b.example, c@d.example""#, #"["a@b.example","c@d.example"]"#),
    ("count", #""7""#, "7"), ("count", #""yes""#, "true"),
    ("deep", #"{"a":null}"#, #"{"a":null}"#), ("deep", #"{"a":"7"}"#, #"{"a":7}"#),
  ])
  func `keeps the type that is given, where one of them is right`(
    name: String, written: String, text: String
  ) throws {
    let values = try reader(Self.arguments).values([name: JSONValue(parsing: written)])
    #expect(values[name]?.description == text)
  }

  @Test(arguments: [("id", "true"), ("to", #""nobody""#), ("count", #""1""#), ("count", "[]")])
  func `is refused where none of them is, or two are`(name: String, written: String) throws {
    let problems = try reader(Self.arguments).problems([name: JSONValue(parsing: written)])
    #expect(problems.map(\.argument) == [name])
    #expect(problems.first?.expected.isEmpty == false)
  }

  @Test func `that can be null is sent as null, and published so`() throws {
    let tool = try SmallManifest.tool([
      ("/request", "POST /things"), ("/effect", "write"),
      (
        "/arguments",
        [
          "title": ["in": "body", "nullable": true, "type": "string", "description": "A title."],
          "name": ["in": "body", "type": "string", "description": "A name."],
        ]
      ),
    ])
    let reader = ArgumentReader(tool)
    #expect(try reader.values(["title": nil, "name": nil]) == ["title": nil])
    #expect(reader.problems(["title": 7]).count == 1)
    #expect(
      tool.arguments[0].publishedSchema == [
        "description": "A title.", "anyOf": [["type": "string"], ["type": "null"]],
      ])
  }
}
