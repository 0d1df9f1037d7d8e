import Testing

@testable import JSON

struct JSONParserTests {
  @Test(
    arguments: [
      ("null", "null"), ("true", "true"), ("false", "false"), ("0", "0"), ("-0", "-0"),
      ("-1.5e+10", "-1.5e+10"), (#""""#, #""""#), ("[]", "[]"), ("{}", "{}"),
      (" [ 1 , 2 ] ", "[1,2]"), ("\t{\r\n\"a\" : null }\n", #"{"a":null}"#),
      (#""\"\\\/\b\f\n\r\t\u0000""#, #""\"\\/\b\f\n\r\t\u0000""#),
      (#""\uD83D\uDE00""#, #""😀""#), ("\"\u{7F}\u{2028}\"", "\"\u{7F}\u{2028}\""),
      (#"{"":{"":[]}}"#, #"{"":{"":[]}}"#),
      ("1e999999999999999999999", "1e999999999999999999999"),
      (#""\ud7ff\ue000\uFFFF""#, "\"\u{D7FF}\u{E000}\u{FFFF}\""),
    ])
  func `accepts JSON`(text: String, written: String) throws {
    #expect(try JSONValue(parsing: text).description == written)
  }

  @Test(
    arguments: [
      ("", .unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("nul", .unexpectedEnd, 3),
      ("nulx", .unexpectedByte(0x78), 3), ("True", .unexpectedByte(0x54), 0),
      ("[1,]", .unexpectedByte(0x5D), 3), ("[1 2]", .unexpectedByte(0x32), 3),
      ("[", .unexpectedEnd, 1), ("[1,", .unexpectedEnd, 3), ("]", .unexpectedByte(0x5D), 0),
      ("{\"a\":1,}", .unexpectedByte(0x7D), 7), ("{a:1}", .unexpectedByte(0x61), 1),
      ("{\"a\" 1}", .unexpectedByte(0x31), 5), ("{\"a\":}", .unexpectedByte(0x7D), 5),
      ("{\"a\"", .unexpectedEnd, 4), ("1 1", .trailingBytes, 2), ("nullx", .trailingBytes, 4),
      ("01", .invalidNumber, 0), ("-", .invalidNumber, 0), ("[-a]", .invalidNumber, 1),
      ("1.", .invalidNumber, 0), ("1.e1", .invalidNumber, 0), ("1e", .invalidNumber, 0),
      ("+1", .unexpectedByte(0x2B), 0), (".5", .unexpectedByte(0x2E), 0),
      ("NaN", .unexpectedByte(0x4E), 0), ("0x1", .trailingBytes, 1),
      ("-Infinity", .invalidNumber, 0),
      ("'a'", .unexpectedByte(0x27), 0), ("/**/1", .unexpectedByte(0x2F), 0),
      (#""\x""#, .invalidEscape, 1), (#""\u12G4""#, .invalidEscape, 1),
      (#""\u+123""#, .invalidEscape, 1),
      (#""\"#, .unexpectedEnd, 1), (#""\u12"#, .unexpectedEnd, 1), ("\"a", .unexpectedEnd, 2),
      (#""a\ud800""#, .loneSurrogate, 2), (#""\udc00""#, .loneSurrogate, 1),
      (#""\ud800\u0041""#, .loneSurrogate, 1), (#""\ud800\ud800""#, .loneSurrogate, 1),
      ("\"a\nb\"", .controlCharacter, 2), ("\"\\n\u{0}\"", .controlCharacter, 3),
      ("\u{FEFF}1", .unexpectedByte(0xEF), 0), ("\u{A0}1", .unexpectedByte(0xC2), 0),
      ("\u{B}1", .unexpectedByte(0xB), 0),
    ] as [(String, JSONParseError.Reason, Int)])
  func `refuses the rest, and says why and where`(
    text: String, reason: JSONParseError.Reason, offset: Int
  ) {
    #expect(throws: JSONParseError(reason: reason, offset: offset)) {
      try JSONValue(parsing: text)
    }
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xC3], [0xF0, 0x9F, 0x98], [0xFF],
    ] as [[UInt8]])
  func `refuses invalid UTF-8`(bytes: [UInt8]) {
    let text = Array(#"["ab"#.utf8) + bytes + Array(#"","\n"]"#.utf8)
    #expect(throws: JSONParseError(reason: .invalidUTF8, offset: 4)) {
      try JSONValue(parsing: text)
    }
  }

  @Test(arguments: ["[", "{\"a\":"])
  func `nests to its limit and no further`(opening: String) throws {
    let closing = opening == "[" ? "]" : "}"
    let inner = opening == "[" ? "" : "0"
    func text(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + inner + String(repeating: closing, count: depth)
    }
    _ = try JSONValue(parsing: text(JSONParser.defaultDepth))
    let offset = JSONParser.defaultDepth * opening.utf8.count
    #expect(throws: JSONParseError(reason: .tooDeep(limit: 128), offset: offset)) {
      try JSONValue(parsing: text(JSONParser.defaultDepth + 1))
    }
    #expect(throws: JSONParseError.self) {
      try JSONValue(parsing: String(repeating: opening, count: 1_000_000))
    }
  }

  @Test func `depth is nesting, not number`() throws {
    _ = try JSONParser.parse(Array("[[],[],{},[]]".utf8).span, maximumDepth: 2)
    #expect(throws: JSONParseError(reason: .tooDeep(limit: 2), offset: 2)) {
      try JSONParser.parse(Array("[[[]]]".utf8).span, maximumDepth: 2)
    }
  }

  @Test func `reads texts to its length and no longer`() throws {
    _ = try JSONParser.parse(Array("[12]".utf8).span, maximumLength: 4)
    #expect(throws: JSONParseError(reason: .tooLong(limit: 4), offset: 4)) {
      try JSONParser.parse(Array("[123]".utf8).span, maximumLength: 4)
    }
  }

  @Test func `of duplicate names the last value wins`() throws {
    let value = try JSONValue(parsing: #"{"a":1,"b":2,"\u0061":3}"#)
    #expect(value.description == #"{"a":3,"b":2}"#)
  }

  @Test func `canonically equivalent names stay distinct`() throws {
    let text = "{\"\u{E9}\":1,\"e\u{301}\":2}"
    #expect(try JSONValue(parsing: text).description == text)
  }

  @Test func `decodes escapes`() throws {
    let value = try JSONValue(parsing: #""a\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00z""#)
    #expect(value.string == "a\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{1F600}z")
  }

  @Test func `words its errors for people`() {
    #expect(
      JSONParseError(reason: .unexpectedByte(0x5D), offset: 3).description
        == "unexpected ']' at byte 3")
    #expect(
      JSONParseError(reason: .unexpectedByte(0xEF), offset: 0).description
        == "unexpected byte 0xef at byte 0")
  }
}
