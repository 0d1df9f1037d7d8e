import JSON
import TestSupport
import Testing
import Tools

@testable import OpenAPIImport

@Suite struct `The answer of an imported operation` {
  @Test func `is described by its shape alone`() throws {
    let pets = try Importing(PetShop.document)
    let output = try #require(try pets.tool("show_pet_by_id")["output"])
    #expect(output["properties"]?["name"] == ["type": "string"])
    #expect(output["properties"]?["weight"] == [:])
    #expect(output["properties"]?["parent"] == ["type": "object"])
    #expect(output["required"] == nil)
  }

  @Test func `has its list as rows`() throws {
    let pets = try Importing(PetShop.document)
    #expect(try pets.tool("list_pets")["rows"] == "/result")
    #expect(try pets.tool("list_pets")["output"]?["required"] == ["result"])
    let odd = try Importing(
      OddShop.document,
      changes: [
        (
          "/paths/~1v1~1things~1{thing-ID}~1colours/get/responses/200/content/application~1vnd.odd+json; charset=utf-8/schema/properties/next_page",
          ["type": "string"]
        )
      ])
    #expect(try odd.tool("farben")["rows"] == nil)
    #expect(try odd.tool("farben")["output"]?["properties"]?["either"] == [:])
  }

  /// What stands beside a list decides whether the answer is that list.
  @Test(arguments: [
    (["total", "next_page", "hasMore"], "/data"), (["object", "request_id", "_links"], "/data"),
    ([], "/data"), (["id"], nil), (["name", "total"], nil), (["enabled"], nil),
    (["photoUrls"], nil), (["number"], nil), (["url"], nil),
    (["included", "links", "meta"], "/data"), (["@odata.context", "@odata.nextLink"], "/data"),
    (["kind", "incompleteSearch", "nextPageToken"], "/data"),
  ])
  func `has rows only where it is a list`(members: [String], rows: String?) throws {
    let list: JSONValue = ["type": "array", "items": ["type": "object", "properties": ["a": [:]]]]
    let properties = JSONObject(
      members.map { ($0, ["type": "string"] as JSONValue) } + [("data", list)])
    #expect(try pets(answering: properties).tool("list_pets")["rows"]?.string == rows)
  }

  /// Pets whose list is an object with these members.
  private func pets(answering properties: JSONObject) throws -> Importing {
    try Importing(
      PetShop.document,
      changes: [
        (
          "/paths/~1pets/get/responses/200/content/application~1json/schema",
          ["type": "object", "properties": .object(properties)]
        )
      ])
  }

  private static let object: JSONValue = ["type": "object", "properties": ["a": [:]]]

  @Test(
    arguments: [
      // A list that may be missing.
      (["data": ["type": ["array", "null"], "items": object], "total": [:]], "/data"),
      (["data": ["type": "array", "items": object, "nullable": true]], "/data"),
      // What went wrong with a job is not what it is about.
      (["status": [:], "errors": ["type": "array", "items": object], "message": [:]], nil),
      (["success": [:], "warnings": ["type": "array", "items": object]], nil),
      // JSON:API has all that is mentioned beside its list.
      (
        [
          "data": ["type": "array", "items": object], "meta": [:],
          "included": ["type": "array", "items": object],
        ], "/data"
      ),
    ] as [(JSONObject, String?)])
  func `has as rows what it is about`(properties: JSONObject, rows: String?) throws {
    let pets = try pets(answering: properties)
    #expect(try pets.tool("list_pets")["rows"]?.string == rows)
    _ = try pets.laid()
  }

  /// What changes something may answer nothing: it is no reason to refuse it.
  @Test(
    arguments: [
      ("post", ["200": ["content": ["text/plain": [:]]], "204": [:]], true, 1),
      (
        "post",
        ["200": ["content": ["text/plain": [:]]], "201": ["content": ["application/json": [:]]]],
        true, 0
      ),
      ("post", ["200": ["content": ["text/plain": [:]]]], false, 1),
      ("get", ["200": ["content": ["text/plain": [:]]], "204": [:]], false, 1),
      ("get", ["200": [:], "206": ["content": ["text/plain": [:]]]], true, 0),
    ] as [(String, JSONValue, Bool, Int)])
  func `may be none beside one in another type`(
    method: String, responses: JSONValue, isCarried: Bool, notes: Int
  ) throws {
    let document: JSONValue = [
      "openapi": "3.0.0", "servers": [["url": "https://a.example"]],
      "paths": [
        "/a": .object([method: ["operationId": "a", "responses": responses]]),
        "/b": ["get": ["operationId": "b", "responses": [:]]],
      ],
    ]
    let importing = try Importing(document.description)
    #expect(importing.tools.compactMap { $0["name"]?.string } == (isCarried ? ["a", "b"] : ["b"]))
    #expect(importing.notes(at: "/paths/~1a/\(method)/responses/200").count == notes)
  }

  @Test func `stays undescribed where nothing is known of it`() throws {
    let pets = try Importing(PetShop.document)
    #expect(try pets.tool("create_pet")["output"] == nil)
  }

  @Test func `is described less deeply the larger it is`() throws {
    let hostile = try Importing(HostileShop.document)
    let output = try #require(hostile.tools[0]["output"])
    let member = output["properties"]?["m0"]
    #expect(member?["properties"]?["m3"] == ["type": "object"])
  }
}
