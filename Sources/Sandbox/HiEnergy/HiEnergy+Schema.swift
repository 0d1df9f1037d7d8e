import JSON

extension HiEnergy {
  static let schemaRoutes: [Route<HiEnergy>] = [
    .get("/api/v1/schema") { _, _ in Reply(200, schema) }
  ]

  /// OpenAPI 3.0.3, of what is answered here and of nothing else.
  private static let schema: JSONValue = [
    "openapi": "3.0.3", "info": ["title": "Hi Energy AI API", "version": "1.0.0"],
    "servers": [["url": "https://app.hienergy.ai"]],
    "security": [["ApiKeyAuth": []], ["ApiKeyQuery": []]],
    "paths": [
      "/api/v1/clicks": ["get": listClicksOperation],
      "/api/v1/schema": ["get": getSchemaOperation],
    ],
    "components": [
      "schemas": [
        "Click": clickSchema, "ClicksMeta": metaSchema,
        "Error": object(["error": object(["code": string, "message": string])]),
      ],
      "securitySchemes": [
        "ApiKeyAuth": ["type": "apiKey", "in": "header", "name": "X-Api-Key"],
        "ApiKeyQuery": ["type": "apiKey", "in": "query", "name": "api_key"],
      ],
    ],
  ]

  private static let listClicksOperation: JSONValue = [
    "operationId": "listClicks", "summary": "Daily clicks per advertiser between two dates",
    "parameters": [
      parameter("start_date", date, isRequired: true),
      parameter("end_date", date, isRequired: true),
      parameter("publisher_id", number),
      parameter("page", ["type": "integer", "minimum": 1, "default": 1]),
      parameter("per_page", ["type": "integer", "minimum": 1, "maximum": 1000, "default": 100]),
      parameter("limit", ["type": "integer", "minimum": 1, "maximum": 1000]),
    ],
    "responses": [
      "200": response(
        "Rows, newest first",
        object([
          "data": ["type": "array", "items": reference("Click")], "meta": reference("ClicksMeta"),
        ])),
      "400": response("Dates that are missing, wrong, or too far apart", reference("Error")),
      "401": response("No valid key", reference("Error")),
      "403": response("Not allowed with this key", reference("Error")),
      "404": response("No such publisher", reference("Error")),
    ],
  ]

  private static let getSchemaOperation: JSONValue = [
    "operationId": "getSchema", "summary": "This document",
    "responses": [
      "200": response("OpenAPI 3.0.3", ["type": "object"]),
      "401": response("No valid key", reference("Error")),
    ],
  ]

  private static let clickSchema = object([
    "advertiser_id": number, "advertiser_name": string, "advertiser_slug": string,
    "publisher_id": number, "publisher_name": string, "network_id": number, "network_name": string,
    "click_date": date, "click_count": number,
  ])

  private static let metaSchema = object([
    "current_page": number, "next_page": optionalNumber, "prev_page": optionalNumber,
    "total_pages": number, "total_count": number, "per_page": number,
    "used_searchkick": ["type": "boolean"],
    "start_date": date, "end_date": date, "days": number, "publisher_id": number,
  ])

  // The parts that schemas are made of.

  private static let string: JSONValue = ["type": "string"]
  private static let date: JSONValue = ["type": "string", "format": "date"]
  private static let number: JSONValue = ["type": "integer"]
  private static let optionalNumber: JSONValue = ["type": "integer", "nullable": true]

  /// All properties are always there.
  private static func object(_ properties: JSONObject) -> JSONValue {
    ["type": "object", "properties": .object(properties), "required": .strings(properties.keys)]
  }

  private static func reference(_ schema: String) -> JSONValue {
    ["$ref": .string("#/components/schemas/" + schema)]
  }

  private static func parameter(
    _ name: String, _ schema: JSONValue, isRequired: Bool = false
  ) -> JSONValue {
    ["name": .string(name), "in": "query", "required": .bool(isRequired), "schema": schema]
  }

  private static func response(_ description: String, _ schema: JSONValue) -> JSONValue {
    ["description": .string(description), "content": ["application/json": ["schema": schema]]]
  }
}
