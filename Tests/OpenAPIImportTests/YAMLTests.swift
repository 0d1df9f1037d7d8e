import JSON
import TestSupport
import Testing
import YAML

/// YAML in, the JSON that it means out.
@Suite struct `A document in YAML` {
  private func value(_ text: String) throws -> JSONValue {
    try YAMLParser.parse(Array(text.utf8))
  }

  @Test(arguments: [
    ("a: 1\nb: two\n", #"{"a":1,"b":"two"}"#),
    ("- a\n- b: 1\n  c:\n  - d\n  - - e\n    - f\n-\n", #"["a",{"b":1,"c":["d",["e","f"]]},null]"#),
    ("a:\n- 1\nb:\n  - 2\n", #"{"a":[1],"b":[2]}"#),
    (
      "a: {b: [1, 'two', \"three\"], c: , d}\n", #"{"a":{"b":[1,"two","three"],"c":null,"d":null}}"#
    ),
    ("# c\n---\na: b # c\n# c\nc: d#e\n...\n", #"{"a":"b","c":"d#e"}"#),
    ("a: one\n  two\n\n  three\nb: 'it''s\n  so'\n", #"{"a":"one two\nthree","b":"it's so"}"#),
    (
      #"a: "x\ty\u00e9\U0001F600\ud83d\ude00 \"q\" \"# + "\n    end\"\n",
      #"{"a":"x\tyé😀😀 \"q\" end"}"#
    ),
    (
      "a: |\n  one\n   two\n\n  three\nb: >-\n  one\n  two\n\n  three\n   four\n  five\n\nc: |+\n  x\n\n",
      #"{"a":"one\n two\n\nthree\n","b":"one two\nthree\n four\nfive","c":"x\n\n"}"#
    ),
    ("a: |2\n   x\n  y\nb: >\n\n  x\n", #"{"a":" x\ny\n","b":"\nx\n"}"#),
    ("'/pets/{id}':\n  get:\n    200: ok\n? no", "key"),
    ("/pets/{id}:\n  get:\n    200: ok\n", #"{"/pets/{id}":{"get":{"200":"ok"}}}"#),
    ("url: http://a.example:80/x\nt: 12:30\n", #"{"url":"http://a.example:80/x","t":"12:30"}"#),
    ("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n", #"{"a":{"b":1},"c":{"b":1},"d":[{"b":1},{"b":1}]}"#),
    ("a: &x\n  b: 1\n  c: 2\nd:\n  <<: *x\n  c: 3\n", #"{"a":{"b":1,"c":2},"d":{"b":1,"c":3}}"#),
    ("a: !!str 1\nb: !!int \"2\"\nc: ! 3\nd: !!str\n", #"{"a":"1","b":2,"c":"3","d":""}"#),
    ("a: - b", "can't begin on this line"), ("", "null"), ("{}", "{}"),
    ("\u{FEFF}a: b", #"{"a":"b"}"#),
    ("a:\r\n  b: c\r\n", #"{"a":{"b":"c"}}"#), ("- &a x\n- *a\n", #"["x","x"]"#),
    ("&a a: 1\nb: *a\n", #"{"a":1,"b":"a"}"#), ("%YAML 1.2\n---\na: b\n", #"{"a":"b"}"#),
    ("a: b: c", "a key can't stand behind another one"),
  ])
  func `means the same as in JSON`(text: String, meaning: String) throws {
    if let json = try? JSONValue(parsing: meaning) {
      #expect(try value(text) == json, "\(text)")
    } else {
      let error = try #require(throws: YAMLParseError.self) { try value(text) }
      #expect(error.reason.contains(meaning), "\(error)")
    }
  }

  /// YAML 1.2's core schema, with every digit kept.
  @Test(arguments: [
    ("yes", #""yes""#), ("no", #""no""#), ("on", #""on""#), ("Off", #""Off""#), ("y", #""y""#),
    ("true", "true"), ("False", "false"), ("NULL", "null"), ("~", "null"), ("tRue", #""tRue""#),
    ("2024-01-31", #""2024-01-31""#), ("2024-01-31T10:00:00Z", #""2024-01-31T10:00:00Z""#),
    ("12345678901234567890.10", "12345678901234567890.10"), ("-0.0", "-0.0"), ("1e400", "1e400"),
    ("+1", "1"), (".5", "0.5"), ("5.", "5.0"), ("007", "7"), ("0o17", "15"), ("0x1F", "31"),
    ("1_000", #""1_000""#), ("3.1.0", #""3.1.0""#), ("1:30", #""1:30""#), ("0b1", #""0b1""#),
    ("'1'", #""1""#), ("-", #"[null]"#), ("-x", #""-x""#), ("0xZ", #""0xZ""#), ("0x+1", #""0x+1""#),
    ("=", #""=""#), ("1e3", "1e3"), ("0777e", #""0777e""#),
  ])
  func `has the values of the core schema`(text: String, json: String) throws {
    let value = try value(text)
    #expect(value.serialized() == (try JSONValue(parsing: json)).serialized(), "\(text)")
  }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", 3, 1, "occurs twice"), ("{a: 1, 'a': 2}", 1, 8, "occurs twice"),
    ("a: 1\n  b: 2\n", 2, 4, "colon and a space"), ("a:\n\tb: 1\n", 2, 2, "tab"),
    ("a: 'x\n", 1, 4, "closing quotation mark"), ("a: [1, 2\n", 1, 4, "never closed"),
    ("a: [1 2, 3}\n", 1, 11, "closing bracket"), ("a: *b\n", 1, 4, "no anchor &b"),
    ("a: &a [*a]\n", 1, 8, "no anchor &a"), ("a: !mine x\n", 1, 4, "tag !mine"),
    ("a: !!int x\n", 1, 10, "is no !!int"), ("a: .inf\n", 1, 4, "no number"),
    ("a: 1\n---\nb: 2\n", 2, 1, "second document"), ("a: @b\n", 1, 4, "quotation marks"),
    ("a: %b\n", 1, 4, "quotation marks"), ("é: 'x' y\n", 1, 8, "nothing can stand here"),
    ("a: \"\\q\"\n", 1, 5, "no escape"), ("a: \"\\ud800\"\n", 1, 5, "no character"),
    ("a:\n  - b\n c: d\n", 3, 2, "indented more"), ("[a]: b\n", 1, 4, "only a text"),
    ("a: x\u{1}\n", 1, 5, "control character"), ("a: \"\\u{12\"\n", 1, 5, "no escape"),
    ("- a\nb: c\n", 2, 1, "belongs to nothing"), ("%YAML 1.2\na: b\n", 2, 1, "---"),
    ("a: b\n  c\n  d: e\n", 3, 4, "colon and a space"), ("*a : b\n", 1, 1, "no anchor"),
    ("a: |x\n", 1, 5, "one digit"), ("a: [b: c]\n", 1, 6, "braces of its own"),
    ("a: &b &c d\n", 1, 7, "one anchor"), ("<<: 5\n", 1, 1, "merged"),
  ])
  func `is refused with its place`(text: String, line: Int, column: Int, words: String) throws {
    let error = try #require(throws: YAMLParseError.self) { try value(text) }
    #expect("\(error)".contains(words), "\(error)")
    #expect([error.line, error.column] == [line, column], "\(error)")
  }

  @Test func `can't grow without end`() throws {
    let laughs = (1...30).map {
      "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 9).joined(separator: ","))]"
    }
    let bomb = "a0: &a0 [ha]\n" + laughs.joined(separator: "\n")
    #expect(throws: YAMLParseError.self) { try value(bomb) }
    for deep in [
      String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 100_000),
      String(repeating: "- ", count: 100_000),
      (0..<5000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ] {
      let error = try #require(throws: YAMLParseError.self) { try value(deep) }
      #expect(error.reason.contains("levels deep"))
    }
  }

  /// JSON is YAML: both readers must agree.
  @Test(arguments: [PetShop.document, OddShop.document, HostileShop.document])
  func `may be JSON`(text: String) throws {
    #expect(try value(text) == JSONValue(parsing: text))
  }

  /// Whatever a value is, YAML that people write for it reads back as the same.
  @Test(arguments: [PetShop.document, OddShop.document, HostileShop.document])
  func `reads back what is written in blocks`(text: String) throws {
    var mutator = DocumentMutator(seed: 7)
    let original = try JSONValue(parsing: text)
    for _ in 0..<100 {
      let document = mutator.mutated(original)
      #expect(try value(BlockText.text(document)) == document)
    }
  }

  /// Nothing that is almost YAML crashes the reader; what it takes, it takes with a value.
  @Test func `is read or refused, whatever it is`() throws {
    var generator = SeededGenerator(seed: 3)
    let original = Array(BlockText.text(try JSONValue(parsing: OddShop.document)).utf8)
    let odd = Array("\n\n  - : ? &a *a !t | > ' \" [ ] { } , # % @ ` \t \\ ~ <<: é 1".utf8)
    for _ in 0..<400 {
      var bytes = original
      for _ in 0...generator.index(below: 8) {
        let position = generator.index(below: bytes.count)
        switch generator.index(below: 3) {
        case 0: bytes.remove(at: position)
        case 1: bytes.insert(odd[generator.index(below: odd.count)], at: position)
        default: bytes.removeSubrange(position..<min(position + 30, bytes.count))
        }
      }
      do throws(YAMLParseError) {
        _ = try YAMLParser.parse(bytes)
      } catch {
        #expect(error.line > 0 && !error.reason.isEmpty)
      }
    }
  }
}

/// Writes a value in YAML's block style: texts as they come where that is possible.
private enum BlockText {
  static func text(_ value: JSONValue) -> String { block(value, 0).drop { $0 == "\n" } + "\n" }

  /// What stands behind a key or a hyphen.
  private static func block(_ value: JSONValue, _ depth: Int) -> String {
    let space = "\n" + String(repeating: "  ", count: depth)
    switch value {
    case .object(let object) where !object.isEmpty:
      return object.map { "\(space)\(scalar($0.key)):\(block($0.value, depth + 1))" }.joined()
    case .array(let elements) where !elements.isEmpty:
      return elements.map { "\(space)-\(block($0, depth + 1))" }.joined()
    case .string(let text): return " " + scalar(text)
    case .object, .array, .null, .bool, .number: return " " + value.description
    }
  }

  private static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.count < 80 && text.first?.isLetter == true
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x20 } && !text.hasSuffix(" ")
      && !["null", "true", "false"].contains(text)
    return isPlain ? text : JSONValue.string(text).description
  }
}
