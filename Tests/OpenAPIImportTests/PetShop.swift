/// A document of OpenAPI 3.0 in the manner of the pet shop that everybody has seen.
enum PetShop {
  static let document = #"""
    {
      "openapi": "3.0.3",
      "info": { "title": "Corner Pet Shop", "version": "1.0.0" },
      "servers": [
        { "url": "https://pets.example/v2/" },
        { "url": "https://test.pets.example/v2" }
      ],
      "security": [{ "key": [] }],
      "paths": {
        "/pets": {
          "get": {
            "operationId": "listPets",
            "tags": ["Animals"],
            "summary": "Pets for sale.",
            "description": "Pets for sale, e.g. cats and dogs. Sold ones are left out.",
            "parameters": [
              {
                "name": "limit", "in": "query", "description": "How many.",
                "schema": {
                  "type": "integer", "format": "int32", "minimum": 0, "exclusiveMinimum": true,
                  "maximum": 100, "exclusiveMaximum": false, "nullable": true, "default": 20
                }
              },
              {
                "name": "status", "in": "query",
                "schema": { "type": "array", "items": { "type": "string", "enum": ["new", "sold"] } }
              },
              {
                "name": "tags", "in": "query", "explode": false, "description": "Their tags.",
                "schema": { "type": "array", "items": { "type": "string" } }
              },
              { "name": "X-Request-ID", "in": "header", "schema": { "type": "string", "format": "uuid" } },
              { "name": "Authorization", "in": "header", "schema": { "type": "string" } },
              { "name": "visitor", "in": "cookie", "schema": { "type": "string" } },
              { "name": "box", "in": "query", "schema": { "type": "array", "items": { "type": "array", "items": {} } } }
            ],
            "responses": {
              "200": {
                "description": "The pets.",
                "content": {
                  "application/json": {
                    "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Pet" } }
                  }
                }
              }
            }
          },
          "post": {
            "operationId": "createPet",
            "tags": ["Animals"],
            "requestBody": {
              "required": true,
              "content": {
                "application/json": { "schema": { "$ref": "#/components/schemas/NewPet" } },
                "application/xml": { "schema": { "$ref": "#/components/schemas/NewPet" } }
              }
            },
            "responses": { "201": { "description": "Created." } }
          }
        },
        "/pets/{petId}": {
          "parameters": [
            { "name": "petId", "in": "path", "required": true, "schema": { "type": "string" } },
            { "name": "verbose", "in": "query", "schema": { "type": "boolean" } }
          ],
          "get": {
            "operationId": "showPetById",
            "tags": ["Animals"],
            "summary": "One pet",
            "parameters": [
              {
                "name": "petId", "in": "path", "required": true, "description": "Its number.",
                "schema": { "type": "integer", "format": "int64" }
              }
            ],
            "responses": {
              "200": {
                "description": "The pet.",
                "content": {
                  "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } }
                }
              }
            }
          },
          "put": {
            "operationId": "updatePet",
            "summary": "Changes a pet.",
            "requestBody": {
              "content": {
                "application/json": { "schema": { "$ref": "#/components/schemas/NewPet" } }
              }
            },
            "responses": { "200": { "description": "Changed." } }
          },
          "delete": {
            "operationId": "deletePet",
            "summary": "Removes a pet.",
            "responses": { "204": { "description": "Removed." } }
          },
          "head": { "responses": {} }
        },
        "/pets/{petId}/photo": {
          "post": {
            "operationId": "sendPhoto",
            "requestBody": { "required": true, "content": { "multipart/form-data": { "schema": {} } } },
            "responses": { "200": { "description": "Stored." } }
          },
          "get": {
            "operationId": "getPhoto",
            "responses": { "200": { "description": "It.", "content": { "image/png": {} } } }
          }
        },
        "/store/orders": {
          "post": {
            "summary": "Orders pets.",
            "requestBody": {
              "content": {
                "application/json": {
                  "schema": { "type": "array", "items": { "type": "integer" } }
                }
              }
            },
            "responses": {}
          },
          "delete": { "deprecated": true, "responses": {} }
        },
        "/store/cache": {
          "delete": { "summary": "Empties the cache.", "responses": { "204": { "description": "Ok" } } }
        }
      },
      "components": {
        "securitySchemes": {
          "login": { "type": "oauth2", "flows": {} },
          "password": { "type": "http", "scheme": "basic" },
          "key": { "type": "apiKey", "in": "header", "name": "X-Pet-Key" }
        },
        "schemas": {
          "NewPet": {
            "type": "object",
            "required": ["name", "id"],
            "properties": {
              "id": { "type": "integer", "readOnly": true },
              "name": { "type": "string", "minLength": 1, "example": "Rex" },
              "kind": { "type": "string", "nullable": true, "enum": ["cat", "dog", null] },
              "home": {
                "type": "object",
                "description": "Where it lives.",
                "required": ["town"],
                "properties": {
                  "town": { "type": "string", "title": "Town" },
                  "rooms": { "type": "integer" }
                },
                "additionalProperties": false
              }
            }
          },
          "Pet": {
            "allOf": [
              { "$ref": "#/components/schemas/NewPet" },
              {
                "type": "object",
                "properties": {
                  "name": { "type": "string" },
                  "parent": { "$ref": "#/components/schemas/Pet" },
                  "weight": { "type": "number", "nullable": true }
                }
              }
            ]
          }
        }
      }
    }
    """#
}
