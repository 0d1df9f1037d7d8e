import JSON
import TestSupport
import Testing
import Tools

@testable import OpenAPIImport

@Suite struct `An imported argument` {
  @Test func `has the bounds of either version of OpenAPI`() throws {
    let pets = try Importing(PetShop.document)
    #expect(
      try pets.argument("limit", of: "list_pets") == [
        "in": "query", "type": "integer", "exclusiveMinimum": 0, "maximum": 100, "default": 20,
        "description": "How many.",
      ])
    let odd = try Importing(OddShop.document)
    #expect(
      try odd.argument("maybe", of: "get_clicks_patch") == [
        "in": "body", "nullable": true, "type": "integer", "exclusiveMinimum": 0, "multipleOf": 5,
        "description": "Maybe.",
      ])
  }

  @Test func `is named in the tools' way, and keeps its own name on the wire`() throws {
    let odd = try Importing(OddShop.document)
    #expect(try odd.argument("filter_von", of: "farben")["wire"] == "filter[von]")
    #expect(try odd.argument("user_name", of: "get_clicks_post")["wire"] == "user name")
    #expect(try odd.argument("path", of: "get_clicks_patch")["wire"] == "/~1path")
    let tool = "things_parts_delete_http_part"
    #expect(try odd.argument("thing_id", of: tool)["in"] == "path")
    #expect(try odd.argument("thing_id", of: tool)["wire"] == nil)
    #expect(try odd.argument("query_thing_id", of: tool)["wire"] == "thing-ID")
    let pets = try Importing(PetShop.document)
    #expect(try pets.argument("x_request_id", of: "list_pets")["wire"] == "X-Request-ID")
  }

  @Test func `is that of the operation, where the path has one too`() throws {
    let pets = try Importing(PetShop.document)
    #expect(try pets.argument("pet_id", of: "show_pet_by_id")["type"] == "integer")
    #expect(try pets.argument("pet_id", of: "delete_pet")["type"] == "string")
    #expect(try pets.argument("verbose", of: "delete_pet")["type"] == "boolean")
  }

  @Test func `lists values in the way the query wants them`() throws {
    let pets = try Importing(PetShop.document)
    #expect(
      try pets.argument("status", of: "list_pets")["items"] == [
        "type": "string", "enum": ["new", "sold"],
      ])
    #expect(
      try pets.argument("tags", of: "list_pets") == [
        "in": "query", "style": "form", "explode": false, "type": "array",
        "items": ["type": "string"], "description": "Their tags.",
      ])
  }

  @Test func `is a member of the body, objects and all`() throws {
    let pets = try Importing(PetShop.document)
    #expect(try pets.tool("create_pet")["arguments"]?["id"] == nil)
    #expect(try pets.argument("name", of: "create_pet")["required"] == true)
    #expect(try pets.argument("name", of: "create_pet")["examples"] == ["Rex"])
    #expect(try pets.argument("kind", of: "create_pet")["enum"] == ["cat", "dog"])
    #expect(
      try pets.argument("home", of: "create_pet") == [
        "in": "body", "type": "object",
        "properties": [
          "town": ["type": "string", "description": "Town."], "rooms": ["type": "integer"],
        ],
        "required_properties": ["town"], "additionalProperties": false,
        "description": "Where it lives.",
      ])
  }

  @Test func `is a field of a form, where that is what the service reads`() throws {
    let odd = try Importing(OddShop.document)
    #expect(
      try odd.argument("user_name", of: "get_clicks_post") == [
        "in": "form", "wire": "user name", "required": true, "type": "string",
        "description": "Who.",
      ])
    #expect(try odd.argument("scopes", of: "get_clicks_post")["type"] == "array")
    #expect(try odd.argument("extra", of: "get_clicks_post")["type"] == "object")
  }

  @Test func `is as exact as every host can read`() throws {
    let odd = try Importing(OddShop.document)
    #expect(
      try odd.argument("mix", of: "farben")["anyOf"] == [["type": "integer"], ["type": "string"]])
    #expect(try odd.argument("order", of: "farben")["enum"] == ["up", "down"])
    #expect(try odd.argument("either", of: "farben")["type"] == "string")
    #expect(try odd.argument("either", of: "farben")["style"] == nil)
    #expect(try odd.argument("where", of: "farben")["type"] == "object")
    #expect(
      try odd.argument("either", of: "get_clicks_patch")["anyOf"] == [
        ["type": "object", "properties": ["a": [:]]], ["type": "object"],
      ])
    #expect(try odd.argument("slow", of: "get_clicks_patch")["pattern"] == nil)
    #expect(
      try odd.argument("wrong", of: "get_clicks_patch") == [
        "in": "body", "type": "string", "description": "Wrong.",
      ])
    let tree = try odd.argument("tree", of: "get_clicks_patch")
    #expect(
      tree["properties"]?["branches"] == ["type": "array", "items": ["type": "object"]])
    let any = try odd.argument("any", of: "get_clicks_patch")["anyOf"]?.array
    #expect(
      any?.map { $0["type"] } == ["string", "number", "boolean", "object", "array"])
  }

  /// JSON Schema, "allOf": a value is valid where each part takes it.
  @Test func `is all that each part of an allOf says of it`() throws {
    let shop = try Importing(
      #"""
      { "openapi": "3.0.3", "info": { "title": "Built", "version": "1" },
        "servers": [{ "url": "https://a.example" }],
        "components": { "schemas": { "Base": { "type": "object", "properties": {
          "when": { "type": "object", "nullable": true, "properties": { "a": { "type": "string" } } },
          "both": { "type": "string", "nullable": true }, "n": { "type": "integer" },
          "size": { "type": "number", "maximum": 9 }, "secret": { "type": "string", "readOnly": true },
          "rows": { "type": "array", "items": { "type": "object", "properties": { "x": { "type": "integer" } } } }
        } } } },
        "paths": { "/built": { "patch": { "operationId": "built", "requestBody": { "content": {
          "application/json": { "schema": { "allOf": [
            { "$ref": "#/components/schemas/Base" },
            { "type": "object", "required": ["n"], "properties": {
              "when": { "description": "When.", "properties": { "b": { "type": "string" } } },
              "both": { "type": "string", "maxLength": 5 }, "n": { "minimum": 3 },
              "size": { "type": "integer" }, "secret": { "description": "Hidden." },
              "rows": { "items": { "properties": { "y": { "type": "string" } } } } } }
          ] } } } }, "responses": {} } } } }
      """#)
    let arguments = try #require(try shop.tool("built")["arguments"])
    #expect(
      arguments == [
        "when": [
          "in": "body", "nullable": true, "type": "object",
          "properties": ["a": ["type": "string"], "b": ["type": "string"]], "description": "When.",
        ],
        "both": ["in": "body", "type": "string", "maxLength": 5, "description": "Both."],
        "n": [
          "in": "body", "required": true, "type": "integer", "minimum": 3, "description": "N.",
        ],
        "size": ["in": "body", "type": "integer", "maximum": 9, "description": "Size."],
        "rows": [
          "in": "body", "clearable": true, "type": "array",
          "items": [
            "type": "object",
            "properties": ["x": ["type": "integer"], "y": ["type": "string"]],
          ],
          "description": "Rows.",
        ],
      ], "\(arguments)")
  }

  @Test func `is a file wherever it may be one, and only there`() throws {
    let shop = try Importing(TortureShop.document, provider: "torture")
    let image = try shop.argument("image", of: "file_unions")
    #expect(image["type"] == "array" && image["file"] != nil)
    let schema = "/paths/~1files~1unions/post/requestBody/content/multipart~1form-data/schema"
    #expect(
      shop.notes(at: "\(schema)/properties/source") == ["may be no file too; taken as a file only"])
    #expect(shop.notes(at: "\(schema)/properties/image") == [])
    #expect(try shop.argument("text", of: "file_unions")["file"] == nil)
    let older = try Importing(
      TortureShop.document, provider: "torture", changes: [("/openapi", "3.0.3")])
    #expect(try older.argument("any", of: "file_unions")["file"] == nil)
  }

  @Test func `says what of it brackets can't tell`() throws {
    let shop = try Importing(TortureShop.document, provider: "torture")
    let tool = try #require(
      try shop.laid().providers.last?.tools.first { $0.name == "query_objects" })
    for empty in [[:], [], nil] as [JSONValue] {
      let read = try ArgumentReader(tool).read(["filter": ["a": ["b": empty], "c": 1]]).get()
      #expect(
        read.remarks == ["Not sent of filter: what is empty in it; brackets can't tell it."])
    }
    #expect(try ArgumentReader(tool).read(["filter": ["c": 1]]).get().remarks == [])
  }

  @Test func `is advanced where eight optional ones stand before it`() throws {
    let odd = try Importing(OddShop.document)
    let arguments = try #require(try odd.tool("farben")["arguments"]?.object)
    let optional = arguments.filter { $0.value["required"] == nil }
    #expect(optional.count == 11)
    #expect(
      optional.map { $0.value["advanced"] == true } == [
        false, false, false, false, false, false, false, false, true, true, true,
      ])
  }

  @Test func `is told apart by words when names run out`() throws {
    let hostile = try Importing(HostileShop.document)
    let names = hostile.tools.flatMap { $0["arguments"]?.object?.keys ?? [] }
    #expect(["a_b", "body_a_b", "a_underscore_b", "a_space_b"].allSatisfy(names.contains))
    #expect(names.allSatisfy { $0.utf8.count <= 40 })
  }

  /// Each operation is told of what its body could also be given in.
  @Test(
    arguments: [
      (
        ["application/json", "application/xml", "multipart/form-data"], "application/json",
        "application/xml, multipart/form-data"
      ),
      (
        ["multipart/form-data", "application/json; charset=utf-8"],
        "application/json; charset=utf-8", "multipart/form-data"
      ),
      (["application/json", "application/json; charset=utf-8"], "application/json", nil),
      (["application/json"], "application/json", nil),
    ] as [([String], String, String?)])
  func `is of one of the media types of a body, and the others are told`(
    types: [String], sent: String, others: String?
  ) throws {
    let media: JSONValue = [
      "schema": ["type": "object", "properties": ["a": ["type": "string"]]]
    ]
    let content = "/paths/~1pets/post/requestBody/content"
    let pets = try Importing(
      PetShop.document, changes: [(content, .object(JSONObject(types.map { ($0, media) })))])
    #expect(
      pets.notes(at: content)
        == (others.map { ["the body is sent as \(sent); left out: \($0)"] } ?? []))
  }
}
