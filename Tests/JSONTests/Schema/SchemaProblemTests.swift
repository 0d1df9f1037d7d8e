import JSON
import Testing

/// What cannot be compiled, and where the fault is said to lie.
struct SchemaProblemTests {
  @Test(arguments: [
    ("5", ""), (#"{"type":5}"#, "/type"), (#"{"type":"text"}"#, "/type"),
    (#"{"type":["null","x"]}"#, "/type/1"), (#"{"type":[]}"#, "/type"),
    (#"{"type":["null","null"]}"#, "/type"), (#"{"enum":1}"#, "/enum"),
    (#"{"minimum":"x"}"#, "/minimum"), (#"{"multipleOf":0}"#, "/multipleOf"),
    (#"{"multipleOf":-1}"#, "/multipleOf"),
    (#"{"multipleOf":1.00000000000000000001}"#, "/multipleOf"),
    (#"{"maxLength":-1}"#, "/maxLength"), (#"{"minItems":1.5}"#, "/minItems"),
    (#"{"pattern":"("}"#, "/pattern"), (#"{"pattern":1}"#, "/pattern"),
    (#"{"patternProperties":{"[":true}}"#, "/patternProperties/["), (#"{"format":1}"#, "/format"),
    (#"{"required":"a"}"#, "/required"), (#"{"required":["a",1]}"#, "/required/1"),
    (#"{"required":["a","a"]}"#, "/required"),
    (#"{"dependentRequired":{"a":1}}"#, "/dependentRequired/a"),
    (#"{"uniqueItems":1}"#, "/uniqueItems"), (#"{"items":[true]}"#, "/items"),
    (#"{"prefixItems":[]}"#, "/prefixItems"), (#"{"anyOf":{}}"#, "/anyOf"),
    (#"{"allOf":[1]}"#, "/allOf/0"), (#"{"properties":[]}"#, "/properties"),
    (#"{"properties":{"a":null}}"#, "/properties/a"), (#"{"$defs":{"a":"x"}}"#, "/$defs/a"),
    (#"{"$schema":"http://json-schema.org/draft-07/schema#"}"#, "/$schema"),
    (#"{"$ref":1}"#, "/$ref"),
    (#"{"$id":"a#b"}"#, "/$id"), (#"{"$id":1}"#, "/$id"), (#"{"$anchor":"1a"}"#, "/$anchor"),
    (##"{"$ref":"#/title","title":"x"}"##, "/title"),
    (#"{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}"#, "/$defs/b/$anchor"),
    (#"{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}"#, "/$defs/b/$id"),
    (#"{"then":1}"#, "/then"), (#"{"minContains":"x"}"#, "/minContains"),
  ])
  func `refuses malformed keywords`(schema: String, pointer: String) {
    let error = #expect(throws: JSONSchemaError.self) {
      try JSONSchema(compiling: JSONValue(parsing: schema))
    }
    #expect(error?.problems.map(\.pointer.description) == [pointer])
  }

  @Test func `collects all problems`() {
    let error = #expect(throws: JSONSchemaError.self) {
      try JSONSchema(
        compiling: ["type": 5, "properties": ["a": ["minimum": "x"], "b": ["$ref": "#/no"]]])
    }
    #expect(
      error?.description == """
        /type: must be the name of a type or an array of such names, but is 5
        /properties/a/minimum: must be a number, but is "x"
        /properties/b/$ref: leads to "#/no", which is not in this document
        """)
  }

  @Test(arguments: [
    "https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft/2020-12/schema#",
  ])
  func `knows its own dialect`(dialect: String) throws {
    let schema = try JSONSchema(compiling: ["$schema": .string(dialect), "type": "integer"])
    #expect(schema.violations(in: 1).isEmpty)
    #expect(schema.violations(in: "1").map(\.keyword) == ["type"])
  }

  @Test func `values that look like schemas are not`() throws {
    let schema = try JSONSchema(
      compiling: ["const": ["$ref": "x"], "enum": [["type": 5]], "default": ["$id": 1]])
    #expect(schema.violations(in: ["$ref": "x"]).map(\.keyword) == ["enum"])
    #expect(schema.violations(in: ["type": 5]).map(\.keyword) == ["const"])
  }

  @Test func `nests to its limit and no further`() throws {
    func nested(_ depth: Int) -> JSONValue {
      (0..<depth).reduce(true) { inner, _ in ["not": inner] }
    }
    _ = try JSONSchema(compiling: nested(256))
    let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(compiling: nested(257)) }
    #expect(
      error?.problems.map(\.message) == ["is too deeply nested: more than 256 steps from the root"])
  }

  @Test func `holds as many schemas as its limit and no more`() throws {
    func wide(_ count: Int) -> JSONValue {
      ["anyOf": .array(Array(repeating: true, count: count))]
    }
    _ = try JSONSchema(compiling: wide(19_999))
    let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(compiling: wide(30_000)) }
    #expect(error?.problems.map(\.pointer.description) == ["/anyOf/19999"])
  }
}
