import Testing

@testable import JSON

struct KeptObjectTests {
  private static let text = #"{"a":[{"x":1,"y":{"z":[]}},2],"b":{"c":"d\n","c":3},"e":"ü"}"#

  @Test(arguments: 1...6)
  func `reads as what it was written as, however deep it is kept`(depth: Int) throws {
    let kept = try JSONValue(parsing: Array(Self.text.utf8), keepingObjectsAt: depth)
    let read = try JSONValue(parsing: Self.text)
    #expect(kept == read)
    #expect(read == kept)
    #expect(kept.hashValue == read.hashValue)
    #expect(kept["a"]?.array?.first?["y"]?["z"] == [])
    #expect(kept["b"]?["c"] == 3)
    #expect(kept.prettyPrinted() == read.prettyPrinted())
  }

  @Test func `is written as it was, without having been read`() throws {
    let kept = try JSONValue(parsing: Array(Self.text.utf8), keepingObjectsAt: 1)
    #expect(kept.description == Self.text)
  }

  @Test(arguments: [1, 2, 3])
  func `loses the white space between its parts when it is written`(depth: Int) throws {
    let kept = try JSONValue(
      parsing: Array("{ \"a\" : {\"b\":\n{ } },\"c\":{\"d\":[\t]}}\n".utf8), keepingObjectsAt: depth
    )
    #expect(kept.description == #"{"a":{"b":{}},"c":{"d":[]}}"#)
  }

  @Test func `can be changed, and leaves its copies alone`() throws {
    let kept = try JSONValue(parsing: Array(Self.text.utf8), keepingObjectsAt: 1)
    var changed = try #require(kept.object)
    changed["b"] = nil
    changed["f"] = true
    #expect(changed.keys == ["a", "e", "f"])
    #expect(kept.object?.keys == ["a", "b", "e"])
    #expect(changed["a"] == kept["a"])
  }

  @Test(arguments: [Self.text, "{}"])
  func `takes members at its end without having been read`(text: String) throws {
    let kept = try #require(try CheckedJSON(Array(text.utf8)).lineObject)
    let longer = kept.appending("f", ["\n"]).appending("g", [:])
    let written = JSONValue.object(longer).serialized()
    #expect(longer.kept != nil)
    #expect(written.count <= longer.writtenSize ?? 0)
    #expect(try JSONValue(parsing: written).object?.keys == kept.keys + ["f", "g"])
    #expect(longer.keys == kept.keys + ["f", "g"])
    #expect(longer["f"] == ["\n"])
    #expect(kept["f"] == nil)
  }

  @Test(arguments: [
    "{\"a\":{\"b\":01}}", "{\"a\":{\"b\":\"\\x\"}}", "{\"a\":{\"b\":1}", "{\"a\":{b:1}}",
  ])
  func `is checked when it is kept`(text: String) {
    for depth in 1...2 {
      #expect(throws: JSONParseError.self) {
        try JSONValue(parsing: Array(text.utf8), keepingObjectsAt: depth)
      }
    }
  }
}
