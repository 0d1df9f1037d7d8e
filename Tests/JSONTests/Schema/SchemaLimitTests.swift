import Testing

@testable import JSON

/// Hostile schemas and instances end with a violation, not with a crash or a wait.
struct SchemaLimitTests {
  @Test(arguments: [
    ##"{"$ref":"#"}"##, ##"{"allOf":[{"$ref":"#"},{"$ref":"#"}]}"##, ##"{"not":{"$ref":"#"}}"##,
    ##"{"anyOf":[{"$ref":"#"},true]}"##, ##"{"$dynamicAnchor":"a","$dynamicRef":"#a"}"##,
    ##"{"if":{"$ref":"#"}}"##, ##"{"oneOf":[{"$ref":"#"},{"$ref":"#"},{"$ref":"#"}]}"##,
  ])
  func `endless references are too deeply nested`(schema: String) throws {
    let violations = try JSONSchema(compiling: JSONValue(parsing: schema)).violations(in: 1)
    #expect(violations.count == 1)
    #expect(violations.first?.message.hasPrefix("is too deeply nested") == true)
  }

  @Test func `follows a value as deep as the parser reads`() throws {
    let schema = try JSONSchema(
      compiling: JSONValue(
        parsing: ##"{"anyOf":[{"type":"array","items":{"$ref":"#"}},{"type":"null"}]}"##))
    let depth = JSONParser.defaultDepth
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try schema.violations(in: JSONValue(parsing: text)).isEmpty)
  }

  @Test func `a value nested past the limit is a violation`() throws {
    let schema = try JSONSchema(compiling: ["items": ["$ref": "#"]])
    let value = (0..<2000).reduce(JSONValue.null) { inner, _ in [inner] }
    #expect(schema.violations(in: value).last?.message.hasPrefix("is too deeply nested") == true)
  }

  @Test func `exponential schemas are too much work`() throws {
    var definitions = ["d0": ["type": "null"]] as JSONObject
    for level in 1...40 {
      let reference: JSONValue = ["$ref": .string("#/$defs/d\(level - 1)")]
      definitions["d\(level)"] = ["allOf": [reference, reference]]
    }
    let schema = try JSONSchema(compiling: ["$ref": "#/$defs/d40", "$defs": .object(definitions)])
    let violations = schema.violations(in: nil)
    #expect(violations.map { $0.message.hasPrefix("is too much work") } == [true])
  }

  @Test func `nested alternatives are explained in no time`() throws {
    let schema = (0..<60).reduce(["type": "string"] as JSONValue) { inner, _ in
      ["anyOf": [inner, ["type": "boolean"]]]
    }
    #expect(try JSONSchema(compiling: schema).violations(in: 1).map(\.keyword) == ["anyOf"])
  }

  @Test func `strings past the limit are not searched`() throws {
    let schema = try JSONSchema(compiling: ["pattern": "^a*$"])
    #expect(schema.violations(in: .string(String(repeating: "a", count: 4096))).isEmpty)
    #expect(
      schema.violations(in: .string(String(repeating: "a", count: 4097))).map(\.message)
        == ["is too long to check against a pattern: more than 4096 bytes"])
    let names = try JSONSchema(compiling: ["patternProperties": ["b": false]])
    let object = [String(repeating: "a", count: 4097): 1] as JSONObject
    #expect(names.violations(in: .object(object)).map(\.keyword) == ["patternProperties"])
  }

  @Test func `hostile exponents cost nothing`() throws {
    let schema = try JSONSchema(
      compiling: JSONValue(parsing: #"{"multipleOf":0.123456789,"maximum":1e308,"minLength":1e99}"#)
    )
    let number = try JSONValue(parsing: "1e99999999999999")
    #expect(schema.violations(in: number).map(\.keyword) == ["maximum", "multipleOf"])
    #expect(schema.violations(in: "a").map(\.keyword) == ["minLength"])
  }

  @Test func `one schema serves many tasks`() async throws {
    let schema = try JSONSchema(compiling: ["items": ["pattern": "^[a-z]+[0-9]$"]])
    await withTaskGroup(of: Int.self) { group in
      for place in 0..<32 {
        group.addTask { schema.violations(in: ["ok1", .string("bad\(place)x")]).count }
      }
      for await count in group { #expect(count == 1) }
    }
  }
}
