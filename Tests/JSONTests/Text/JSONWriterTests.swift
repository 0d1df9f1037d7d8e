import JSON
import Testing

struct JSONWriterTests {
  @Test(arguments: [
    "0", "-0", "1.0", "1E5", "1e+05", "0.1000", "12345678901234567890.123456789", "-1e-999999",
  ])
  func `numbers round trip byte for byte`(text: String) throws {
    #expect(try JSONValue(parsing: "[\(text)]").description == "[\(text)]")
  }

  @Test func `writes one line, members in their order`() {
    let value: JSONValue = ["b": [1, nil, true, "x"], "a": [:], "c": []]
    #expect(value.description == #"{"b":[1,null,true,"x"],"a":{},"c":[]}"#)
  }

  @Test func `escapes what must be and nothing else`() {
    let value = JSONValue.string("\"\\/\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}\u{E9}\u{2028}\u{1F600}")
    let escaped = #""\"\\/\n\r\t\b\f\u0000\u001f"#
    #expect(value.description == escaped + "\u{7F}\u{E9}\u{2028}\u{1F600}\"")
  }

  @Test func `escapes at every place of a text, whatever its length`() throws {
    for length in 0..<24 {
      for place in 0..<max(length, 1) {
        for escaped in ["\"", "\\", "\n", "\u{1F}"] where length > 0 {
          var letters = [String](repeating: "x", count: length)
          letters[place] = escaped
          let value = JSONValue.string(letters.joined())
          #expect(try JSONValue(parsing: value.description) == value)
          #expect(value.description.utf8.count == length + (escaped == "\u{1F}" ? 7 : 3))
        }
      }
    }
  }

  @Test func `appends to what is there`() {
    var bytes = Array("data: ".utf8)
    (["a"] as JSONValue).write(into: &bytes)
    #expect(bytes == Array(#"data: ["a"]"#.utf8))
  }

  @Test func `prints for people`() {
    let value: JSONValue = ["a": [1, [:]], "b": []]
    #expect(
      value.prettyPrinted() == """
        {
          "a": [
            1,
            {}
          ],
          "b": []
        }
        """)
  }
}
