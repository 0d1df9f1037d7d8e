import JSON
import Testing

/// What a violation says: the sentences are read by whoever has to repair the instance.
struct SchemaViolationTests {
  @Test(arguments: [
    (#"{"type":"string"}"#, "1", "must be a string, but is an integer"),
    (
      #"{"type":["string","null","array"]}"#, "1.5",
      "must be a string, null or an array, but is a number"
    ),
    (#"{"const":"a"}"#, #""b""#, #"must be "a", but is "b""#),
    (
      #"{"enum":["full","partial"]}"#, #""none""#,
      #"must be one of "full", "partial", but is "none""#
    ),
    (#"{"enum":[1]}"#, "[1,2]", "must be 1, but is an array of 2 elements"),
    (#"{"minimum":1}"#, "0", "must be at least 1, but is 0"),
    (#"{"exclusiveMinimum":1}"#, "1.0", "must be greater than 1, but is 1.0"),
    (#"{"maximum":1}"#, "1e400", "must be at most 1, but is 1e400"),
    (#"{"exclusiveMaximum":1}"#, "1", "must be less than 1, but is 1"),
    (#"{"multipleOf":0.1}"#, "0.35", "must be a multiple of 0.1, but is 0.35"),
    (#"{"maxLength":1}"#, #""ab""#, "must be at most 1 character long, but has 2"),
    (#"{"minLength":3}"#, #""ab""#, "must be at least 3 characters long, but has 2"),
    (#"{"pattern":"^a"}"#, #""b""#, #"must match the pattern ^a, but is "b""#),
    (#"{"format":"ipv4"}"#, #""b""#, #"must be an IPv4 address such as 192.0.2.1, but is "b""#),
    (#"{"maxItems":1}"#, "[1,2]", "must have at most 1 element, but has 2"),
    (#"{"minItems":1}"#, "[]", "must have at least 1 element, but has 0"),
    (
      #"{"uniqueItems":true}"#, "[1,2,1.0]",
      "must not hold a value twice, but elements 0 and 2 are equal"
    ),
    (
      #"{"contains":{"const":1}}"#, "[]",
      #"must have at least 1 element fit for "contains", but has 0"#
    ),
    (
      #"{"contains":{"const":1},"maxContains":1}"#, "[1,1]",
      #"must have at most 1 element fit for "contains", but has 2"#
    ),
    (#"{"maxProperties":0}"#, #"{"a":1}"#, "must have at most 0 members, but has 1"),
    (#"{"minProperties":1}"#, "{}", "must have at least 1 member, but has 0"),
    (#"{"required":["a"]}"#, "{}", #"must have the member "a", but has not"#),
    (
      #"{"dependentRequired":{"a":["b"]}}"#, #"{"a":1}"#,
      #"must have the member "b", because it has "a""#
    ),
    (#"{"not":{"type":"null"}}"#, "null", #"must not match {"type":"null"}, but does"#),
    ("false", "1", "is not allowed here"),
  ])
  func `says what was expected and what was found`(
    schema: String, instance: String, message: String
  ) throws {
    let violations = try violations(schema, instance)
    #expect(violations.map(\.message) == [message])
    #expect(violations.first?.instance == .root)
  }

  @Test(arguments: [
    (
      #"{"additionalProperties":false,"properties":{"a":{},"b":{}}}"#, #"{"c":1}"#,
      #"/c is not a known member; known are "a", "b""#
    ),
    (
      #"{"unevaluatedProperties":false}"#, #"{"c":1}"#,
      "/c is not a known member: no schema that applies here names it"
    ),
    (
      #"{"prefixItems":[true],"unevaluatedItems":false}"#, "[1,2]",
      "/1 is an element too many: no schema allows one in this place"
    ),
    (#"{"items":{"type":"null"}}"#, "[null,1]", "/1 must be null, but is an integer"),
    (
      #"{"patternProperties":{"^x":{"maximum":1}}}"#, #"{"x/y":2}"#,
      "/x~1y must be at most 1, but is 2"
    ),
    (
      #"{"propertyNames":{"maxLength":1}}"#, #"{"ab":2}"#,
      "/ab has a name that must be at most 1 character long, but has 2"
    ),
  ])
  func `says where`(schema: String, instance: String, description: String) throws {
    #expect(try violations(schema, instance).map(\.description) == [description])
  }

  @Test func `gives all violations with the pointers of both sides`() throws {
    let schema = #"""
      {"properties":{"days":{"$ref":"#/$defs/days"},"tags":{"items":{"type":"string"}}},
       "required":["url"],"$defs":{"days":{"minimum":1,"type":"integer"}}}
      """#
    let violations = try violations(schema, #"{"days":0.5,"tags":["a",1,2]}"#)
    #expect(
      violations.map { "\($0.instance) \($0.schema) \($0.keyword)" } == [
        " /required required",
        "/days /$defs/days/type type",
        "/days /$defs/days/minimum minimum",
        "/tags/1 /properties/tags/items/type type",
        "/tags/2 /properties/tags/items/type type",
      ])
  }

  @Test func `explains alternatives in one sentence`() throws {
    #expect(
      try violations(#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, "1").map(\.message) == [
        "must match at least one of 2 alternatives; "
          + "alternative 1: must be a string, but is an integer; "
          + "alternative 2: must be null, but is an integer"
      ])
    #expect(
      try violations(#"{"oneOf":[{"minimum":0},{"maximum":9}]}"#, "5").map(\.message) == [
        "must match exactly one of 2 alternatives, but matches alternatives 1 and 2"
      ])
  }

  @Test func `explains only the alternatives of the right type`() throws {
    let schema = #"""
      {"oneOf":[{"type":"string"},{"type":"object","required":["id"],
        "properties":{"at":{"anyOf":[{"type":"null"},{"type":"string"}]}}}]}
      """#
    #expect(
      try violations(schema, #"{"id":1,"at":1}"#).map(\.message) == [
        "must match exactly one of 2 alternatives; "
          + "alternative 2: /at must match at least one of 2 alternatives"
      ])
  }

  @Test func `goes by the member that tells alternatives apart`() throws {
    let schema = #"""
      {"anyOf":[
        {"properties":{"kind":{"const":"text"},"size":{"type":"integer"}},"required":["text"]},
        {"properties":{"kind":{"const":"image"}},"required":["data"]}]}
      """#
    #expect(
      try violations(schema, #"{"kind":"text","size":"big"}"#).map(\.message) == [
        "must match at least one of 2 alternatives; alternative 1: "
          + #"must have the member "text", but has not, "#
          + "and /size must be an integer, but is a string"
      ])
  }

  @Test func `what failed is not called unevaluated on top`() throws {
    let schema = #"{"allOf":[{"properties":{"a":{"type":"null"}}}],"unevaluatedProperties":false}"#
    #expect(
      try violations(schema, #"{"a":1,"b":1}"#).map { "\($0.instance)\($0.schema)" } == [
        "/a/allOf/0/properties/a/type", "/b/unevaluatedProperties",
      ])
  }

  @Test func `never echoes a huge value`() throws {
    let huge = String(repeating: "x", count: 100_000)
    for schema in [#"{"const":1}"#, #"{"enum":[1]}"#, #"{"format":"uri"}"#] {
      let message = try #require(try violations(schema, "\"\(huge)\"").first).message
      #expect(message.unicodeScalars.count < 160)
    }
    let values = (0..<100).map { "\($0)" }.joined(separator: ",")
    let message = try #require(try violations(#"{"enum":[\#(values)]}"#, "null").first).message
    #expect(message.contains("19 and 80 more"))
  }

  private func violations(
    _ schema: String, _ instance: String
  ) throws -> [JSONSchema.Violation] {
    try JSONSchema(compiling: JSONValue(parsing: schema))
      .violations(in: JSONValue(parsing: instance))
  }
}
