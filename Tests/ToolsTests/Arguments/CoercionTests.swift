import JSON
import Testing
import Tools

@Suite struct `Safe coercions` {
  static let arguments: JSONValue = [
    "integer": ["in": "query", "type": "integer", "description": "A whole number."],
    "number": ["in": "query", "type": "number", "description": "A number."],
    "boolean": ["in": "query", "type": "boolean", "description": "A truth value."],
    "string": ["in": "query", "type": "string", "description": "A text."],
    "array": [
      "in": "query", "type": "array", "items": ["type": "integer"], "description": "Numbers.",
    ],
    "object": ["in": "query", "type": "object", "description": "Anything."],
    "day": ["in": "query", "type": "string", "format": "date", "description": "A day."],
    "begin": [
      "in": "query", "type": "string", "format": "date-time", "whole_day": "start",
      "description": "An instant.",
    ],
    "end": [
      "in": "query", "type": "string", "format": "date-time", "whole_day": "end",
      "description": "An instant.",
    ],
  ]

  /// A value as it was written, and the text of what was read.
  @Test(arguments: [
    ("integer", #""1338""#, "1338"), ("integer", "7.0", "7"), ("integer", "70e-1", "7"),
    ("integer", #""-3""#, "-3"), ("integer", "9007199254740993", "9007199254740993"),
    ("integer", "123456789012345678901234567890", "123456789012345678901234567890"),
    ("integer", #"" 7\n""#, "7"),
    ("number", #""7.5""#, "7.5"), ("number", "0.10", "0.10"), ("number", #""7""#, "7"),
    ("boolean", #""true""#, "true"), ("boolean", #""false""#, "false"),
    ("boolean", #"" Yes ""#, "true"), ("boolean", "1", "true"), ("boolean", #""OFF""#, "false"),
    ("string", #""7""#, #""7""#),
    ("array", "7", "[7]"), ("array", #""7""#, "[7]"), ("array", #"["7",7.0]"#, "[7,7]"),
    ("array", #""[\"7\", 8]""#, "[7,8]"), ("array", #""7, 8""#, "[7,8]"),
    ("array", #"["7,8",9]"#, "[7,8,9]"), ("array", #""\"[7]\"""#, "[7]"),
    ("object", #""{\"a\": 1}""#, #"{"a":1}"#), ("object", #"{"a":1}"#, #"{"a":1}"#),
    ("object", #"" {\"a\": [\"1\"]}""#, #"{"a":["1"]}"#), ("object", "[]", "{}"),
    ("day", #""2026-03-01""#, #""2026-03-01""#),
    ("begin", #""2026-03-01""#, #""2026-03-01T00:00:00Z""#),
    ("end", #""2026-03-01""#, #""2026-03-01T23:59:59Z""#),
    ("end", #""2026-03-01T12:00:00+02:00""#, #""2026-03-01T12:00:00+02:00""#),
  ])
  func `reads what was meant beyond doubt`(name: String, written: String, read: String) throws {
    let value = try JSONValue(parsing: written)
    let values = try reader(Self.arguments).values([name: value])
    #expect(values[name]?.description == read)
  }

  @Test(arguments: [
    ("integer", #""7.5""#), ("integer", "7.5"), ("integer", #""7.0""#), ("integer", #""+7""#),
    ("integer", #""0x10""#), ("integer", "true"), ("integer", "[7]"), ("integer", "[]"),
    ("integer", #""1,000""#), ("number", #""seven""#), ("number", #""NaN""#), ("number", "true"),
    ("boolean", #""sure""#), ("boolean", "2"), ("boolean", "1.5"), ("boolean", "[true]"),
    ("string", "7"), ("string", "true"), ("string", #"["a"]"#),
    ("array", #""seven""#), ("array", #"[[7]]"#), ("array", "[null]"), ("array", "{}"),
    ("array", "[]"), ("array", #""[7""#), ("array", #""7,x""#), ("object", #""[1]""#),
    ("object", #""a""#), ("object", "7"),
    ("day", "20260301"), ("begin", #""2026-02-30""#), ("begin", #""yesterday""#),
  ])
  func `leaves everything else to be refused`(name: String, written: String) throws {
    let value = try JSONValue(parsing: written)
    let problems = try reader(Self.arguments).problems([name: value])
    #expect(problems.count == 1)
    #expect(problems.first?.argument.hasPrefix(name) == true)
  }
}
