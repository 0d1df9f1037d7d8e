import JSON
import TestSupport
import Testing
import Tools

@Suite struct `Shapes of answers` {
  private func output(_ output: JSONValue) throws -> JSONValue? {
    let manifest = try SmallManifest.manifest([
      (
        "/providers/0/shapes",
        [
          "thing": [
            "type": "object", "properties": ["id": ["type": "integer"], "part": ["use": "part"]],
          ],
          "part": ["type": "string", "description": "A part."],
        ]
      ),
      (SmallManifest.tool + "/output", output),
    ])
    return manifest.tools.first?.output.map(JSONValue.object)
  }

  @Test func `stand in their place, shapes inside them too`() throws {
    let output = try output([
      "type": "object", "properties": ["rows": ["type": "array", "items": ["use": "thing"]]],
    ])
    let items = output?["properties"]?["rows"]?["items"]
    #expect(items?["properties"]?["id"] == ["type": "integer"])
    #expect(items?["properties"]?["part"] == ["type": "string", "description": "A part."])
  }

  @Test func `take the fields beside them over their own`() throws {
    let output = try output(["use": "thing", "description": "One thing.", "required": ["id"]])
    #expect(output?["type"] == "object")
    #expect(output?["description"] == "One thing.")
    #expect(output?["use"] == nil)
  }

  @Test func `keep their parts where a field beside them goes into one`() throws {
    let output = try output([
      "use": "thing",
      "properties": [
        "id": ["description": "Its number."], "name": ["type": "string"],
        "part": ["use": "part", "description": "The part of it."], "gone": nil,
      ],
    ])
    #expect(
      output == [
        "type": "object",
        "properties": [
          "id": ["type": "integer", "description": "Its number."],
          "part": ["type": "string", "description": "The part of it."],
          "name": ["type": "string"],
        ],
      ])
  }

  @Test func `lose what is null beside them`() throws {
    let output = try output(["use": "thing", "properties": ["part": nil]])
    #expect(output?["properties"] == ["id": ["type": "integer"]])
  }

  /// What an overlay or a tool lays over a shape changes nothing else of it.
  @Test func `of every tool are wholly in what it publishes`() throws {
    let document = try Repository.json("tools-manifest.json")
    var seen = 0
    for provider in try Repository.manifest().providers {
      let written = document["providers"]?.array?.first { $0["id"]?.string == provider.id }
      for tool in provider.tools {
        let source = written?["tools"]?.array?.first { $0["name"]?.string == tool.name }
        let output = try #require(tool.output.map(JSONValue.object), "\(tool.name)")
        let shared = Self.missing(
          from: output, of: try #require(source?["output"]), written?["shapes"], &seen)
        #expect(shared == [], "\(tool.name)")
      }
    }
    #expect(seen > 50)
  }

  /// The members of the shapes that a written schema uses which are not in the published one.
  private static func missing(
    from published: JSONValue?, of written: JSONValue, _ shapes: JSONValue?, at path: String = "",
    _ seen: inout Int
  ) -> [String] {
    guard let object = written.object else {
      return published.map { _ in [] } ?? [path]
    }
    var missing: [String] = []
    if let name = object["use"]?.string, let shape = shapes?[name] {
      seen += 1
      missing += Self.missing(from: published, of: shape, shapes, at: path, &seen)
    }
    for (key, value) in object where key != "use" && !value.isNull {
      missing += Self.missing(
        from: published?[key], of: value, shapes, at: path + "/" + key, &seen)
    }
    return missing
  }

  @Test func `leave a property of that name alone`() throws {
    let output = try output([
      "type": "object", "properties": ["use": ["type": "string"]],
    ])
    #expect(output?["properties"]?["use"] == ["type": "string"])
  }
}
