import JSON
import TestSupport
import Testing
import Tools

@testable import OpenAPIImport

@Suite struct `An import is refused` {
  @Test(
    arguments: [
      ("/openapi", nil, "", "openapi is missing"),
      ("/openapi", "3.2.0", "/openapi", "only OpenAPI 3.0 and 3.1"),
      ("/servers", nil, "", "--base-url"),
      ("/servers/0/url", "/api/v3", "/servers/0", "--base-url"),
      ("/servers/0/url", "https://{host}", "/servers/0", "--server-variable host=…"),
      ("/paths", nil, "", "there is no operation"),
      ("/paths", ["/a": ["get": ["deprecated": true]]], "/paths", "none of 1 operations"),
    ] as [(String, JSONValue?, String, String)])
  func `when a document can't be read`(
    changed: String, value: JSONValue?, at pointer: String, words: String
  ) throws {
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(PetShop.document, changes: [(changed, value)])
    }
    #expect(error.problem.pointer.description == pointer)
    #expect(error.problem.message.contains(words))
  }

  @Test(arguments: ["Shop", "", "clickmeter", "a-b", String(repeating: "a", count: 41)])
  func `when the provider's id can't be one`(id: String) throws {
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(PetShop.document, provider: id)
    }
    #expect(error.problem.message.contains("provider"))
  }

  @Test(arguments: [
    ("https://pets.example/v2/", "https://pets.example/v2"), ("pets.example", nil),
    ("https://pets.example?x=1", nil),
  ])
  func `when the address can't be one`(given: String, taken: String?) throws {
    let options = OpenAPIImport.Options(provider: "shop", title: "My\nShop", baseURL: given)
    let document = try JSONValue(parsing: PetShop.document).setting("/servers", to: nil)
    let outcome = try? OpenAPIImport.run(document, options, over: Repository.manifest())
    let provider = outcome.flatMap { Importing.provider.value(in: .object($0.overlay)) }
    #expect(provider?["base_url"]?.string == taken)
    #expect(provider?["title"]?.string == taken.map { _ in "My Shop" })
  }

  @Test func `when it is of the version before`() throws {
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(#"{"swagger": "2.0"}"#)
    }
    #expect(error.problem.message.contains("convert it"))
  }
}
