import JSON
import Testing

/// Each keyword on both sides of its border, and what keywords ignore.
struct SchemaValidityTests {
  @Test(arguments: [
    ("true", "1"), ("{}", "null"), (#"{"type":"integer"}"#, "1.0"), (#"{"type":"number"}"#, "1"),
    (#"{"const":{"a":1,"b":2}}"#, #"{"b":2.0,"a":1}"#), (#"{"enum":[null,1]}"#, "10e-1"),
    (#"{"minimum":1,"maxLength":1,"maxItems":0,"required":["a"]}"#, "true"),
    (#"{"maximum":9007199254740993}"#, "9007199254740993"), (#"{"multipleOf":0.01}"#, "19.99"),
    (#"{"maxLength":1,"minLength":1}"#, "\"\u{1F600}\""), (#"{"pattern":"b"}"#, #""abc""#),
    (#"{"pattern":"^\\p{L}.$"}"#, "\"\u{E9}\u{1F600}\""),
    (#"{"uniqueItems":true}"#, "[1,true,\"1\"]"),
    (#"{"uniqueItems":false}"#, "[1,1]"), (#"{"prefixItems":[{"const":1}]}"#, "[1,2]"),
    (#"{"contains":{"const":1},"minContains":0}"#, "[]"), (#"{"required":["a"]}"#, #"{"a":null}"#),
    (#"{"if":{"type":"string"},"then":false,"else":true}"#, "1"), (#"{"then":false}"#, "1"),
    (#"{"anyOf":[{"properties":{"a":true}},true],"unevaluatedProperties":false}"#, #"{"a":1}"#),
    (#"{"contains":{"const":1},"unevaluatedItems":{"const":2}}"#, "[2,1,2]"),
    (
      #"{"if":{"required":["a"],"properties":{"a":true}},"unevaluatedProperties":false}"#,
      #"{"a":1}"#
    ),
    (#"{"format":"made-up"}"#, #""x""#), (#"{"format":"date"}"#, "1"),
    (#"{"title":5,"x-other":"y","examples":0}"#, "1"), (#"{"minContains":2}"#, "[]"),
  ])
  func `accepts what is valid`(schema: String, instance: String) throws {
    #expect(try violations(schema, instance).isEmpty)
  }

  @Test(arguments: [
    ("false", "1"), (#"{"type":"integer"}"#, "1.5"), (#"{"type":"boolean"}"#, "1"),
    (#"{"const":1}"#, "true"), ("{\"const\":\"\u{E9}\"}", "\"e\u{301}\""),
    (#"{"maximum":9007199254740992}"#, "9007199254740993"), (#"{"multipleOf":3}"#, "1e400"),
    (#"{"pattern":"^a$"}"#, #""a\n""#), (#"{"pattern":"^\\d$"}"#, "\"\u{663}\""),
    (#"{"minLength":2}"#, "\"\u{1F600}\""), (#"{"items":false}"#, "[1]"),
    (#"{"if":{"type":"string"},"then":false}"#, #""a""#), (#"{"not":{}}"#, "1"),
    (#"{"oneOf":[true,true]}"#, "1"),
    (#"{"dependentSchemas":{"a":{"maxProperties":1}}}"#, #"{"a":1,"b":1}"#),
    (#"{"not":{"not":{"properties":{"a":true}}},"unevaluatedProperties":false}"#, #"{"a":1}"#),
    (
      #"{"anyOf":[{"properties":{"a":{"type":"null"}}},true],"unevaluatedProperties":false}"#,
      #"{"a":1}"#
    ),
  ])
  func `refuses what is not`(schema: String, instance: String) throws {
    #expect(try !violations(schema, instance).isEmpty)
  }

  private func violations(
    _ schema: String, _ instance: String
  ) throws -> [JSONSchema.Violation] {
    try JSONSchema(compiling: JSONValue(parsing: schema))
      .violations(in: JSONValue(parsing: instance))
  }
}
