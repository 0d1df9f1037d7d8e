/// A document in which almost everything is wrong, and one operation that can be had.
enum HostileShop {
  static let document =
    #"""
    {
      "openapi": "3.1.0",
      "info": { "title": 7, "version": [] },
      "servers": [{ "url": "https://hostile.example", "variables": "none" }, 5],
      "security": [],
      "paths": {
        "no-slash": { "get": { "responses": {} } },
        "/up/../../admin": { "get": { "responses": {} } },
        "/query?x=1": { "get": {} },
        "/open/{id": { "get": {} },
        "/empty/{}": { "get": {} },
        "/caf\u00e9": { "get": {} },
        "/text": "text",
        "/list": { "get": [], "post": null, "parameters": 3 },
        "/lost": { "$ref": "#/paths/~1nowhere" },
        "/away": { "$ref": "other.json#/a" },
        "/round": { "$ref": "#/paths/~1about" },
        "/about": { "$ref": "#/paths/~1round" },
        "/escape": { "$ref": "#/%zz" },
        "/own": { "servers": [], "get": {} },
        "/guarded": {
          "get": { "security": { "a": 1 } }, "put": { "security": [5] }, "post": { "security": [{ "d": 1 }] },
          "patch": { "security": [{ "a": [] }, { "b": [] }] }, "delete": { "security": [{ "c": [], "a": [] }] }
        },
        "/undescribed/{one}/{one}/{two}": {
          "get": {
            "operationId": "LONG",
            "tags": [{}],
            "summary": ["no"],
            "description": 5,
            "parameters": [
              7, { "in": "query" }, { "name": "x", "in": "nowhere" }, { "$ref": 5 }, { "$ref": "#/components/parameters/Loop" },
              { "name": "LONG", "in": "query", "schema": { "type": "string" } },
              { "name": "LONG", "in": "header", "schema": { "type": "string" } },
              { "name": "\u202e", "in": "query", "schema": { "type": "string" } },
              { "name": "", "in": "query", "schema": { "type": "string" } },
              { "name": "a b", "in": "header", "schema": { "type": "string" } },
              { "name": "stray", "in": "path", "schema": { "type": "string" } },
              { "name": "kind", "in": "query", "schema": { "type": "colour", "enum": "red", "minimum": "low" } },
              { "name": "never", "in": "query", "schema": false },
              { "name": "type", "in": "query", "schema": { "type": "string", "enum": [1, 2], "default": "\u200bx" } },
              { "name": "deep", "in": "query", "schema": { "type": "array", "items": { "type": "array", "items": {} } } },
              { "name": "cycle", "in": "query", "schema": { "$ref": "#/components/schemas/Self" } },
              { "name": "many", "in": "query", "schema": { "$ref": "#/components/schemas/Ping" } }
            ],
            "requestBody": 4,
            "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Bomb0" } } } } }
          },
          "post": {
            "operationId": "LONG",
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Wide" } } } },
            "responses": 9
          },
          "put": { "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Self" } } } } },
          "delete": { "operationId": "{name}", "responses": { "200": 5 } },
          "patch": { "requestBody": { "content": {} } }
        },
        "/far": { "get": { "parameters": [{ "$ref": "a/b.json#x" }, { "$ref": "#/\u0000a" }] } }
      },
      "components": {
        "securitySchemes": { "a": { "type": "apiKey", "in": "header", "name": "no good" }, "b": 4, "c": { "$ref": "#/components/securitySchemes/c" } },
        "parameters": { "Loop": { "$ref": "#/components/parameters/Loop" } },
        "schemas": {
          "Self": { "$ref": "#/components/schemas/Self" },
          "Ping": { "allOf": [{ "$ref": "#/components/schemas/Pong" }] },
          "Pong": { "allOf": [{ "$ref": "#/components/schemas/Ping" }], "type": "integer" },
          "Wide": {
            "type": "object",
            "required": ["use", 5, "missing"],
            "properties": {
              "use": { "type": "object", "properties": { "use": { "type": "string" }, "$ref": { "type": "string" }, "properties": { "type": "object" } } },
              "": { "type": "string" },
              "$id": { "type": "string" },
              "bomb": { "$ref": "#/components/schemas/Bomb0" },
              "a.b": { "type": "string" },
              "a-b": { "type": "string" },
              "a_b": { "type": "string" },
              "a b": { "type": "integer", "multipleOf": 0, "maximum": 1e999 }
            }
          },
          BOMBS
        }
      }
    }
    """#
    .replacing("LONG", with: String(repeating: "veryLong", count: 60))
    .replacing("BOMBS", with: bombs)

  /// Each schema holds the next one four times: in full there would be four to the twelfth.
  private static let bombs =
    (0..<12).map { number in
      let members = (0..<4).map {
        "\"m\($0)\": { \"$ref\": \"#/components/schemas/Bomb\(number + 1)\" }"
      }
      return
        "\"Bomb\(number)\": { \"type\": \"object\", \"properties\": { \(members.joined(separator: ", ")) } }"
    }.joined(separator: ",\n") + ", \"Bomb12\": { \"type\": \"string\" }"
}
