import HTTPTypes
import JSON
import Providers
import TestSupport
import Testing
import Tools

@Suite struct `A style` {
  private static let list: JSONValue = ["red", "green", "blue"]
  private static let keys: JSONValue = ["semi": ";", "dot": ".", "comma": ","]

  /// A tool with one argument, `value`, which is `list` in the request.
  private static func parts(
    _ place: String, _ value: JSONValue, _ fields: JSONObject
  ) throws -> RequestParts {
    let argument: JSONObject = [
      "in": .string(place), "wire": "list", "description": "Values.",
      "type": .string(value.object == nil ? "array" : "object"), "required": true,
    ]
    let tool = try SmallManifest.tool([
      ("/request", .string(place == "path" ? "GET /a/{value}" : "GET /a")),
      ("/arguments", ["value": .object(argument.merging(fields))]),
    ])
    return try RequestParts(#require(tool.request), of: tool, Arguments(["value": value]))
  }

  /// The examples of RFC 6570 section 3.2, under the operators `{}`, `{.}` and `{;}`.
  @Test(
    arguments: [
      ("simple", false, list, "red,green,blue"), ("simple", true, list, "red,green,blue"),
      ("simple", false, keys, "semi,%3B,dot,.,comma,%2C"),
      ("simple", true, keys, "semi=%3B,dot=.,comma=%2C"),
      ("label", false, list, ".red,green,blue"), ("label", true, list, ".red.green.blue"),
      ("label", false, keys, ".semi,%3B,dot,.,comma,%2C"),
      ("matrix", false, list, ";list=red,green,blue"),
      ("matrix", true, list, ";list=red;list=green;list=blue"),
      ("matrix", false, keys, ";list=semi,%3B,dot,.,comma,%2C"),
      ("matrix", true, keys, ";semi=%3B;dot=.;comma=%2C"), ("matrix", true, [""], ";list"),
    ] as [(String, Bool, JSONValue, String)])
  func `of a path is that of RFC 6570`(
    style: String, explode: Bool, value: JSONValue, text: String
  ) throws {
    let parts = try Self.parts(
      "path", value, ["style": .string(style), "explode": .bool(explode)])
    #expect(parts.target == "/a/\(text)")
  }

  @Test func `of a path without one has commas`() throws {
    #expect(try Self.parts("path", ["a,b", "c"], [:]).target == "/a/a%2Cb,c")
  }

  /// Those of the operator `{?}`, and OpenAPI's own.
  @Test(
    arguments: [
      ("form", true, list, "list=red&list=green&list=blue"),
      ("form", false, list, "list=red,green,blue"),
      ("form", true, keys, "semi=%3B&dot=.&comma=%2C"),
      ("form", false, keys, "list=semi,%3B,dot,.,comma,%2C"),
      ("form", false, ["a": nil], nil), ("form", false, [nil, ""], "list="),
      ("spaceDelimited", false, list, "list=red%20green%20blue"),
      ("pipeDelimited", false, list, "list=red%7Cgreen%7Cblue"),
      ("pipeDelimited", false, ["R": 100, "G": 200], "list=R%7C100%7CG%7C200"),
      ("deepObject", true, ["R": 100, "G": 200], "list%5BR%5D=100&list%5BG%5D=200"),
      ("deepObject", true, ["a": ["b&": ["c": true]]], "list%5Ba%5D%5Bb%26%5D%5Bc%5D=true"),
    ] as [(String, Bool, JSONValue, String?)])
  func `of a query is that of OpenAPI`(
    style: String, explode: Bool, value: JSONValue, text: String?
  ) throws {
    let parts = try Self.parts(
      "query", value, ["style": .string(style), "explode": .bool(explode)])
    #expect(parts.target == "/a" + (text.map { "?\($0)" } ?? ""))
  }

  @Test func `refuses what would be read as something else`() {
    let exploding = ["label", "deepObject"]
    for (place, style, value) in [
      ("query", "spaceDelimited", ["a b"]), ("query", "pipeDelimited", ["a|b"]),
      ("query", "form", [["a"]]), ("header", "simple", ["a,b"]), ("path", "label", ["a.b", "c"]),
      ("path", "simple", [["a"]]), ("path", "label", ["."]),
      ("query", "deepObject", ["a]": 1]), ("query", "deepObject", ["a": ["[b": 1]]),
    ] as [(String, String, JSONValue)] {
      let error = #expect(throws: ToolError.self) {
        try Self.parts(
          place, value,
          ["style": .string(style), "explode": .bool(exploding.contains(style))])
      }
      #expect(error?.problems.map(\.argument) == ["value"], "\(style)")
    }
  }

  @Test func `takes texts of any kind and gives them back`() throws {
    var generator = SeededGenerator(seed: 17)
    let scalars = Array("a,;.&=+%|[] /\\\"ü🙂\n\u{0}".unicodeScalars)
    for _ in 0..<200 {
      let texts = (0...generator.index(below: 4)).map { _ in
        String(
          String.UnicodeScalarView(
            (0...generator.index(below: 6)).map { _ in
              scalars[generator.index(below: scalars.count)]
            }))
      }
      let value = JSONValue.array(texts.map { .string($0) })
      let joined = try Self.parts("query", value, ["style": "form", "explode": false]).target
      let inPath = try Self.parts("path", value, ["style": "matrix"]).target
      for target in [joined.dropFirst("/a?list=".count), inPath.dropFirst("/a/;list=".count)] {
        let read = target.split(separator: ",", omittingEmptySubsequences: false)
          .map { PercentCoding.decode($0) }
        #expect(read == texts)
        #expect(target.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") })
      }
    }
  }
}

@Suite struct `A multipart body` {
  @Test func `has none of its names end early, and a new boundary each time`() throws {
    let tool = try SmallManifest.tool([
      ("/request", "POST /a"), ("/effect", "write"),
      (
        "/arguments",
        [
          "text": [
            "in": "multipart", "wire": "a\"b\r\nc", "type": "string", "description": "A text.",
          ]
        ]
      ),
    ])
    func type(_ given: JSONObject) throws -> (String?, String) {
      let parts = try RequestParts(#require(tool.request), of: tool, Arguments(given))
      return (parts.headerFields[.contentType], String(decoding: parts.body, as: UTF8.self))
    }
    let (first, body) = try type(["text": "--x"])
    let boundary = try #require(first?.split(separator: "=").last)
    #expect(
      body == "--\(boundary)\r\nContent-Disposition: form-data; name=\"a%22b%0D%0Ac\"\r\n\r\n--x"
        + "\r\n--\(boundary)--\r\n")
    #expect(try type(["text": "--x"]).0 != first)
    #expect(try type([:]) == (nil, ""))
  }
}
