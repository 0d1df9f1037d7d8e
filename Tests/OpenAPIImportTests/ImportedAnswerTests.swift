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
    let odd = try Importing(OddShop.document)
    #expect(try odd.tool("farben")["rows"] == "/a~1b")
    #expect(try odd.tool("farben")["output"]?["properties"]?["either"] == [:])
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
