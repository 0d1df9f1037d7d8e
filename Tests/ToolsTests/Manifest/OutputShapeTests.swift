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

  @Test func `leave a property of that name alone`() throws {
    let output = try output([
      "type": "object", "properties": ["use": ["type": "string"]],
    ])
    #expect(output?["properties"]?["use"] == ["type": "string"])
  }
}
