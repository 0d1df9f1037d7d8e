import Testing

@testable import JSON

struct CheckedJSONTests {
  @Test func `is an object for a line when nothing stands between its parts`() throws {
    let text = #"{"a":[1,{"b":"c d"}],"e":null}"#
    #expect(try CheckedJSON(Array(" \(text)\n".utf8)).lineObject?.kept != nil)
    #expect(try CheckedJSON(Array(text.utf8)).lineObject == JSONValue(parsing: text).object)
    for other in ["[1]", "1", "\"a\"", "null", #"{"a": 1}"#, "{\n}"] {
      #expect(try CheckedJSON(Array(other.utf8)).lineObject == nil, "\(other)")
    }
  }

  @Test(arguments: [
    (#"{"a":"visible ASCII ~"}"#, []), (#"{"ä":"b"}"#, ["ä"]), (#"["a\nb"]"#, ["a\nb"]),
    (#"["\u00e4","x","ö\t"]"#, ["ä", "ö\t"]), ("[\"12345678\u{7F}\"]", ["12345678\u{7F}"]),
    (#"["1234567\\","1234567\"8"]"#, ["1234567\\", "1234567\"8"]),
  ])
  func `asks about the strings that aren't plain, and only those`(
    text: String, unusual: [String]
  ) throws {
    let checked = try CheckedJSON(Array(text.utf8))
    var asked: [String] = []
    #expect(checked.hasOnlyPlainStrings(limit: 100) { asked.append($0) == () })
    #expect(asked == unusual)
    #expect(checked.hasOnlyPlainStrings(limit: 100) { _ in false } == unusual.isEmpty)
  }

  @Test func `minds the length of each string`() throws {
    let checked = try CheckedJSON(Array(#"{"abcd":"abcde"}"#.utf8))
    #expect(checked.hasOnlyPlainStrings(limit: 5) { _ in true })
    #expect(!checked.hasOnlyPlainStrings(limit: 4) { _ in true })
  }

  /// Each byte at each place of a block and beyond it, as a string's content.
  @Test(arguments: UInt8.min...UInt8.max)
  func `finds a special byte wherever it stands`(byte: UInt8) {
    for place in 0..<40 {
      var content = [UInt8](repeating: UInt8(ascii: "a"), count: 40)
      content[place] = byte
      let text = [UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")]
      let isPlain = (0x20..<0x7F).contains(byte) && byte != 0x22 && byte != 0x5C
      let checked = try? CheckedJSON(text)
      #expect((checked?.hasOnlyPlainStrings(limit: 40) { _ in false } ?? false) == isPlain)
      #expect((checked != nil) == (isPlain || byte == 0x7F), "at \(place)")
    }
  }
}
