import JSON
import Tables
import Testing

@Suite struct `Row texts` {
  private func answer(_ text: String) throws -> JSONObject {
    let value = try JSONValue(parsing: Array(text.utf8), keepingObjectsAt: 1)
    return try #require(value.object)
  }

  @Test(arguments: [
    (#"{"items":[{"a":1},{"a":[2, "]"]}]}"#, "/items"),
    (#"{"x":{"items":[]},"y": { "items" : [ {"a":1} , {"a":[2,"]"]} ] } }"#, "/y/items"),
    (#"{"data":["]",[{"a":1},{"a":[2,"]"]}]]}"#, "/data/1"),
    (#"{"items":7,"items":[{"a":1},{"a":[2,"]"]}]}"#, "/items"),
  ]) func `are found in an answer`(text: String, pointer: String) throws {
    let path = try #require(JSONPointer(parsing: pointer))
    for answer in [try answer(text), JSONObject(try answer(text).members.map { ($0, $1) })] {
      let rows = try #require(RowText(of: answer, at: path))
      #expect(rows.count == 2)
      #expect(rows.row(1) == ["a": [2, "]"]])
      #expect(String(decoding: rows.chunk(0..<2), as: UTF8.self) == #"[{"a":1},{"a":[2,"]"]}]"#)
      #expect(rows.chunk(1..<1) == Array("[]".utf8))
    }
  }

  @Test func `are one where an object stands`() throws {
    let rows = try RowText(
      of: answer(#"{"stats": {"a": 1}}"#), at: #require(JSONPointer(parsing: "/stats")))
    #expect(rows?.count == 1)
    #expect(rows?.row(0) == ["a": 1])
  }

  @Test(arguments: ["/missing", "/items/a", "/items/7", "/count"])
  func `are none where neither an array nor an object stands`(pointer: String) throws {
    let path = try #require(JSONPointer(parsing: pointer))
    #expect(try RowText(of: answer(#"{"items":[{"a":1}],"count":3}"#), at: path) == nil)
  }

  @Test(arguments: ["", "{}", "[1", "[1]]", "[01]", "7"])
  func `refuse a chunk that is no array`(text: String) {
    #expect(throws: JSONParseError.self) { try RowText(chunk: Array(text.utf8)) }
  }

  @Test func `read back what they kept`() throws {
    var random = RandomRows(seed: 1)
    let values = random.rows(20)
    let whole = try rows(values)
    let part = try RowText(chunk: whole.chunk(5..<15))
    #expect((0..<part.count).map(part.row) == Array(values[5..<15]))
  }

  @Test func `tell a page that repeats`() throws {
    let one = try rows("[1,2]")
    #expect(try one.digest == rows(" [1,2] ").digest)
    #expect(try one.digest != rows("[1,3]").digest)
  }
}
