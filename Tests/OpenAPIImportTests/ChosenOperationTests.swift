import JSON
import TestSupport
import Testing
import Tools

@testable import OpenAPIImport

/// Issue 17, A.3: which operations, which server, which names.
@Suite struct `What is chosen of a document` {
  private func names(_ options: (inout OpenAPIImport.Options) -> Void) throws -> [String] {
    try Importing(PetShop.document, options: options).tools.compactMap { $0["name"]?.string }
  }

  @Test(arguments: [
    (["GET *"], [], [], ["list_pets", "show_pet_by_id"]),
    (["get /pets*"], [], [], ["list_pets", "show_pet_by_id"]),
    (["/pets"], [], [], ["list_pets", "create_pet"]),
    (["*Pet", "listPets"], [], [], ["list_pets", "create_pet", "update_pet", "delete_pet"]),
    (
      [], ["DELETE *", "*Photo"], [],
      ["list_pets", "create_pet", "show_pet_by_id", "update_pet", "post_store_orders"]
    ),
    (["/pets/{petId}"], ["?howPetById"], [], ["update_pet", "delete_pet"]),
    ([], [], ["Animals"], ["list_pets", "create_pet", "show_pet_by_id"]),
    (["* /pets"], ["POST *"], ["Animals"], ["list_pets"]),
  ])
  func `are the operations that fit`(
    include: [String], exclude: [String], tags: [String], names: [String]
  ) throws {
    let importing = try Importing(PetShop.document) { options in
      options.include = include
      options.exclude = exclude
      options.tags = tags
    }
    #expect(importing.tools.compactMap { $0["name"]?.string } == names)
    let outcome = importing.outcome
    #expect(outcome.toolCount + outcome.refusedCount + outcome.unaskedCount == 11)
    #expect(outcome.unaskedCount > 0)
  }

  @Test(arguments: [
    (["GET /pet"], [], [], "--include GET /pet matches no operation; did you mean \"GET /pets\"?"),
    ([], ["listPet"], [], "--exclude listPet matches no operation; did you mean \"listPets\"?"),
    ([], [], ["animals"], "--tag animals is on no operation; did you mean \"Animals\"?"),
    (["zzzzzzzz"], [], [], "; there are listPets, GET /pets"),
  ])
  func `is an error where nothing fits`(
    include: [String], exclude: [String], tags: [String], words: String
  ) throws {
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(PetShop.document) { options in
        options.include = include
        options.exclude = exclude
        options.tags = tags
      }
    }
    #expect(error.problem.message.contains(words), "\(error.problem)")
  }

  @Test func `is an error where one pattern takes what another gives`() throws {
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(PetShop.document) { options in
        options.include = ["listPets"]
        options.exclude = ["GET *"]
      }
    }
    #expect(
      error.problem.message == "--include, --exclude and --tag leave none of 11 operations")
  }

  @Test func `begins its names with a prefix`() throws {
    #expect(
      try names { $0.prefix = "pet_shop" }.prefix(2) == [
        "pet_shop_list_pets", "pet_shop_create_pet",
      ])
    for prefix in ["", "_", "Pet", "a-b", String(repeating: "a", count: 21)] {
      let error = try #require(throws: OpenAPIImportError.self) { try names { $0.prefix = prefix } }
      #expect(error.problem.message.contains("--prefix"))
    }
  }

  @Test(
    arguments: [
      ([("get", "/users", "list"), ("get", "/orders", "list")], ["list_users", "list_orders"]),
      (
        [("get", "/users", "get"), ("get", "/users/{id}", "get")], ["get_users", "get_users_by_id"]
      ),
      (
        [("get", "/u/{id}", "get"), ("get", "/u/{name}", "get")], ["get_u_by_id", "get_u_by_name"]
      ),
      ([("put", "/pets", "pets"), ("patch", "/pets", "pets")], ["pets_put", "pets_patch"]),
      (
        [("get", "/a/x", "list"), ("get", "/b/x", "list"), ("get", "/a/b/x", "list")],
        ["list_a_x", "list_b_x", "list_a_b_x"]
      ),
      ([("get", "/v1/cats", "all"), ("get", "/v2/dogs", "all")], ["all_cats", "all_dogs"]),
      (
        [
          ("get", "/users", "anOperationWithAVeryLongNameThatEndsInUsers"),
          ("get", "/orders", "anOperationWithAVeryLongNameThatEndsInOrders"),
        ],
        ["an_operation_with_a_very_long_name_users", "an_operation_with_a_very_long_orders"]
      ),
      ([("get", "/a", "x"), ("get", "/a/", "x")], ["x_get", "x_a_get"]),
      (
        [("get", "/a/b", ""), ("get", "/A/b", ""), ("get", "/a-b", "")],
        ["get_a_b_get", "get_a_b", "get_space_slash_a_dash_b"]
      ),
      (
        [
          ("get", "/a", "averylongsegmentofaname/anotherverylongsegment/one"),
          ("get", "/b", "averylongsegmentofaname/anotherverylongsegment/two"),
        ],
        ["averylongsegmentofaname_one", "averylongsegmentofaname_two"]
      ),
    ] as [([(String, String, String)], [String])])
  func `has names that words tell apart`(
    operations: [(String, String, String)], names: [String]
  ) throws {
    var paths: JSONObject = [:]
    for (method, path, id) in operations {
      paths[path] = .object(
        (paths[path]?.object ?? [:]).appending(
          method, ["operationId": .string(id), "responses": [:]]))
    }
    let document: JSONValue = [
      "openapi": "3.0.0", "servers": [["url": "https://a.example"]], "paths": .object(paths),
    ]
    let importing = try Importing(document.description)
    let chosen = importing.tools.compactMap { $0["name"]?.string }
    #expect(chosen == names)
    #expect(!chosen.contains { $0.hasSuffix("_2") })
  }
}

@Suite struct `The server of a document` {
  private static let document = ##"""
    { "openapi": "3.1.0", "servers": [
        { "url": "https://a.example/v1/" },
        { "url": "https://{region}.b.example/{version}", "variables": {
            "region": { "default": "eu", "enum": ["eu", "us"] }, "version": { "default": "v2" } } },
        { "url": "https://{tenant}.c.example", "variables": { "tenant": { "description": "Yours." } } },
        { "url": "https://{zone}.d.example", "variables": { "zone": { "default": "x", "enum": ["y", "z"] } } },
        { "url": "/relative" } ],
      "paths": {
        "/a": { "get": { "operationId": "a", "responses": {} } },
        "/b": { "servers": [{ "url": "https://a.example/v1" }], "get": { "operationId": "b", "responses": {} } },
        "/c": { "get": { "operationId": "c", "servers": [{ "url": "https://c.example" }], "responses": {} } } } }
    """##

  private func importing(
    _ server: String?, _ variables: [(String, String)] = []
  ) throws -> Importing {
    try Importing(Self.document) { options in
      options.server = server
      options.serverVariables = variables
    }
  }

  @Test(
    arguments: [
      (nil, [:], "https://a.example/v1"), ("1", [:], "https://a.example/v1"),
      ("2", [:], "https://eu.b.example/v2"), ("2", ["region": "us"], "https://us.b.example/v2"),
      ("https://{region}.b.example/{version}", ["version": "v3"], "https://eu.b.example/v3"),
      ("https://eu.b.example/v2/", [:], "https://eu.b.example/v2"),
      ("3", ["tenant": "me"], "https://me.c.example"), ("4", ["zone": "z"], "https://z.d.example"),
    ] as [(String?, KeyValuePairs<String, String>, String)])
  func `is the first or the one asked for`(
    server: String?, variables: KeyValuePairs<String, String>, address: String
  ) throws {
    let importing = try importing(server, variables.map { ($0.key, $0.value) })
    #expect(importing.provider["base_url"]?.string == address)
    let isFirst = address == "https://a.example/v1"
    #expect(importing.tools.compactMap { $0["name"] } == (isFirst ? ["a", "b"] : ["a"]))
    #expect(importing.notes(at: "/servers/0").isEmpty == isFirst)
    #expect(importing.notes(at: "/servers/4").first?.contains("--server 5") == true)
  }

  @Test(
    arguments: [
      ("3", [:], "give --server-variable tenant=… (it has tenant)"),
      ("4", [:], "give --server-variable zone=… (it has zone (y, z))"),
      ("4", ["zone": "x"], "\"x\" can't stand for zone: it is one of y, z"),
      (
        "2", ["regoin": "us"],
        "no variable \"regoin\"; did you mean \"region\"? (it has region (eu, us), version)"
      ),
      ("1", ["region": "us"], "(it has none)"), ("6", [:], "1 https://a.example/v1/, 2 https://"),
      ("0", [:], "there is no server \"0\""),
      ("https://z.example", [:], "--base-url takes any other"),
      ("5", [:], "--base-url"), ("3", ["tenant": "a/../b c"], "incomplete"),
      ("3", ["tenant": "me@evil.example/"], "incomplete"),
    ] as [(String, KeyValuePairs<String, String>, String)])
  func `must be told where the document doesn't tell it`(
    server: String, variables: KeyValuePairs<String, String>, words: String
  ) throws {
    let error = try #require(throws: OpenAPIImportError.self) {
      try importing(server, variables.map { ($0.key, $0.value) })
    }
    #expect(error.problem.message.contains(words), "\(error.problem)")
  }

  @Test func `is what a choice of its variables is told of`() throws {
    let importing = try importing("2")
    #expect(importing.notes(at: "/servers/1/variables/region").first?.contains("eu, us") == true)
  }

  @Test func `is beside an address that is given`() throws {
    let error = try #require(throws: OpenAPIImportError.self) {
      var options = OpenAPIImport.Options(provider: "shop", baseURL: "https://z.example")
      options.server = "1"
      _ = try OpenAPIImport.run(
        JSONValue(parsing: Self.document), options, over: Repository.manifest())
    }
    #expect(error.problem.message.contains("--base-url is the whole address"))
  }
}
