import JSON
import MCP
import TestSupport
import Testing
import Tools

@Suite struct `Published tools` {
  @Test(arguments: [
    (Effect.read, true, false, true), (.write, false, false, false),
    (.idempotentWrite, false, false, true), (.destructive, false, true, true),
  ])
  func `know all four hints`(
    effect: Effect, isReadOnly: Bool, isDestructive: Bool, isIdempotent: Bool
  ) {
    #expect(
      effect.annotations
        == Tool.Annotations(
          isReadOnly: isReadOnly, isDestructive: isDestructive, isIdempotent: isIdempotent,
          isOpenWorld: true))
  }

  @Test func `hide advanced arguments and name them in the description`() throws {
    let tool = try #require(try Repository.tool("get_clicks")).published()
    #expect(
      tool.inputSchema["properties"]?.object?.keys == ["start_date", "end_date", "page", "range"])
    // A range may stand for both ends.
    #expect(tool.inputSchema["required"] == nil)
    #expect(tool.description.hasSuffix(" Through use_tool also publisher_id, per_page, limit."))
    let clients = try #require(try Repository.tool("list_clients")).published()
    #expect(clients.description.hasSuffix(" Through use_tool also per_page."))
  }

  @Test func `publish an argument's schema without the manifest's own fields`() throws {
    let tool = try #require(try Repository.tool("get_project_stats")).published()
    #expect(
      tool.inputSchema["properties"]?["start_time"]?.object?.keys
        == ["type", "description"])
  }

  @Test func `without arguments take none`() throws {
    let tool = try #require(try Repository.tool("get_device_status")).published()
    #expect(
      JSONValue.object(tool.inputSchema).description
        == #"{"type":"object","properties":{}}"#)
  }

  @Test func `with advanced arguments only still take them`() throws {
    let tool = try SmallManifest.tool([("/arguments/size/advanced", true)]).published()
    #expect(tool.inputSchema == ["type": "object", "properties": [:]])
    #expect(tool.description == "Lists things. Through use_tool also size.")
  }

  @Test func `keep JSON Schema's required of an object argument`() throws {
    let size: JSONValue = [
      "in": "body", "type": "object", "description": "A size.", "required": true,
      "properties": ["width": ["type": "integer"]], "required_properties": ["width"],
    ]
    let tool = try SmallManifest.tool([("/request", "POST /a"), ("/arguments/size", size)])
    #expect(tool.arguments.first?.isRequired == true)
    let schema = tool.arguments.first?.schema
    #expect(schema?.document["required"] == ["width"])
    #expect(schema?.violations(in: [:]).count == 1)
  }

  @Test func `are the same bytes each time`() throws {
    let bytes = try (1...2).map { _ in
      try Repository.manifest().tools.map {
        $0.published(withOutput: true).json(for: .july2026).serialized()
      }
    }
    #expect(bytes[0] == bytes[1])
  }

  @Test func `have portable schemas that compile`() throws {
    for tool in try Repository.manifest().tools.map({ $0.published(withOutput: true) }) {
      for schema in [tool.inputSchema, tool.outputSchema].compactMap(\.self) {
        #expect(schema["type"] == "object")
        #expect(Set(schema.keys).isDisjoint(with: ["anyOf", "oneOf", "allOf", "$ref"]))
        #expect(throws: Never.self) { try JSONSchema(compiling: .object(schema)) }
      }
      #expect(tool.outputSchema != nil)
      #expect(!tool.title.isEmpty)
    }
  }
}
