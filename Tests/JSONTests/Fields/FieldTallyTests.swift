import JSON
import Testing

/// Answers held against a schema, by the names and types of their fields.
@Suite struct FieldTallyTests {
  private static let schema: JSONObject = [
    "type": "object", "required": ["data"],
    "properties": [
      "data": [
        "type": "array",
        "items": [
          "type": "object",
          "properties": [
            "id": ["type": "integer"], "name": ["type": "string"], "score": ["type": "number"],
            "note": ["anyOf": [["type": "string"], ["type": "null"]]], "loose": [:],
          ],
        ],
      ],
      "meta": ["type": "object", "properties": ["total": ["type": "integer"]]],
      "byID": ["type": "object", "additionalProperties": ["type": "integer"]],
      "open": ["type": "object"],
    ],
  ]

  /// The answer kept as its text, as services' are.
  private func kept(_ text: String) throws -> JSONObject {
    try #require(try CheckedJSON(Array(text.utf8)).lineObject)
  }

  private func counts(
    _ texts: [String], _ schema: JSONObject = schema, parsed: Bool = false
  ) throws -> [FieldCount] {
    var tally = FieldTally(SchemaFields(schema))
    for text in texts {
      tally.add(parsed ? try #require(try JSONValue(parsing: text).object) : try kept(text))
    }
    return tally.take().counts.filter { $0.count > 0 }
  }

  /// `kind pointer types count/answers` each.
  private func lines(
    _ texts: String..., parsed: Bool = false
  ) throws -> [String] {
    try counts(texts, parsed: parsed).map {
      "\($0.kind.rawValue) \($0.pointer) \($0.seen) \($0.count)/\($0.answers)"
    }.sorted()
  }

  private static let whole =
    #"{"id":1,"name":"a","score":0.5,"note":null}"#

  @Test(arguments: [false, true])
  func `finds nothing in what the schema says`(parsed: Bool) throws {
    let text =
      #"{"data":[\#(Self.whole),{"id":2,"name":"b","score":3,"note":"n","loose":[{"x":1}]}],"#
      + #""meta":{"total":2},"byID":{"4711":1,"x":2},"open":{"any":"name"}}"#
    #expect(try lines(text, text, parsed: parsed) == [])
  }

  @Test(arguments: [false, true])
  func `tells new, missing and retyped fields apart`(parsed: Bool) throws {
    let text =
      #"{"data":[{"id":"x","score":1.5,"note":7,"fresh":[1]},{"id":1,"score":null,"note":null}],"#
      + #""meta":{"total":1.5,"page":{"of":2}},"byID":{"4711":"x"},"open":{"any":"name"},"top":1}"#
    #expect(
      try lines(text, parsed: parsed) == [
        "missing /data/*/name  1/1", "new /data/*/fresh array 1/1", "new /meta/page object 1/1",
        "new /top integer 1/1", "other_type /byID/* string 1/1", "other_type /data/*/id string 1/1",
        "other_type /data/*/note integer 1/1", "other_type /data/*/score null 1/1",
        "other_type /meta/total number 1/1",
      ])
  }

  @Test func `takes whole numbers in any spelling for integers`() throws {
    let text =
      #"{"data":[{"id":1.0,"name":"","score":1e2,"note":""},{"id":2e3,"name":"","score":-1}],"meta":{"total":-0}}"#
    #expect(try lines(text).filter { $0.hasPrefix("other") } == [])
  }

  @Test func `counts answers, and how long a field has been gone`() throws {
    let with = #"{"data":[\#(Self.whole)],"meta":{"total":1},"byID":{},"open":{}}"#
    let without =
      #"{"data":[{"id":1,"score":1,"note":null}],"meta":{"total":1},"byID":{},"open":{}}"#
    let counted = try counts([with, without, with, without, without])
    let name = try #require(counted.first)
    #expect(counted.count == 1)
    #expect(name.pointer.description == "/data/*/name")
    #expect([name.count, name.answers, name.run] == [3, 5, 2])
    #expect(name.wasThere)
    #expect(!name.isRequired)
  }

  @Test func `a required field is missed in one object of many`() throws {
    let schema: JSONObject = [
      "type": "object",
      "properties": [
        "rows": [
          "type": "array",
          "items": [
            "type": "object", "required": ["id"],
            "properties": ["id": ["type": "integer"]],
          ],
        ]
      ],
    ]
    let counted = try counts([#"{"rows":[{"id":1},{},{"id":3}]}"#], schema)
    #expect(counted.map(\.pointer.description) == ["/rows/*/id"])
    #expect(counted.first?.isRequired == true)
    #expect(try counts([#"{"rows":[]}"#], schema) == [])
  }

  /// The first row, the last and some between, however long the list is.
  @Test(arguments: [1, 2, 7, 8, 9, 16, 17, 100, 1000, 4099])
  func `looks at the first and the last row, and at few between`(count: Int) throws {
    let rows = (0..<count).map { #"{"id":1,"n\#($0)":1}"# }
    let text = #"{"data":[\#(rows.joined(separator: ","))]}"#
    let schema: JSONObject = [
      "properties": ["data": ["items": ["properties": ["id": ["type": "integer"]]]]]
    ]
    let names = try counts([text], schema).filter { $0.kind == .new }
      .compactMap(\.pointer.tokens.last)
    #expect(names.contains("n0"))
    #expect(names.contains("n\(count - 1)"))
    #expect(names.count == min(count, names.count))
    #expect(names.count <= 9)
    #expect(names.count >= min(count, 5))
  }

  @Test func `a text is looked at as far as a limit, and nothing is missed beyond`() throws {
    let long = String(repeating: "x", count: 40_000)
    let text =
      #"{"data":[{"id":1,"name":"\#(long)","score":1,"note":""}],"meta":{"total":"\#(long)","page":1}}"#
    // What may be absent is counted, and told when it stays away.
    let found = try lines(text).filter { !$0.hasPrefix("missing") }
    #expect(found == ["other_type /meta/total string 1/1"])
  }

  /// Names that are values: ids, numbers, addresses, keys.
  @Test func `never tells a name that may be a value`() throws {
    let names = [
      "919999999999", "user@example.com", "550e8400-e29b-41d4-a716-446655440000", "2026-03-01",
      #"kQ7-w9Zx/Rb4\\vT+m&2Yc?h.*8Lp%5Jd"#, String(repeating: "a", count: 49), "", "<redacted>",
    ]
    let members = names.map { #""\#($0)":1"# }.joined(separator: ",")
    let hidden = try lines(#"{"data":[],"meta":{"total":1,\#(members)}}"#)
      .filter { !$0.hasPrefix("missing") }
    #expect(hidden == ["new /meta/* integer 1/1"])
    let told = try lines(#"{"data":[],"meta":{"total":1,"Click Date":"","utm.source":"","été":1}}"#)
      .filter { $0.hasPrefix("new") }
    #expect(told.count == 3, "\(told)")
  }

  @Test func `a map that isn't said to be one fills nothing`() throws {
    func letters(_ number: Int) -> String {
      String(number).map { String(UnicodeScalar(97 + ($0.wholeNumberValue ?? 0)) ?? "z") }.joined()
    }
    let texts = (0..<50).map { answer in
      let members = (0..<100).map { #""\#(letters(answer * 100 + $0))":1"# }
      return #"{"data":[],"meta":{"total":1,\#(members.joined(separator: ","))}}"#
    }
    let counted = try counts(texts).filter { $0.kind == .new }
    #expect(counted.count <= 17)
    #expect(counted.contains { $0.pointer.description == "/meta/*" && $0.count == 50 })
  }

  /// The text as it came, and the value it means, differ from a schema in the same.
  @Test func `finds in a text what it finds in the value`() throws {
    let values = [
      "1", "1.5", "null", "true", #""t""#, "[]", "{}", #"[{"id":1}]"#, #"{"id":"x","y":[1,2]}"#,
      #"[{"id":1,"name":"n"},{"id":null},3]"#, #"{"total":1}"#, #"{"a\u0062":1}"#,
    ]
    for data in values {
      for meta in values {
        for member in [#""byID""#, #""o\u0070en""#, #""x""#] {
          let text = #"{"data":\#(data),"meta":\#(meta),\#(member):\#(data)}"#
          let kept = try counts([text], parsed: false)
          #expect(kept == (try counts([text], parsed: true)), "\(text)")
        }
      }
    }
  }

  @Test func `gives counts once`() throws {
    var tally = FieldTally(SchemaFields(Self.schema))
    tally.add(try kept(#"{"x":1}"#))
    let first = tally.take()
    #expect(first.answers == 1)
    #expect(first.counts.contains { $0.kind == .new })
    #expect(tally.take().counts == [])
    tally.add(try kept(#"{"x":1,"data":[]}"#))
    let second = tally.take().counts.filter { $0.count > 0 && $0.kind != .missing }
    #expect(second.map(\.kind) == [.new])
  }
}

/// What schemas say of types.
@Suite struct JSONTypesTests {
  @Test(arguments: [
    (#"{"type": "integer"}"#, "integer"), (#"{"type": "number"}"#, "number"), ("{}", "any"),
    (#"{"type": ["string", "null"]}"#, "string or null"),
    (#"{"type": "string", "nullable": true}"#, "string or null"),
    (#"{"enum": ["a", 1]}"#, "string or number"),
    (#"{"anyOf": [{"type": "integer"}, {"type": "null"}]}"#, "integer or null"),
    (#"{"allOf": [{"type": "number"}, {"type": "integer"}]}"#, "integer"),
    (#"{"oneOf": [{"type": "object"}, {}]}"#, "any"),
  ])
  func `are read from a schema`(schema: String, types: String) throws {
    let fields = SchemaFields(["properties": ["x": try JSONValue(parsing: schema)]])
    let known: [JSONTypes] = [.null, .boolean, .integer, .fraction, .string, .array, .object]
    let accepted = known.filter { fields.accepts(["x"], as: $0) }
    let union = accepted.reduce(into: JSONTypes()) { $0.formUnion($1) }
    #expect(union.description == types)
  }
}
