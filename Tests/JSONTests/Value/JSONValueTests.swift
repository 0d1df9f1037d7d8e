import JSON
import Testing

struct JSONValueTests {
  @Test func `true is not 1 and 0 is not false`() {
    #expect(JSONValue.bool(true) != 1)
    #expect(JSONValue.bool(false) != 0)
    #expect((1 as JSONValue).bool == nil)
  }

  @Test func `strings are equal by code points`() {
    #expect(JSONValue.string("\u{E9}") != JSONValue.string("e\u{301}"))
    #expect(Set<JSONValue>(["\u{E9}", "e\u{301}", "\u{E9}"]).count == 2)
  }

  @Test(
    arguments: [
      (nil, "null"), (true, "boolean"), (1, "integer"), ("1", "string"), ([], "array"),
      ([:], "object"),
    ] as [(JSONValue, String)])
  func `names the type of a value`(value: JSONValue, name: String) {
    #expect(value.typeName == name)
  }

  @Test func `reads what it is and nothing else`() {
    let value: JSONValue = ["a": [1, "x", nil]]
    #expect(value["a"]?.array?.count == 3)
    #expect(value["a"]?.array?.first?.int == 1)
    #expect(value["a"]?.array?.last?.isNull == true)
    #expect(value["b"] == nil)
    #expect(value.array == nil && value.string == nil && value.number == nil)
  }
}
