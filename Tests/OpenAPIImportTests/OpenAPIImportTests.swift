import JSON
import TestSupport
import Testing
import Tools

@testable import OpenAPIImport

@Suite struct `An imported document` {
  static let documents = [
    PetShop.document, OddShop.document, HostileShop.document, TortureShop.document,
  ]

  @Test(arguments: documents)
  func `is a right overlay, also to editors`(text: String) throws {
    let importing = try Importing(text)
    let manifest = try importing.laid()
    #expect(manifest.providers.last?.tools.count == importing.outcome.toolCount)
    let schema = try JSONSchema(compiling: Repository.json("tools-manifest.schema.json"))
    let overlay = JSONValue.object(importing.outcome.overlay)
    #expect(schema.violations(in: overlay).map(\.description) == [])
    #expect(try JSONValue(parsing: OverlayText.text(importing.outcome.overlay)) == overlay)
  }

  @Test(arguments: documents)
  func `has notes on places that are there, on one line each`(text: String) throws {
    let importing = try Importing(text)
    #expect(!importing.outcome.notes.isEmpty)
    for note in importing.outcome.notes {
      #expect(note.pointer.value(in: importing.document) != nil, "\(note)")
      #expect(!note.description.contains { $0.isNewline })
    }
  }

  @Test func `tells where the service is and how it is given its key`() throws {
    let pets = try Importing(PetShop.document)
    #expect(pets.provider["title"] == "Corner Pet Shop")
    #expect(pets.provider["base_url"] == "https://pets.example/v2")
    #expect(pets.provider["auth"] == ["header": "X-Pet-Key", "env": "SHOP_API_KEY"])
    #expect(pets.notes(at: "/components/securitySchemes/login").count == 1)
    #expect(pets.notes(at: "/components/securitySchemes/password").count == 1)
    #expect(pets.notes(at: "/servers/1").count == 1)
    let odd = try Importing(OddShop.document)
    #expect(odd.provider["base_url"] == "https://odd.example:8443/api")
    #expect(
      odd.provider["auth"]
        == ["header": "Authorization", "prefix": "Bearer ", "env": "SHOP_API_KEY"])
  }

  @Test func `becomes a tool for each operation that can be called`() throws {
    let pets = try Importing(PetShop.document)
    #expect(
      pets.tools.map { "\($0["name"]?.string ?? ""): \($0["request"]?.string ?? "")" } == [
        "list_pets: GET /pets", "create_pet: POST /pets", "show_pet_by_id: GET /pets/{pet_id}",
        "update_pet: PUT /pets/{pet_id}", "delete_pet: DELETE /pets/{pet_id}",
        "post_store_orders: POST /store/orders", "delete_store_cache: DELETE /store/cache",
      ])
    #expect(
      pets.tools.map { $0["effect"] } == [
        "read", "write", "read", "idempotent_write", "destructive", "write", "destructive",
      ])
    #expect(pets.outcome.operationCount == 11)
    #expect(pets.outcome.refusedCount == 4)
    #expect(pets.outcome.partialCount == 3)
    #expect(
      pets.tools.map { $0["toolset"] }.prefix(4) == ["animals", "animals", "animals", "pets"])
  }

  @Test func `leaves out what clickport can't do, and says so`() throws {
    let pets = try Importing(PetShop.document)
    for pointer in [
      "/paths/~1pets~1{petId}/head", "/paths/~1store~1orders/delete",
      "/paths/~1pets~1{petId}~1photo/post/requestBody/content/multipart~1form-data/schema",
      "/paths/~1pets~1{petId}~1photo/get/responses/200",
    ] {
      #expect(pets.notes(at: pointer).first?.hasSuffix("skipped") == true, "\(pointer)")
    }
    for pointer in ["4", "5", "6"] {
      #expect(pets.notes(at: "/paths/~1pets/get/parameters/\(pointer)").count == 1)
    }
    let odd = try Importing(OddShop.document)
    for pointer in [
      "/webhooks", "/paths/~1v1~1login/post/callbacks",
      "/paths/~1v1~1login/post/responses/200/links", "/components/securitySchemes/other",
    ] {
      #expect(odd.notes(at: pointer).count == 1, "\(pointer)")
    }
  }

  @Test func `asks about what is removed by the name it finds there`() throws {
    let pets = try Importing(PetShop.document)
    #expect(
      try pets.tool("delete_pet")["consent"] == [
        "question": "Delete {name} (/pets/{pet_id} of Corner Pet Shop) for good?",
        "lookup": "GET /pets/{pet_id}", "name": ["/name", "/id"],
      ])
    #expect(
      try pets.tool("delete_store_cache")["consent"] == [
        "question": "Delete what is at /store/cache of Corner Pet Shop for good?"
      ])
  }

  @Test func `can't put placeholders of its own into the question`() throws {
    let odd = try Importing(OddShop.document)
    #expect(
      odd.tools[0]["consent"] == [
        "question": """
        Delete what is at /v1/things/{thing_id}/parts/{path_name} of Odd name Shop for good?
        """
      ])
  }

  @Test func `keeps its names apart from those of other services`() throws {
    let odd = try Importing(OddShop.document)
    #expect(
      odd.tools.map { $0["name"]?.string ?? "" } == [
        "things_parts_delete_http_part", "farben", "get_clicks_post",
        "get_clicks_patch",
      ])
    #expect(
      odd.tools.map { $0["toolset"]?.string ?? "" } == [
        "shop_default", "f_rbe", "shop_projects", "login",
      ])
  }

  @Test func `has its words cleaned and cut to a sentence`() throws {
    let pets = try Importing(PetShop.document)
    #expect(try pets.tool("list_pets")["title"] == "Pets for sale")
    #expect(try pets.tool("list_pets")["description"] == "Pets for sale, e.g. cats and dogs.")
    #expect(try pets.tool("create_pet")["description"] == "Create pet.")
    let odd = try Importing(OddShop.document)
    #expect(odd.tools[0]["description"] == "Removes a part of <b>it</b>.")
  }

  @Test func `survives the worst with what can be had of it`() throws {
    let hostile = try Importing(HostileShop.document)
    #expect(hostile.outcome.toolCount == 6)
    let names = hostile.tools.compactMap { $0["name"]?.string }
    #expect(Set(names).count == 6)
    #expect(!hostile.tools.contains { $0["request"]?.string?.contains("guarded") == true })
    #expect(hostile.provider["title"] == "shop")
    #expect(OverlayText.text(hostile.outcome.overlay).utf8.count < 200_000)
  }
}
