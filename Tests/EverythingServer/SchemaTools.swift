import JSON
import MCP

/// A tool whose input schema uses what JSON Schema 2020-12 has to offer (SEP-1613, SEP-2106).
enum SchemaTools {
  static let all = [
    FixtureTool(
      "json_schema_2020_12_tool", "Tool with JSON Schema 2020-12 features", schema: schema
    ) { _, _ in .text("The schema is what matters here.") }
  ]

  private static let schema: JSONObject = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": [
      "address": [
        "$anchor": "addressDef", "type": "object",
        "properties": ["street": ["type": "string"], "city": ["type": "string"]],
      ]
    ],
    "properties": [
      "name": ["type": "string"],
      "address": ["$ref": "#/$defs/address"],
      "contactMethod": ["type": "string", "enum": ["phone", "email"]],
      "phone": ["type": "string"],
      "email": ["type": "string"],
    ],
    "allOf": [["anyOf": [["required": ["phone"]], ["required": ["email"]]]]],
    "if": [
      "properties": ["contactMethod": ["const": "phone"]], "required": ["contactMethod"],
    ],
    "then": ["required": ["phone"]],
    "else": ["required": ["email"]],
    "additionalProperties": false,
  ]
}
