import JSON
import TestSupport
import Testing
import Tools

@testable import OpenAPIImport

/// Issue 17, A.1: an imported operation is sent with the key it needs, or isn't there.
@Suite struct `The key of an imported operation` {
  /// A document of one GET for each name, with what each says of its security.
  static func document(
    _ schemes: JSONObject, security: JSONValue? = nil, _ operations: [(String, JSONValue?)]
  ) -> String {
    let paths = operations.map { name, security -> (String, JSONValue) in
      var get: JSONObject = ["operationId": .string(name), "responses": [:]]
      get["security"] = security
      return ("/\(name)", ["get": .object(get)])
    }
    var document: JSONObject = [
      "openapi": "3.1.0", "servers": [["url": "https://a.example"]],
      "paths": .object(JSONObject(paths)), "components": ["securitySchemes": .object(schemes)],
    ]
    document["security"] = security
    return JSONValue.object(document).description
  }

  private static let schemes: JSONObject = [
    "login": ["type": "oauth2", "flows": [:]],
    "connect": ["type": "openIdConnect", "openIdConnectUrl": "https://a.example/.well-known"],
    "token": ["type": "http", "scheme": "Bearer"],
    "password": ["type": "http", "scheme": "basic"],
    "header": ["type": "apiKey", "in": "header", "name": "X-Key"],
    "query": ["type": "apiKey", "in": "query", "name": "api_key"],
    "cookie": ["type": "apiKey", "in": "cookie", "name": "sid"],
    "digest": ["type": "http", "scheme": "digest"],
    "certificate": ["type": "mutualTLS"],
  ]

  @Test(
    arguments: [
      ("login", ["header": "Authorization", "prefix": "Bearer ", "env": "SHOP_API_KEY"]),
      ("connect", ["header": "Authorization", "prefix": "Bearer ", "env": "SHOP_API_KEY"]),
      ("token", ["header": "Authorization", "prefix": "Bearer ", "env": "SHOP_API_KEY"]),
      ("password", ["scheme": "basic", "env": "SHOP_LOGIN"]),
      ("header", ["header": "X-Key", "env": "SHOP_API_KEY"]),
      ("query", ["query": "api_key", "env": "SHOP_API_KEY"]),
    ] as [(String, JSONValue)])
  func `goes where its scheme says`(scheme: String, authentication: JSONValue) throws {
    for isCommon in [true, false] {
      let security: JSONValue = [.object([scheme: []])]
      let importing = try Importing(
        Self.document(
          Self.schemes, security: isCommon ? .some(security) : .none,
          [("a", isCommon ? .none : .some(security))]))
      #expect(importing.provider["auth"] == authentication)
      #expect(try importing.tool("a")["key"] == nil)
      _ = try importing.laid()
    }
  }

  @Test func `is none where an operation needs none`() throws {
    let importing = try Importing(
      Self.document(
        Self.schemes, security: [["header": []]],
        [
          ("open", []), ("optional", [[:], ["header": []]]), ("closed", nil),
          ("free", [["cookie": []], [:]]),
        ]))
    #expect(try importing.tool("open")["key"] == "none")
    #expect(try importing.tool("optional")["key"] == nil)
    #expect(try importing.tool("closed")["key"] == nil)
    #expect(try importing.tool("free")["key"] == "none")
    let unsaid = try Importing(
      Self.document(Self.schemes, [("closed", [["header": []]]), ("open", nil)]))
    #expect(try unsaid.tool("open")["key"] == "none")
  }

  /// Never "without a key": what can't be carried makes its operations go.
  @Test(
    arguments: [
      [["cookie": []]], [["certificate": []]], [["digest": []]], [["header": [], "query": []]],
      [["unknown": []]], [["cookie": []], ["digest": []]], ["header"], ["header": []], 5,
    ] as [JSONValue])
  func `that can't be carried leaves the operation out`(security: JSONValue) throws {
    let importing = try Importing(
      Self.document(Self.schemes, [("a", [["header": []]]), ("b", security)]))
    #expect(importing.tools.compactMap { $0["name"]?.string } == ["a"])
    #expect(importing.outcome.refusedCount == 1)
    let notes = importing.notes(at: "/paths/~1b/get/security")
    #expect(notes.first?.hasSuffix("the operation is skipped") == true, "\(notes)")
    // With nothing else to import there is nothing at all.
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(Self.document(Self.schemes, [("b", security)]))
    }
    #expect(error.problem.message.contains("no key that can be carried"))
  }

  @Test func `is taken of those that can be carried`() throws {
    let importing = try Importing(
      Self.document(
        Self.schemes,
        [
          ("a", [["cookie": []], ["header": []]]),
          ("b", [["header": [], "query": []], ["header": []]]),
          ("c", [["token": []]]), ("d", [["token": []], ["header": []]]), ("e", [["login": []]]),
          ("f", [["query": []]]), ("g", [["header": []]]),
        ]))
    #expect(importing.provider["auth"] == ["header": "X-Key", "env": "SHOP_API_KEY"])
    // Two schemes that send the same are one key.
    #expect(
      importing.provider["keys"] == [
        "login": ["header": "Authorization", "prefix": "Bearer ", "env": "SHOP_LOGIN_KEY"],
        "query": ["query": "api_key", "env": "SHOP_QUERY_KEY"],
      ])
    #expect(
      importing.tools.map { $0["key"]?.string } == [nil, nil, "login", nil, "login", "query", nil])
    _ = try importing.laid()
  }

  @Test func `is sent with all where nothing says who needs it`() throws {
    let importing = try Importing(Self.document(Self.schemes, [("a", nil)]))
    #expect(importing.provider["auth"]?["header"] == "Authorization")
    #expect(importing.notes(at: "/components/securitySchemes").count == 1)
    let error = try #require(throws: OpenAPIImportError.self) {
      try Importing(
        Self.document(["cookie": ["type": "apiKey", "in": "cookie", "name": "sid"]], [("a", nil)]))
    }
    #expect(error.problem.message.contains("cookie (apiKey cookie)"))
  }

  @Test func `is nobody's argument`() throws {
    let document = Self.document(Self.schemes, [("a", [["query": []]]), ("b", [["header": []]])])
    let parameters: JSONValue = [
      ["name": "api_key", "in": "query", "schema": ["type": "string"]],
      ["name": "x-key", "in": "header", "schema": ["type": "string"]],
      ["name": "q", "in": "query", "schema": ["type": "string"]],
    ]
    let importing = try Importing(document, changes: [("/paths/~1a/get/parameters", parameters)])
    #expect(try importing.tool("a")["arguments"]?.object?.keys == ["x_key", "q"])
  }

  /// Only in an operation that sends it: elsewhere a parameter of that name is another thing.
  @Test func `is an argument where another operation's key has its name`() throws {
    let operations: [(String, JSONValue?)] = [
      ("common", nil), ("hidden", [["header": []]]), ("signed", [["query": []]]), ("open", []),
    ]
    let parameters: JSONValue = [
      ["name": "api_key", "in": "query", "required": true, "schema": ["type": "string"]],
      ["name": "X-Key", "in": "header", "required": true, "schema": ["type": "string"]],
    ]
    let importing = try Importing(
      Self.document(Self.schemes, security: [["token": []]], operations),
      changes: operations.map { ("/paths/~1\($0.0)/get/parameters", parameters) })
    let arguments = ["common", "hidden", "signed", "open"].map { name in
      try? importing.tool(name)["arguments"]?.object?.keys
    }
    #expect(arguments == [["api_key", "x_key"], ["api_key"], ["x_key"], ["api_key", "x_key"]])
    for name in ["common", "open"] {
      #expect(try importing.argument("api_key", of: name)["required"] == true)
    }
    _ = try importing.laid()
  }

  /// Header fields that only keys fill are nobody's argument; what can't do without is refused.
  @Test(arguments: ["Authorization", "cookie", "Proxy-Authorization"])
  func `is refused where a parameter is one that no key fills`(field: String) throws {
    let parameters = { (isRequired: Bool) -> JSONValue in
      [["name": .string(field), "in": "header", "required": .bool(isRequired), "schema": [:]]]
    }
    let importing = try Importing(
      Self.document(
        Self.schemes, security: [["password": []]], [("a", nil), ("b", []), ("c", [])]),
      changes: [
        ("/paths/~1a/get/parameters", parameters(field == "Authorization")),
        ("/paths/~1b/get/parameters", parameters(true)),
        ("/paths/~1c/get/parameters", parameters(false)),
      ])
    #expect(importing.tools.compactMap { $0["name"]?.string } == ["a", "c"])
    #expect(importing.tools.allSatisfy { $0["arguments"] == nil })
    #expect(
      importing.notes(at: "/paths/~1b/get/parameters/0").first?.hasSuffix("is skipped") == true)
  }

  @Test func `has a variable of its own`() throws {
    let keys = ["api_key", "x", "x_key", "sign_in"].map { name -> (String, JSONValue) in
      (name, ["type": "apiKey", "in": "header", "name": .string("X-\(name)")])
    }
    let schemes = JSONObject(
      [("main", ["type": "http", "scheme": "bearer"])] + keys
        + [("login", ["type": "http", "scheme": "basic"])])
    let operations = (["main", "main", "login"] + keys.map(\.0)).enumerated().map {
      ("o\($0)", JSONValue?.some([.object([$1: []])]))
    }
    let importing = try Importing(Self.document(schemes, operations))
    #expect(
      importing.provider["keys"]?.object?.compactMap { $0.value["env"]?.string } == [
        "SHOP_LOGIN", "SHOP_OTHER_API_KEY", "SHOP_X_KEY", "SHOP_OTHER_X_KEY", "SHOP_SIGN_IN_KEY",
      ])
    _ = try importing.laid()
  }
}
