/// A document of OpenAPI 3.1 that uses much of what there is, and names nothing the usual way.
enum OddShop {
  static let document = #"""
    {
      "openapi": "3.1.0",
      "info": { "title": "Odd {name} Shop", "version": "1" },
      "servers": [
        {
          "url": "{scheme}://odd.example:{port}/api",
          "variables": { "scheme": { "default": "https" }, "port": { "default": "8443" } }
        }
      ],
      "security": [{ "token": [] }],
      "webhooks": { "sold": {} },
      "paths": {
        "/v1/things/{thing-ID}/parts/{name}": {
          "delete": {
            "operationId": "things.parts/DELETE-HTTPPart",
            "tags": ["default"],
            "description": "Removes\u0007 a \u202epart\n\n of <b>it</b>. Then more.",
            "parameters": [
              { "$ref": "#/components/parameters/Thing%2DID" },
              { "name": "name", "in": "path", "required": true, "schema": { "type": ["string", "null"] } },
              { "name": "thing-ID", "in": "query", "schema": { "const": "all" } }
            ],
            "responses": { "2XX": { "$ref": "#/components/responses/Done" } }
          }
        },
        "/v1/things/{thing-ID}/colours": {
          "get": {
            "operationId": "Farben",
            "tags": ["Färbe"],
            "parameters": [
              {
                "name": "filter[von]", "in": "query",
                "schema": { "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }] }
              },
              { "name": "mix", "in": "query", "schema": { "oneOf": [{ "type": "integer" }, { "type": "string" }] } },
              { "name": "order", "in": "query", "schema": { "oneOf": [{ "const": "up" }, { "const": "down" }] } },
              { "name": "where", "in": "query", "content": { "application/json": { "schema": { "type": "object", "properties": { "a": { "type": "string" } } } } } },
              { "name": "a1", "in": "query", "schema": { "type": "string" } },
              { "name": "a2", "in": "query", "schema": { "type": "string" } },
              { "name": "a3", "in": "query", "schema": { "type": "string" } },
              { "name": "a4", "in": "query", "schema": { "type": "string" } },
              { "name": "a5", "in": "query", "schema": { "type": "string" } },
              { "name": "either", "in": "query", "style": "spaceDelimited", "explode": true, "schema": { "type": ["array", "integer", "string"], "items": {}, "enum": ["x", "y"] } },
              { "name": "a6", "in": "query", "schema": { "type": "string", "deprecated": true } },
              { "name": "old", "in": "query", "deprecated": true, "schema": { "type": "string" } }
            ],
            "responses": {
              "200": {
                "description": "Colours.",
                "content": {
                  "application/vnd.odd+json; charset=utf-8": {
                    "schema": {
                      "type": "object",
                      "properties": {
                        "a/b": { "type": "array", "items": { "type": "object", "properties": { "x": { "type": ["string", "null"] } } } },
                        "total": { "type": "integer" },
                        "either": { "anyOf": [{ "type": "string" }, { "type": "object" }] }
                      }
                    }
                  }
                }
              }
            }
          }
        },
        "/v1/login": {
          "post": {
            "operationId": "get_clicks",
            "tags": ["projects"],
            "summary": "Opens a session",
            "requestBody": { "$ref": "#/components/requestBodies/Login" },
            "callbacks": { "later": {} },
            "responses": { "200": { "description": "In.", "links": { "next": {} } } }
          },
          "patch": {
            "operationId": "getClicks",
            "summary": "Changes a session",
            "requestBody": {
              "content": {
                "application/json": {
                  "schema": {
                    "allOf": [
                      { "type": "object", "properties": { "/path": { "type": "string" } } },
                      {
                        "type": "object",
                        "properties": {
                          "maybe": { "type": ["integer", "null"], "exclusiveMinimum": 0, "multipleOf": 5 },
                          "any": {},
                          "tree": { "$ref": "#/components/schemas/Tree" },
                          "either": { "oneOf": [{ "type": "object", "properties": { "a": {} } }, { "type": "object" }], "description": "Either." },
                          "list": { "type": "array", "minItems": 1, "items": { "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" } }, "patternProperties": { "^x": {} } } },
                          "slow": { "type": "string", "pattern": "^(a+)+$" },
                          "wrong": { "type": "string", "pattern": "(", "minLength": -1, "enum": [] }
                        }
                      }
                    ]
                  }
                }
              }
            },
            "responses": {}
          }
        }
      },
      "components": {
        "securitySchemes": { "other": { "type": "apiKey", "in": "query", "name": "k" }, "token": { "type": "http", "scheme": "Bearer" } },
        "parameters": {
          "Thing-ID": { "name": "thing-ID", "in": "path", "required": true, "description": "The thing.", "schema": { "$ref": "#/components/schemas/ID" } }
        },
        "requestBodies": {
          "Login": {
            "required": true,
            "content": {
              "application/x-www-form-urlencoded": {
                "schema": {
                  "type": "object",
                  "required": ["user name"],
                  "properties": {
                    "user name": { "type": "string", "description": "Who." },
                    "Scopes": { "type": "array", "items": { "type": "string" } },
                    "extra": { "type": "object", "properties": { "a": { "type": "string" } } }
                  }
                }
              }
            }
          }
        },
        "responses": { "Done": { "description": "Done." } },
        "schemas": {
          "ID": { "type": "string", "pattern": "^[a-z]{2}[0-9]+$" },
          "Tree": {
            "type": "object",
            "description": "A tree.",
            "properties": { "leaf": { "type": "string" }, "branches": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } } }
          }
        }
      }
    }
    """#
}
