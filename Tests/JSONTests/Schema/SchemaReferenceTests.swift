import JSON
import Testing

struct SchemaReferenceTests {
  @Test(arguments: [
    ##"{"$ref":"#/$defs/n","$defs":{"n":{"type":"null"}}}"##,
    ##"{"$ref":"#/definitions/n","definitions":{"n":{"type":"null"}}}"##,
    ##"{"$ref":"#/x/0/a~1b%25","x":[{"a/b%":{"type":"null"}}]}"##,
    ##"{"$ref":"#n","$defs":{"x":{"$anchor":"n","type":"null"}}}"##,
    ##"{"$ref":"#n","$defs":{"x":{"$dynamicAnchor":"n","type":"null"}}}"##,
    ##"{"$id":"http://a.example/b/c","$ref":"d","$defs":{"x":{"$id":"/b/d","type":"null"}}}"##,
    ##"{"$id":"http://a.example/b/c","$ref":"../d#/$defs/n","##
      + ##""$defs":{"x":{"$id":"../d","$defs":{"n":{"type":"null"}}}}}"##,
    ##"{"$id":"urn:example:root","$ref":"#/$defs/n","$defs":{"n":{"type":"null"}}}"##,
    ##"{"$ref":"#/definitions/a","$defs":{"d":{"$ref":"#/definitions/c"}},"##
      + ##""definitions":{"a":{"$ref":"#n"},"b":{"$anchor":"n","type":"null"},"##
      + ##""c":{"$ref":"#/definitions/b"}}}"##,
  ])
  func `finds its way inside the document`(schema: String) throws {
    let schema = try JSONSchema(compiling: JSONValue(parsing: schema))
    #expect(schema.violations(in: nil).isEmpty)
    #expect(schema.violations(in: 1).map(\.keyword) == ["type"])
  }

  @Test(arguments: [
    "http://other.example/schema", "other.json", "#nowhere", "#/$defs/absent", "#/$defs/%zz",
    "#/$defs/~2", "https://json-schema.org/draft/2020-12/schema",
  ])
  func `refuses what leads out of the document`(reference: String) {
    let error = #expect(throws: JSONSchemaError.self) {
      try JSONSchema(compiling: ["properties": ["a": ["$ref": .string(reference)]], "$defs": [:]])
    }
    #expect(error?.problems.map(\.pointer.description) == ["/properties/a/$ref"])
    #expect(error?.problems.first?.message.contains("not in this document") == true)
  }

  @Test func `recursive schemas follow recursive values`() throws {
    let schema = try JSONSchema(
      compiling: ["properties": ["next": ["$ref": "#"]], "additionalProperties": false])
    #expect(schema.violations(in: ["next": ["next": ["next": [:]]]]).isEmpty)
    let violations = schema.violations(in: ["next": ["next": ["nxt": [:]]]])
    #expect(violations.map(\.instance.description) == ["/next/next/nxt"])
  }

  /// The example of JSON Schema Core, appendix C.
  @Test func `dynamic references take the outermost anchor`() throws {
    let schema = try JSONSchema(
      compiling: JSONValue(
        parsing: #"""
          {"$id":"https://example.com/strict-tree","$dynamicAnchor":"node","$ref":"tree",
           "unevaluatedProperties":false,
           "$defs":{"tree":{"$id":"tree","$dynamicAnchor":"node","type":"object",
             "properties":{"data":true,"children":{"items":{"$dynamicRef":"#node"}}}}}}
          """#))
    #expect(schema.violations(in: ["children": [["data": 1]]]).isEmpty)
    let violations = schema.violations(in: ["children": [["daat": 1]]])
    #expect(violations.map(\.instance.description) == ["/children/0/daat"])
  }

  @Test func `keeps the document as it was given`() throws {
    let document: JSONValue = ["title": "x", "$defs": ["a": true], "unknown": [1]]
    #expect(try JSONSchema(compiling: document).document.serialized() == document.serialized())
  }
}
