/// A document with every way that OpenAPI has of writing a value: all styles, all bodies, and a few
/// that can't be sent.
enum TortureShop {
  static let document = #"""
    {
      "openapi": "3.1.0",
      "info": { "title": "Torture Shop", "version": "1" },
      "servers": [{ "url": "https://torture.example" }],
      "paths": {
        "/query/unions": {
          "get": {
            "operationId": "query_unions",
            "parameters": [
              { "name": "id", "in": "query", "required": true, "schema": { "anyOf": [{ "type": "integer" }, { "type": "string" }] } },
              { "name": "to", "in": "query", "schema": { "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] } },
              { "name": "limit", "in": "query", "schema": { "type": ["number", "null"] } },
              { "name": "flag", "in": "query", "schema": { "type": "boolean" } },
              { "name": "sort", "in": "query", "schema": { "oneOf": [{ "const": "up" }, { "enum": ["down", "none"] }] } },
              { "name": "created", "in": "query", "style": "deepObject", "explode": true,
                "schema": { "anyOf": [{ "type": "object", "properties": { "gt": { "type": "integer" }, "lt": { "type": "integer" } } }, { "type": "integer" }] } }
            ],
            "responses": {}
          }
        },
        "/query/lists": {
          "get": {
            "operationId": "query_lists",
            "parameters": [
              { "name": "multi", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } },
              { "name": "csv[]", "in": "query", "explode": false, "schema": { "type": "array", "items": {} } },
              { "name": "ssv", "in": "query", "style": "spaceDelimited", "schema": { "type": "array", "items": { "type": "string" } } },
              { "name": "psv", "in": "query", "style": "pipeDelimited", "explode": false, "schema": { "type": "array", "items": { "type": "string" } } },
              { "name": "expand", "in": "query", "style": "deepObject", "schema": { "type": "array", "items": { "type": "string" } } },
              { "name": "json", "in": "query", "content": { "application/json": { "schema": { "type": "array", "items": { "type": "integer" } } } } },
              { "name": "nested", "in": "query", "schema": { "type": "array", "items": { "type": "array", "items": { "type": "string" } } } },
              { "name": "session", "in": "cookie", "schema": { "type": "string" } }
            ],
            "responses": {}
          }
        },
        "/query/objects": {
          "get": {
            "operationId": "query_objects",
            "parameters": [
              { "name": "filter", "in": "query", "style": "deepObject", "schema": { "type": "object", "additionalProperties": true } },
              { "name": "point", "in": "query", "schema": { "type": "object", "properties": { "R": { "type": "integer" }, "G": { "type": "integer" }, "tags": { "type": "array", "items": { "type": "string" } } } } },
              { "name": "color", "in": "query", "explode": false, "schema": { "type": "object", "additionalProperties": { "type": "integer" } } },
              { "name": "space", "in": "query", "style": "spaceDelimited", "explode": false, "schema": { "type": "object" } },
              { "name": "pipe", "in": "query", "style": "pipeDelimited", "explode": false, "schema": { "type": "object" } },
              { "name": "where", "in": "query", "content": { "application/json": { "schema": { "type": "object" } } } }
            ],
            "responses": {}
          }
        },
        "/path/{ids}/{rgb}/{dot}/{dots}/{semi}/{semis}": {
          "get": {
            "operationId": "path_styles",
            "parameters": [
              { "name": "ids", "in": "path", "required": true, "schema": { "type": "array", "items": { "type": "string" } } },
              { "name": "rgb", "in": "path", "required": true, "explode": true, "schema": { "type": "object", "additionalProperties": { "type": "integer" } } },
              { "name": "dot", "in": "path", "required": true, "style": "label", "schema": { "type": "array", "items": { "type": "string" } } },
              { "name": "dots", "in": "path", "required": true, "style": "label", "explode": true, "schema": { "type": "array", "items": { "type": "string" } } },
              { "name": "semi", "in": "path", "required": true, "style": "matrix", "schema": { "type": "array", "items": { "type": "string" } } },
              { "name": "semis", "in": "path", "required": true, "style": "matrix", "explode": true, "schema": { "type": "object" } }
            ],
            "responses": {}
          }
        },
        "/files{format}/of{userName}": {
          "get": {
            "operationId": "path_scalars",
            "parameters": [
              { "name": "format", "in": "path", "required": true, "style": "label", "schema": { "type": "string" } },
              { "name": "userName", "in": "path", "required": true, "style": "matrix", "schema": { "type": "integer" } },
              { "name": "X-Ids", "in": "header", "schema": { "type": "array", "items": { "type": "integer" } } },
              { "name": "X-Color", "in": "header", "explode": true, "schema": { "type": "object" } }
            ],
            "responses": {}
          }
        },
        "/emails": {
          "post": {
            "operationId": "send_email",
            "requestBody": { "content": { "application/json": { "schema": {
              "type": "object",
              "required": ["from", "to", "subject"],
              "properties": {
                "from": { "type": "string" },
                "to": { "anyOf": [{ "type": "string", "format": "email" }, { "type": "array", "items": { "type": "string", "format": "email" } }] },
                "subject": { "type": "string" },
                "bcc": { "type": "array", "items": { "type": "string" } },
                "price": { "type": "number" },
                "headers": { "type": "object", "additionalProperties": { "type": "string" } },
                "reply_to": { "type": ["string", "null"] },
                "attachments": { "type": "array", "items": { "type": "object", "properties": { "filename": { "type": "string" }, "size": { "type": ["integer", "null"] } } } },
                "extra": {}
              },
              "anyOf": [{ "required": ["subject"] }, { "required": ["extra"] }]
            } } } },
            "responses": {}
          }
        },
        "/bodies/list": { "post": { "operationId": "body_list", "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "array", "items": { "type": "integer" } } } } }, "responses": {} } },
        "/bodies/free": { "post": { "operationId": "body_free", "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "object", "additionalProperties": true } } } }, "responses": {} } },
        "/bodies/any": { "put": { "operationId": "body_any", "requestBody": { "required": true, "content": { "application/json": {} } }, "responses": {} } },
        "/bodies/choice": {
          "post": {
            "operationId": "body_choice",
            "requestBody": { "required": true, "content": { "application/vnd.torture+json; v=2": { "schema": {
              "type": "object",
              "properties": { "kind": { "type": "string" } },
              "required": ["kind"],
              "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "properties": { "barks": { "type": "boolean" } }, "required": ["barks"] }]
            } } } },
            "responses": {}
          }
        },
        "/bodies/merge": {
          "patch": {
            "operationId": "body_merge",
            "requestBody": { "content": { "application/merge-patch+json": { "schema": {
              "type": "object",
              "properties": {
                "title": { "type": "string" },
                "count": { "type": "integer", "minimum": 1 },
                "author": { "type": "object", "properties": { "given": { "type": "string" }, "family": { "type": "string" } } },
                "tags": { "type": "array", "items": { "type": "string" } }
              }
            } } } },
            "responses": {}
          }
        },
        "/bodies/patch": { "patch": { "operationId": "body_patch", "requestBody": { "required": true, "content": { "application/json-patch+json": { "schema": { "type": "array", "minItems": 1, "items": { "type": "object" } } } } }, "responses": {} } },
        "/bodies/text": { "post": { "operationId": "body_text", "requestBody": { "required": true, "content": { "text/plain": { "schema": { "type": "string", "maxLength": 40 } } } }, "responses": {} } },
        "/bodies/xml": { "post": { "operationId": "body_xml", "requestBody": { "required": true, "content": { "application/xml": { "schema": { "type": "object" } } } }, "responses": {} } },
        "/bodies/octets": { "put": { "operationId": "body_octets", "requestBody": { "required": true, "content": { "application/octet-stream": {} } }, "responses": {} } },
        "/bodies/video": { "put": { "operationId": "body_video", "requestBody": { "required": true, "content": { "video/quicktime": { "schema": { "type": "string", "format": "binary" } } } }, "responses": {} } },
        "/bodies/image": { "put": { "operationId": "body_image", "requestBody": { "required": true, "content": { "image/*": {} } }, "responses": {} } },
        "/forms/plain": {
          "post": {
            "operationId": "form_plain",
            "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": {
              "schema": {
                "type": "object",
                "properties": {
                  "name": { "type": "string" },
                  "multi": { "type": "array", "items": { "type": "string" } },
                  "csv": { "type": "array", "items": { "type": "string" } },
                  "address": { "type": "object", "properties": { "city": { "type": "string" } } },
                  "metadata": { "type": "object", "additionalProperties": { "type": "string" } },
                  "items": { "type": "array", "items": { "type": "object", "properties": { "price": { "type": "string" } } } }
                }
              },
              "encoding": {
                "csv": { "style": "form", "explode": false },
                "metadata": { "style": "deepObject", "explode": true },
                "items": { "style": "deepObject", "explode": true }
              }
            } } },
            "responses": {}
          }
        },
        "/forms/parts": {
          "post": {
            "operationId": "form_parts",
            "requestBody": { "required": true, "content": { "multipart/form-data": {
              "schema": {
                "type": "object",
                "required": ["title", "picture"],
                "properties": {
                  "title": { "type": "string" },
                  "count": { "type": ["integer", "null"] },
                  "labels": { "type": "array", "items": { "type": "string" } },
                  "meta": { "type": "object" },
                  "notes": { "type": "array", "items": { "type": "object" } },
                  "table": { "type": "string" },
                  "all": { "type": "array", "items": { "type": "integer" } },
                  "picture": { "type": "string", "contentMediaType": "image/png" },
                  "documents": { "type": "array", "items": { "type": "string", "format": "binary" } },
                  "photo": { "type": "string", "format": "binary" }
                }
              },
              "encoding": {
                "table": { "contentType": "text/csv" },
                "all": { "contentType": "application/json" },
                "photo": { "contentType": "image/png, image/jpeg" }
              }
            } } },
            "responses": {}
          }
        },
        "/forms/free": { "post": { "operationId": "form_free", "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": { "schema": { "type": "object", "additionalProperties": { "type": "string" } } } } }, "responses": {} } },
        "/forms/either": {
          "post": {
            "operationId": "form_either",
            "requestBody": { "required": true, "content": { "multipart/form-data": {
              "schema": { "anyOf": [
                { "type": "object", "properties": { "kind": { "type": "string" }, "url": { "type": "string" } }, "required": ["kind", "url"] },
                { "type": "object", "properties": { "kind": { "type": "string" }, "tags": { "type": "array", "items": { "type": "string" } } }, "required": ["kind"] }
              ] },
              "encoding": { "tags": { "contentType": "text/x-tag" } }
            } } },
            "responses": {}
          }
        },
        "/files/unions": {
          "post": {
            "operationId": "file_unions",
            "requestBody": { "required": true, "content": { "multipart/form-data": { "schema": {
              "type": "object",
              "required": ["image"],
              "properties": {
                "image": { "anyOf": [{ "type": "string", "format": "binary" }, { "type": "array", "maxItems": 16, "items": { "type": "string", "format": "binary" } }] },
                "source": { "oneOf": [{ "type": "string", "format": "uri" }, { "type": "string", "format": "binary" }] },
                "any": {},
                "pages": { "type": "array", "items": {} },
                "data": { "contentMediaType": "application/octet-stream" },
                "text": { "type": "string", "contentMediaType": "image/png", "contentEncoding": "base64" }
              }
            } } } },
            "responses": {}
          }
        },
        "/files/built": {
          "post": {
            "operationId": "file_built",
            "requestBody": { "required": true, "content": { "multipart/form-data": { "schema": { "allOf": [
              { "$ref": "#/components/schemas/Upload" },
              { "type": "object", "required": ["file"], "properties": { "file": { "description": "The picture." } } }
            ] } } } },
            "responses": {}
          }
        },
        "/files/star": { "put": { "operationId": "file_star", "requestBody": { "required": true, "content": { "*/*": { "schema": { "type": "string", "format": "binary" } } } }, "responses": {} } },
        "/files/several": { "put": { "operationId": "file_several", "requestBody": { "required": true, "content": { "application/pdf": {}, "image/jpeg": {}, "image/png": { "schema": { "type": "string", "format": "binary" } } } }, "responses": {} } },
        "/files/mixed": { "put": { "operationId": "file_mixed", "requestBody": { "required": true, "content": { "video/quicktime": {}, "image/png": {} } }, "responses": {} } },
        "/values/null": {
          "patch": {
            "operationId": "value_null",
            "requestBody": { "required": true, "content": { "application/json": { "schema": {
              "type": "object",
              "properties": {
                "date": { "anyOf": [{ "$ref": "#/components/schemas/MaybeDate" }, { "type": "string" }] },
                "due": { "oneOf": [{ "type": ["string", "null"] }, { "type": "integer" }] },
                "any": {},
                "name": { "type": "string" },
                "inner": { "type": "object", "properties": { "date": { "anyOf": [{ "$ref": "#/components/schemas/MaybeDate" }, { "type": "string" }] }, "name": { "type": "string" } } }
              }
            } } } },
            "responses": {}
          }
        },
        "/values/any": { "post": { "operationId": "value_any", "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "object", "required": ["v"], "properties": { "v": {} } } } } }, "responses": {} } },
        "/values/blank": {
          "post": {
            "operationId": "value_blank",
            "requestBody": { "required": true, "content": { "application/json": { "schema": {
              "type": "object",
              "properties": {
                "mode": { "type": ["string", "null"], "enum": ["", "a", null] },
                "any": {},
                "note": { "type": "string" },
                "format": { "type": "object", "required": ["sep"], "properties": { "sep": { "type": "string" }, "mode": { "type": "string", "enum": ["", "a"] }, "note": { "type": "string" } } }
              }
            } } } },
            "responses": {}
          }
        },
        "/values/patch": { "patch": { "operationId": "value_patch", "requestBody": { "required": true, "content": { "application/json-patch+json": { "schema": { "type": "array", "items": { "type": "object", "required": ["op", "path"], "properties": { "op": { "type": "string" }, "path": { "type": "string" }, "value": {}, "from": { "type": "string" } } } } } } }, "responses": {} } },
        "/values/form": {
          "post": {
            "operationId": "value_form",
            "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": {
              "schema": { "type": "object", "properties": { "metadata": { "anyOf": [{ "type": "object", "additionalProperties": { "type": "string" } }, { "type": "string", "enum": [""] }] }, "name": { "type": "string" } } },
              "encoding": { "metadata": { "style": "deepObject", "explode": true } }
            } } },
            "responses": {}
          }
        },
        "/values/merge": { "patch": { "operationId": "value_merge", "requestBody": { "required": true, "content": { "application/merge-patch+json": { "schema": { "type": "object", "properties": { "meta": { "type": "object", "additionalProperties": { "type": "string" } } } } } } }, "responses": {} } },
        "/values/map": { "patch": { "operationId": "value_map", "requestBody": { "required": true, "content": { "application/merge-patch+json": { "schema": { "type": "object", "additionalProperties": { "type": "string" } } } } }, "responses": {} } },
        "/values/{n}": {
          "parameters": [{ "name": "n", "in": "path", "required": true, "schema": { "type": "integer" } }, { "name": "force", "in": "query", "schema": { "type": "boolean" } }],
          "put": { "operationId": "value_put", "requestBody": { "content": { "application/json": { "schema": { "type": "object", "properties": { "title": { "type": "string" } } } } } }, "responses": {} },
          "patch": { "operationId": "value_change", "requestBody": { "content": { "application/json": { "schema": { "type": "object", "properties": { "title": { "type": "string" } } } } } }, "responses": {} }
        },
        "/left/cookie": { "get": { "operationId": "left_cookie", "parameters": [{ "name": "sid", "in": "cookie", "required": true, "schema": { "type": "string" } }], "responses": {} } },
        "/left/nested": { "get": { "operationId": "left_nested", "parameters": [{ "name": "grid", "in": "query", "required": true, "schema": { "type": "array", "items": { "type": "object", "properties": { "x": { "type": "integer" } } } } }], "responses": {} } },
        "/left/mixed": { "post": { "operationId": "left_mixed", "requestBody": { "required": true, "content": { "multipart/mixed": { "schema": { "type": "object" } } } }, "responses": {} } },
        "/left/body": { "post": { "operationId": "left_body", "requestBody": { "content": { "multipart/form-data": { "schema": {} } } }, "responses": {} } }
      },
      "components": {
        "schemas": {
          "MaybeDate": { "type": ["object", "null"], "properties": { "start": { "type": "string" } } },
          "Upload": { "type": "object", "properties": { "file": { "type": "string", "format": "binary" }, "id": { "type": "string", "readOnly": true } } },
          "Cat": { "type": "object", "properties": { "lives": { "type": "integer" } }, "required": ["lives"] }
        }
      }
    }
    """#
}
