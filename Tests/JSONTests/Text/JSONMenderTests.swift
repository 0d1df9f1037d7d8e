import TestSupport
import Testing

@testable import JSON

/// JSON that is not quite JSON: what is read of it, and what is not.
@Suite struct `A text that is nearly JSON` {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private func read(
    _ bytes: [UInt8], _ mending: JSONMending = .withoutNonFinite
  ) throws -> String {
    try JSONValue(mending: bytes, mending).description
  }

  @Test(arguments: [
    (#"["cut \ud83d"]"#, "[\"cut \u{FFFD}\"]"), (#"["\ude00 low"]"#, "[\"\u{FFFD} low\"]"),
    (#"["\ud83d\ud83d\ude00"]"#, "[\"\u{FFFD}😀\"]"), (#"["\ud83d\n"]"#, #"["\#u{FFFD}\n"]"#),
    (#"{"\ud83d":"\\ud83d"}"#, "{\"\u{FFFD}\":\"\\\\ud83d\"}"),
    (#"["\ud83dA"]"#, "[\"\u{FFFD}A\"]"),
    ("[\"a\tb\u{1}c\"]", #"["a\tb\u0001c"]"#), ("[\"a\r\nb\"]", #"["a\r\nb"]"#),
    ("[NaN,1,-Infinity]", "[null,1,null]"),
    (#"{"a":Infinity,"NaN":"NaN"}"#, #"{"a":null,"NaN":"NaN"}"#),
  ])
  func `is read as it was meant`(text: String, meant: String) throws {
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
    #expect(try read(Array(text.utf8)) == meant)
    #expect(try read(Self.mark + Array(text.utf8)) == meant)
  }

  @Test func `may have a byte order mark in front, and only there`() throws {
    #expect(try read(Self.mark + Array(#" {"a":1}"#.utf8), .exact) == #"{"a":1}"#)
    for text in ["{}\u{FEFF}", "\u{FEFF}\u{FEFF}{}", "[\u{FEFF}1]", "\u{FEFF}"] {
      #expect(throws: JSONParseError.self, "\(text)") { try read(Array(text.utf8)) }
    }
    #expect(try read(Array("[\"\u{FEFF}\"]".utf8)) == "[\"\u{FEFF}\"]")
  }

  /// Each byte that can't stand alone, at each place of a string.
  @Test(arguments: [
    [0xFC], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0x80], [0xFF], [0xED, 0xA0, 0xBD],
  ])
  func `has U+FFFD for bytes that are no UTF-8`(bytes: [UInt8]) throws {
    for place in 0...9 {
      var text = Array(#"{"a":"012345678"}"#.utf8)
      text.insert(contentsOf: bytes, at: 6 + place)
      let value = try #require(try JSONValue(mending: text)["a"]?.string)
      let scalars = value.unicodeScalars
      #expect(scalars.contains("\u{FFFD}"))
      #expect(String(String.UnicodeScalarView(scalars.filter { $0 != "\u{FFFD}" })) == "012345678")
      #expect(throws: JSONParseError.self) { try JSONValue(mending: text, .exact) }
    }
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{'a':1}", #"["\x41"]"#, #"["\u12"]"#, "[\"a\\\tb\"]", "[\"a\\\u{1}\"]",
    #"["\ud83d\u12"]"#, "[nan]", "[+1]", "[01]", "{} {}", "NaNa", "[\"a]", "[\"a\\", "// a\n{}",
  ])
  func `is refused where what was meant isn't certain`(text: String) {
    #expect(throws: JSONParseError.self) { try read(Array(text.utf8)) }
  }

  @Test func `keeps NaN an error where nobody asked for null`() {
    #expect(throws: JSONParseError.self) { try JSONValue(mending: Array("[NaN]".utf8)) }
    #expect(throws: JSONParseError.self) {
      try JSONValue(mending: Array(#"["\ud83d"]"#.utf8), .exact)
    }
  }

  /// Any text of JSON, damaged in its strings, has the same shape afterwards.
  @Test func `keeps its shape, whatever stands in its strings`() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let value = RandomJSON.value(depth: 4, using: &generator)
      var text = value.serialized()
      #expect(JSONMender(.withoutNonFinite).mended(text) == nil)
      guard let quote = text.firstIndex(of: UInt8(ascii: "\"")) else { continue }
      text.insert(contentsOf: [0x09, 0xFC], at: quote + 1)
      let mended = try JSONValue(mending: Self.mark + text)
      #expect(Self.shape(mended) == Self.shape(value))
    }
  }

  private static func shape(_ value: JSONValue) -> String {
    switch value {
    case .null, .bool, .number: value.description
    case .string: "s"
    case .array(let elements): "[\(elements.map(shape).joined(separator: ","))]"
    case .object(let object): "{\(object.map { shape($0.value) }.joined(separator: ","))}"
    }
  }

  @Test func `grows no further than a text may`() {
    let text = [UInt8(ascii: "\"")] + [UInt8](repeating: 1, count: 8 << 20) + [UInt8(ascii: "\"")]
    #expect(
      throws: JSONParseError(
        reason: .tooLong(limit: JSONParser.defaultLength), offset: JSONParser.defaultLength)
    ) {
      try JSONValue(mending: text)
    }
  }

  @Test(arguments: [
    ("{}", "{}"), ("[]", "{}"), (#"{"a":[]}"#, #"{"a":[]}"#), (#""{\"a\":1}""#, #"{"a":1}"#),
    (#""[]""#, "{}"), (#""\"{}\"""#, "{}"), ("[1]", nil), ("null", nil), (#""a""#, nil), ("7", nil),
    (#""""#, nil),
  ])
  func `may mean an object`(text: String, object: String?) throws {
    #expect(
      try JSONValue(parsing: text).objectMeant.map { JSONValue.object($0).description } == object)
  }

  @Test(arguments: [
    ("true", true), ("1", true), ("1.0", true), (#""1""#, true), (#""TRUE""#, true),
    ("false", false),
    ("0", false), (#""0""#, false), (#""False""#, false), ("2", nil), ("null", nil),
    (#""yes""#, nil), ("[]", nil),
  ])
  func `may mean a truth value`(text: String, truth: Bool?) throws {
    #expect(try JSONValue(parsing: text).truth == truth)
  }
}
