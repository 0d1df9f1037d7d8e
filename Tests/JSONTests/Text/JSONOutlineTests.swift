import Testing

@testable import JSON

/// What is found in a text without reading the rest of it.
struct JSONOutlineTests {
  private static let texts = [
    #"{"data":[{"a":1},[2,3],"]"],"meta":{"next":null,"n":3,"n":4},"none":[]}"#,
    #"{"d\u0061ta":[{"a":1},[2,3],"]"],"meta":{"n":1,"\u006e":4,"next":null},"none":[]}"#,
    #"{"data":1,"meta":2,"none":[],"data":[7,8,9],"meta":{"next":null,"n":4}}"#,
  ]

  private func forms(_ text: String) throws -> [JSONObject] {
    let bytes = Array(text.utf8)
    let kept = try #require(try CheckedJSON(bytes).lineObject)
    let unnoted = try JSONValue(parsing: bytes, keepingObjectsAt: 1).object
    let read = try JSONValue(parsing: bytes).object
    return [kept, kept.appending("x", 1), try #require(unnoted), try #require(read)]
  }

  @Test(arguments: texts) func `is what reading would find`(text: String) throws {
    for object in try forms(text) {
      #expect(object.elementCount(at: try pointer("/data")) == 3)
      #expect(object.elementCount(at: try pointer("/none")) == 0)
      #expect(object.value(at: try pointer("/meta/n")) == 4)
      #expect(object.value(at: try pointer("/meta/next")) == .some(.null))
      #expect(object.holdsValue(at: try pointer("/meta/next")))
      for missing in ["/meta/a", "/date", "/data/a", "/meta/n/a", "/data/3"] {
        #expect(object.value(at: try pointer(missing)) == nil, "\(missing)")
        #expect(!object.holdsValue(at: try pointer(missing)), "\(missing)")
      }
      #expect(object.elementCount(at: try pointer("/meta")) == nil)
      #expect(object.elementCount(at: try pointer("/date")) == nil)
    }
  }

  @Test func `is found in elements and in what stands behind the text`() throws {
    let object = try #require(
      try CheckedJSON(Array(#"{"a":[{"b":[1,2]}]}"#.utf8)).lineObject
    ).appending("c", [1, 2, 3])
    #expect(object.elementCount(at: try pointer("/a/0/b")) == 2)
    #expect(object.elementCount(at: try pointer("/c")) == 3)
    #expect(object.value(at: try pointer("/c/2")) == 3)
    #expect(object.value(at: .root) == .object(object))
  }

  @Test func `is found among many members`() throws {
    let members = (0..<100).map { #""m\#($0)":[\#($0)]"# }.joined(separator: ",")
    let object = try #require(try CheckedJSON(Array("{\(members)}".utf8)).lineObject)
    #expect(object.value(at: try pointer("/m99/0")) == 99)
    #expect(object.elementCount(at: try pointer("/m63")) == 1)
  }

  private func pointer(_ text: String) throws -> JSONPointer {
    try #require(JSONPointer(parsing: text))
  }

  @Test(arguments: [
    "null", "true", "false", "0", "-0", "-12.5e+3", "12345678901234567890", #""text""#,
    #""a\u00e9""#, "[1,null]", #"{"a":true}"#, "nul", "nulls", "tru", "falsey", "01", "1.", "-",
    "1e", "", "x",
  ])
  func `a value read by itself is what a parser makes of it, or null`(text: String) {
    let around = Array("[0,\(text)]".utf8)
    let value = JSONValue(proven: around, 3..<3 + text.utf8.count)
    #expect(value == (try? JSONValue(parsing: text)) ?? .null)
  }
}
