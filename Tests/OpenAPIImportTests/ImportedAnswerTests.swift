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
  ])
  func `has rows only where it is a list`(members: [String], rows: String?) throws {
    let list: JSONValue = ["type": "array", "items": ["type": "object", "properties": ["a": [:]]]]
    let properties = JSONObject(
      members.map { ($0, ["type": "string"] as JSONValue) } + [("data", list)])
    let pets = try Importing(
      PetShop.document,
      changes: [
        (
          "/paths/~1pets/get/responses/200/content/application~1json/schema",
          ["type": "object", "properties": .object(properties)]
        )
      ])
    #expect(try pets.tool("list_pets")["rows"]?.string == rows)
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
