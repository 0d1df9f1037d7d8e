import HTTPTypes
import JSON
import Providers
import TestSupport
import Testing
import Tools

@Suite struct `Request parts` {
  @Test(arguments: [
    ("a/b", "a%2Fb"), ("a b", "a%20b"), ("ä", "%C3%A4"), ("%2F", "%252F"), ("a?b#c", "a%3Fb%23c"),
    ("...", "..."), ("a.b-c_d~e", "a.b-c_d~e"), ("\u{1}", "%01"), ("..\\", "..%5C"),
  ])
  func `escape what stands in a path`(text: String, escaped: String) throws {
    #expect(try parts("GET /a/{x}/b", ["x": .string(text)]).target == "/a/\(escaped)/b")
  }

  @Test(arguments: ["", ".", ".."], [Effect.read, .write])
  func `refuse a segment that leads elsewhere`(text: String, effect: Effect) {
    let error = #expect(throws: ToolError.self) {
      try parts("POST /a/{x}", ["x": .string(text)], effect: effect)
    }
    #expect(error?.code == .invalidArguments)
    #expect(error?.problems.map(\.argument) == ["x"])
    #expect(error?.outcome == (effect == .read ? nil : .notSent))
  }

  @Test(
    arguments: [
      ([:], "/a/c"), (["x": "1"], "/a/b/1/c"), (["y": "2"], "/a/c/2"),
      (["x": "1", "y": "2"], "/a/b/1/c/2"),
    ] as [(JSONObject, String)])
  func `leave out optional segments without their argument`(
    given: JSONObject, target: String
  ) throws {
    #expect(try parts("GET /a[/b/{x}]/c[/{y}]", given).target == target)
  }

  @Test func `put the default where a path argument is not given`() throws {
    let tool = try #require(try Repository.tool("send_message"))
    let official = try RequestParts(#require(tool.request), of: tool, Arguments([:]))
    #expect(official.target == "/api/v1/official-device/send-message")
    let own = try RequestParts(#require(tool.request), of: tool, Arguments(["session_uuid": "u"]))
    #expect(own.target == "/api/v1/u/send-message")
  }

  @Test func `repeat a key for each value and keep the manifest's order`() throws {
    let parts = try parts(
      "GET /a", ["list": ["a b", "c&d"], "flag": true, "n": try number("1.50")], in: "query")
    #expect(parts.target == "/a?n=1.50&flag=true&list-of-texts=a%20b&list-of-texts=c%26d")
    #expect(parts.body.isEmpty)
    #expect(parts.headerFields[.contentType] == nil)
  }

  @Test func `send a form`() throws {
    let given: JSONObject = ["list": ["a+b", "="], "n": try number("7"), "flag": false]
    let parts = try parts("POST /a", given, in: "form")
    #expect(parts.target == "/a")
    #expect(parts.headerFields[.contentType] == "application/x-www-form-urlencoded")
    #expect(text(parts) == "n=7&flag=false&list-of-texts=a%2Bb&list-of-texts=%3D")
    #expect(text(try self.parts("POST /a", [:], in: "form")).isEmpty)
  }

  @Test func `send JSON in the manifest's order with numbers as they were written`() throws {
    let given: JSONObject = [
      "list": ["a", "b"], "flag": true, "n": try number("12345678901234567890.10"),
    ]
    let parts = try parts("POST /a", given, in: "body")
    #expect(parts.headerFields[.contentType] == "application/json")
    #expect(
      text(parts) == #"{"n":12345678901234567890.10,"flag":true,"list-of-texts":["a","b"]}"#)
    #expect(text(try self.parts("PUT /a", [:], in: "body")) == "{}")
  }

  @Test func `send no body where no argument belongs into one`() throws {
    let parts = try parts("POST /a", ["flag": true], in: "query")
    #expect(parts.body.isEmpty)
    #expect(parts.headerFields[.contentType] == nil)
  }

  @Test func `put header arguments into fields as they are`() throws {
    let parts = try parts("GET /a", ["list": ["a, b", "", "~!\"c"], "flag": true], in: "header")
    let list = try #require(HTTPField.Name("list-of-texts"))
    #expect(parts.headerFields[values: list] == ["a, b", "", "~!\"c"])
    #expect(parts.headerFields.count == 4)
  }

  @Test(
    arguments: [
      "x\r\nX-Evil: 1", "x\nX-Evil: 1", "x\rX-Evil: 1", "x\u{0}", "x\t", "\u{7F}", "\u{85}",
      "schlüssel", "k\u{212A}", "\u{202E}x", " x", "x ", " ",
    ], [Effect.read, .write])
  func `refuse a header argument that a field can't hold, without repeating it`(
    text: String, effect: Effect
  ) {
    let error = #expect(throws: ToolError.self) {
      try parts("GET /a", ["list": .string(text)], in: "header", effect: effect)
    }
    #expect(error?.code == .invalidArguments)
    #expect(error?.problems.map(\.argument) == ["list"])
    #expect(error?.problems.map(\.problem) == ["holds a character that a header field can't"])
    #expect(error?.outcome == (effect == .read ? nil : .notSent))
  }

  @Test(arguments: [
    ("YYYYMMDD", "2026-03-01", "20260301"),
    ("YYYY-MM-DDTHH:MM:SSZ", "2026-03-01T01:30:00+02:00", "2026-02-28T23:30:00Z"),
    ("YYYY-MM-DDTHH:MM:SSZ", "2026-03-01T01:30:00.250Z", "2026-03-01T01:30:00Z"),
    ("YYYYMMDDHHMMSS", "2026-03-01T01:30:00+02:00", "20260228233000"),
  ])
  func `rewrite dates for the wire`(format: String, given: String, sent: String) throws {
    for (location, method) in [("query", "GET"), ("body", "POST")] {
      let tool = try SmallManifest.tool([
        ("/request", .string("\(method) /a")),
        (
          "/arguments",
          [
            "at": [
              "in": .string(location), "type": "string", "description": "A time.",
              "wire": "At", "wire_format": .string(format),
            ]
          ]
        ),
      ])
      let parts = try RequestParts(
        #require(tool.request), of: tool, Arguments(["at": .string(given)]))
      let escaped = sent.split(separator: ":").joined(separator: "%3A")
      #expect(location == "body" || parts.target == "/a?At=\(escaped)")
      #expect(location == "query" || text(parts) == #"{"At":"\#(sent)"}"#)
    }
  }

  @Test func `put members of members where a pointer leads`() throws {
    func argument(_ wire: String) -> JSONValue {
      ["in": "body", "type": "string", "description": "A part.", "wire": .string(wire)]
    }
    let parts = try parts(
      "POST /a", ["url": "u", "name": "n", "mode": "m", "odd": "o"],
      [
        "url": argument("/link/url"), "name": argument("name"), "mode": argument("/link/to/mode"),
        "odd": argument("/a~1b"),
      ], effect: .write)
    #expect(text(parts) == #"{"link":{"url":"u","to":{"mode":"m"}},"name":"n","a/b":"o"}"#)
  }

  @Test func `keep the tool's own arguments out of the request`() throws {
    let parts = try parts("POST /a", ["flag": true, "n": 7], in: "tool")
    #expect(parts.target == "/a")
    #expect(parts.body.isEmpty)
  }

  private func number(_ text: String) throws -> JSONValue {
    .number(try #require(JSONNumber(text: text)))
  }

  private func text(_ parts: RequestParts) -> String { String(decoding: parts.body, as: UTF8.self) }

  /// Parts of a tool whose path holds `x` and `y`.
  private func parts(
    _ request: String, _ given: JSONObject, effect: Effect = .write
  ) throws -> RequestParts {
    let argument: JSONValue = [
      "in": "path", "type": "string", "description": "A part.", "path_default": "",
    ]
    let names = ["x", "y"].filter { request.contains("{\($0)}") }
    return try parts(
      request, given, .object(JSONObject(names.map { ($0, argument) })), effect: effect)
  }

  /// Parts of a tool with a number, a truth value and a list of texts, all in one place.
  private func parts(
    _ request: String, _ given: JSONObject, in location: String, effect: Effect = .write
  ) throws -> RequestParts {
    let place = JSONValue.string(location)
    return try parts(
      request, given,
      [
        "n": ["in": place, "type": "number", "description": "A number."],
        "flag": ["in": place, "type": "boolean", "description": "A truth value."],
        "list": [
          "in": place, "type": "array", "description": "Texts.", "wire": "list-of-texts",
        ],
      ], effect: effect)
  }

  private func parts(
    _ request: String, _ given: JSONObject, _ arguments: JSONValue, effect: Effect
  ) throws -> RequestParts {
    let tool = try SmallManifest.tool([
      ("/request", .string(request)), ("/effect", .string(effect.rawValue)),
      ("/arguments", arguments),
    ])
    return try RequestParts(#require(tool.request), of: tool, Arguments(given))
  }
}
