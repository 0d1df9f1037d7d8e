import JSON
import TestSupport
import Testing
import Tools

@testable import OpenAPIImport

/// Issue 17, A.1: references lead into files at or beneath the document's directory, and nowhere else.
@Suite struct `A file that a document refers to` {
  static func document(_ schema: String, _ parameter: String = "") -> String {
    """
    { "openapi": "3.1.0", "servers": [{ "url": "https://a.example" }],
      "paths": { "/pets": { "post": {
        "operationId": "addPet", "parameters": [\(parameter)],
        "requestBody": { "content": { "application/json": { "schema": \(schema) } } },
        "responses": {} } } },
      "components": { "schemas": { "Here": { "type": "object", "properties": { "here": { "type": "integer" } } } } } }
    """
  }

  @Test func `is found from the file that refers to it, through any number of them`() throws {
    let importing = try Importing(
      Self.document(
        ##"{ "$ref": "schemas/pet.yaml#/Pet" }"##, ##"{ "$ref": "./parameters/page%20size.yaml" }"##
      ),
      files: [
        "schemas/pet.yaml": """
        Pet:
          type: object
          required: [name]
          properties:
            name: {$ref: '#/Name'}
            owner: {$ref: people/owner.json}
            mother: {$ref: '#/Pet'}
        Name: {type: string, minLength: 1}
        """,
        "schemas/people/owner.json":
          ##"{"type":"object","properties":{"pets":{"type":"array","items":{"$ref":"../pet.yaml#/Pet"}},"here":{"$ref":"../../main.json#/components/schemas/Here"}}}"##,
        "parameters/page size.yaml":
          "name: size\nin: query\nschema: {$ref: ../schemas/pet.yaml#/Size}\n",
      ])
    let tool = try importing.tool("add_pet")
    #expect(tool["arguments"]?["name"]?["minLength"] == 1)
    #expect(tool["arguments"]?["name"]?["required"] == true)
    #expect(tool["arguments"]?["owner"]?["properties"]?["here"]?["properties"]?["here"] != nil)
    // It stands in itself, by way of another file.
    #expect(
      importing.outcome.notes.contains {
        $0.description.hasPrefix(
          "schemas/people/owner.json#/properties/pets/items: stands in itself")
      })
    #expect(tool["arguments"]?["size"]?["in"] == "query")
    #expect(
      importing.outcome.notes.contains {
        $0.description.hasPrefix("parameters/page size.yaml#/schema: refers to what is not")
      })
    _ = try importing.laid()
  }

  @Test(arguments: [
    ("../outside.json", "outside the document's directory"),
    ("schemas/../../outside.json#/a", "outside the document's directory"),
    ("/etc/passwd", "relative paths"), ("file:///etc/passwd", "relative paths"),
    ("C:/x.json", "relative paths"), ("missing.json", "missing.json: it isn't there"),
    ("a%00.json", "relative paths"), ("bad.yaml", "line 1, column 4"),
    ("a.json?x=1", "relative paths"),
    ("%2e%2e/x.json", "outside the document's directory"), ("deep/far.yaml", "outside"),
  ])
  func `is refused elsewhere`(reference: String, words: String) throws {
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(
        Self.document("{ \"$ref\": \"\(reference)\" }"),
        files: ["bad.yaml": "a: @", "deep/far.yaml": "$ref: ../../up.yaml\n"])
    }
    #expect(error.problem.description.contains(words), "\(error.problem)")
  }

  @Test func `is never fetched, and every address is told`() throws {
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(
        Self.document(
          ##"{ "$ref": "a.yaml" }"##, ##"{ "$ref": "//cdn.example/p.json#/P" }"##),
        files: [
          "a.yaml":
            "properties:\n  b: {$ref: 'HTTPS://a.example/b.json'}\n  c: {$ref: 'http://c.example/c'}\n"
        ])
    }
    #expect(error.problem.message.hasPrefix("3 references to other addresses"))
    #expect(
      error.notes.map(\.description).sorted() == [
        "/paths/~1pets/post/parameters/0: refers to //cdn.example/p.json#/P",
        "a.yaml#/properties/b: refers to HTTPS://a.example/b.json",
        "a.yaml#/properties/c: refers to http://c.example/c",
      ])
  }

  @Test func `is none where a reference is data`() throws {
    let importing = try Importing(
      Self.document(
        ##"{ "type": "object", "example": { "$ref": "https://a.example" }, "properties": { "$ref": { "type": "string" }, "example": { "$ref": "e.yaml" } } }"##
      ), files: ["e.yaml": "{type: string, default: {$ref: /no}, x-a: {$ref: /no}}"])
    #expect(try importing.argument("example", of: "add_pet")["type"] == "string")
  }

  @Test func `may be a path, a response or a way to be let in`() throws {
    let importing = try Importing(
      ##"""
      { "openapi": "3.0.3", "servers": [{ "url": "https://a.example" }], "security": [{ "k": [] }],
        "components": { "securitySchemes": { "k": { "$ref": "keys.yaml#/k" } } },
        "paths": { "/pets": { "$ref": "paths/pets.yaml" } } }
      """##,
      files: [
        "keys.yaml": "k: {type: apiKey, in: query, name: key}",
        "paths/pets.yaml":
          "get:\n  operationId: pets\n  responses:\n    200: {$ref: ../responses.yaml#/List}\n",
        "responses.yaml":
          "List:\n  content:\n    application/json:\n      schema:\n        type: array\n        items: {$ref: paths/pet.yaml}\n",
        "paths/pet.yaml": "type: object\nproperties: {name: {type: string}}\n",
      ])
    #expect(importing.provider["auth"]?["query"] == "key")
    #expect(try importing.tool("pets")["rows"] == "/result")
  }

  /// A reference leads also into what is data elsewhere.
  @Test(arguments: ["/x-parts", "/components/x-parts", "/components/examples"])
  func `is found by way of what is no part of OpenAPI`(place: String) throws {
    let document = Self.document(##"{ "$ref": "#\##(place)/pet" }"##)
    let importing = try Importing(
      document, changes: [(place, ["pet": ["$ref": "pet.yaml"]])],
      files: ["pet.yaml": "properties: {name: {$ref: 'name.yaml'}}", "name.yaml": "type: string"])
    #expect(try importing.argument("name", of: "add_pet")["type"] == "string")
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(document, changes: [(place, ["pet": ["$ref": "https://a.example/pet.json"]])])
    }
    #expect(error.problem.message.hasPrefix("1 reference to other addresses"), "\(error.problem)")
  }
}

@Suite struct `A path or operation that is a reference` {
  private static func importing(
    _ paths: String, files: [String: String] = [:]
  ) throws -> Importing {
    try Importing(
      ##"""
      { "openapi": "3.1.0", "servers": [{ "url": "https://a.example/v1" }], "security": [{ "k": [] }],
        "components": {
          "securitySchemes": { "k": { "type": "http", "scheme": "bearer" } },
          "pathItems": {
            "P": { "get": { "operationId": "list", "responses": {} },
                   "parameters": [
                     { "name": "tenant", "in": "query", "schema": { "type": "integer" } },
                     { "name": "lang", "in": "query", "schema": { "type": "string" } } ] },
            "Q": { "$ref": "#/components/pathItems/P", "patch": { "operationId": "change", "responses": {} } },
            "Elsewhere": { "servers": [{ "url": "https://cdn.example" }], "get": { "operationId": "far", "responses": {} } } } },
        "paths": { "/near": { "get": { "operationId": "near", "responses": {} } }, \##(paths) } }
      """##, files: files)
  }

  /// What stands beside a path's `$ref` counts with what that leads to.
  @Test func `has also what stands beside it`() throws {
    let importing = try Self.importing(
      ##"""
      "/p": { "$ref": "#/components/pathItems/Q",
        "servers": [{ "url": "https://a.example/v1/" }],
        "parameters": [{ "name": "tenant", "in": "query", "required": true, "schema": { "type": "string" } }],
        "post": { "operationId": "create", "responses": {} } }
      """##)
    #expect(
      importing.tools.compactMap { $0["request"]?.string } == [
        "GET /near", "GET /p", "PATCH /p", "POST /p",
      ])
    for name in ["list", "change", "create"] {
      #expect(try importing.tool(name)["arguments"]?.object?.keys == ["tenant", "lang"])
      let tenant = try importing.argument("tenant", of: name)
      #expect(tenant["required"] == true && tenant["type"] == "string")
    }
    _ = try importing.laid()
  }

  /// With the key, nothing goes where the document didn't mean it to go.
  @Test(arguments: [
    ##"{ "$ref": "#/components/pathItems/P", "servers": [{ "url": "https://cdn.example" }] }"##,
    ##"{ "$ref": "#/components/pathItems/Elsewhere", "servers": [{ "url": "https://a.example/v1" }] }"##,
    ##"{ "$ref": "#/components/pathItems/Elsewhere" }"##,
    ##"{ "$ref": "#/components/pathItems/P", "get": { "operationId": "other", "responses": {} } }"##,
    ##"{ "$ref": "#/components/pathItems/None", "get": { "operationId": "other", "responses": {} } }"##,
    ##"{ "get": { "$ref": "#/components/none" } }"##,
    ##"{ "get": { "$ref": "#/components/pathItems/P/get", "security": [] } }"##,
    ##"{ "get": { "$ref": "#/components/pathItems/P/get", "servers": [] } }"##,
  ])
  func `is refused where nobody can tell what counts`(path: String) throws {
    let importing = try Self.importing(#""/p": \#(path)"#)
    #expect(importing.tools.compactMap { $0["name"]?.string } == ["near"])
    #expect(importing.outcome.refusedCount == 1)
    #expect(importing.outcome.notes.contains { $0.message.hasSuffix("the operation is skipped") })
  }

  /// Nothing is asked of another address before something is removed.
  @Test func `is not looked up elsewhere`() throws {
    let importing = try Self.importing(
      ##"""
      "/p/{id}": {
        "get": { "operationId": "show", "servers": [{ "url": "https://cdn.example" }], "responses": {
          "200": { "content": { "application/json": { "schema": {
            "type": "object", "properties": { "name": { "type": "string" } } } } } } } },
        "delete": { "operationId": "remove", "responses": {} } }
      """##)
    #expect(try importing.tool("remove")["consent"]?["lookup"] == nil)
  }

  @Test func `is an operation with its arguments and its key`() throws {
    let importing = try Self.importing(
      #""/p": { "get": { "$ref": "get.yaml#/one", "summary": "One" } }"#,
      files: [
        "get.yaml":
          "one: {$ref: '#/two'}\ntwo: {operationId: open, security: [], parameters: [{name: x, in: query, required: true, schema: {type: string}}], responses: {}}"
      ])
    let tool = try importing.tool("open")
    #expect(tool["key"] == "none")
    #expect(tool["arguments"]?["x"]?["required"] == true)
  }
}
