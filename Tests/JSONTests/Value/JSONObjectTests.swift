import JSON
import Testing

struct JSONObjectTests {
  @Test func `members keep their order`() {
    let object: JSONObject = ["b": 1, "a": 2, "c": 3]
    #expect(object.keys == ["b", "a", "c"])
  }

  @Test func `setting a name again keeps its place`() {
    var object: JSONObject = ["b": 1, "a": 2]
    object["b"] = 3
    #expect(object.keys == ["b", "a"])
    #expect(object["b"] == 3)
  }

  /// 100 members are enough for the index that small objects do without.
  @Test(arguments: [3, 15, 16, 17, 100])
  func `finds, replaces and removes at any size`(size: Int) {
    var object = JSONObject((0..<size).map { ("k\($0)", JSONValue.number(JSONNumber($0))) })
    object["k1"] = nil
    object["k2"] = "two"
    object["absent"] = nil
    #expect(object.count == size - 1)
    #expect(!object.contains("k1"))
    #expect(object["k2"] == "two")
    for place in 3..<max(size, 3) { #expect(object["k\(place)"]?.int == place) }
    object["k1"] = "last"
    #expect(object.keys.last == "k1")
  }

  @Test func `canonically equivalent names are different names`() {
    let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
    #expect(object.count == 2)
    #expect(object["\u{E9}"] == 1)
    #expect(object["e\u{301}"] == 2)
  }

  @Test func `equality and hash do not see the order`() {
    let left: JSONObject = ["a": 1, "b": [2]]
    let right: JSONObject = ["b": [2], "a": 1]
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(left != ["a": 1])
    #expect(left != ["a": 1, "c": [2]])
  }

  @Test func `merging takes the other's values`() {
    let merged = (["a": 1, "b": 2] as JSONObject).merging(["b": 3, "c": 4])
    #expect(JSONValue.object(merged).description == #"{"a":1,"b":3,"c":4}"#)
  }
}
