import JSON

/// The fields of the forms that SEP-1034 and SEP-1330 are checked with.
enum FormFields {
  /// One field of each kind, with the value it starts from.
  static let withDefaults: JSONObject = [
    "name": ["type": "string", "description": "User name", "default": "John Doe"],
    "age": ["type": "integer", "description": "User age", "default": 30],
    "score": [
      "type": "number", "description": "User score",
      "default": JSONNumber(95.5).map(JSONValue.number) ?? .null,
    ],
    "status": [
      "type": "string", "description": "User status", "enum": ["active", "inactive", "pending"],
      "default": "active",
    ],
    "verified": ["type": "boolean", "description": "Verification status", "default": true],
  ]

  /// The five ways to write a choice.
  static let choices: JSONObject = [
    "untitledSingle": ["type": "string", "enum": ["option1", "option2", "option3"]],
    "titledSingle": ["type": "string", "oneOf": titled("Option")],
    "legacyEnum": [
      "type": "string", "enum": ["opt1", "opt2", "opt3"],
      "enumNames": ["Option One", "Option Two", "Option Three"],
    ],
    "untitledMulti": [
      "type": "array", "items": ["type": "string", "enum": ["option1", "option2", "option3"]],
    ],
    "titledMulti": ["type": "array", "items": ["anyOf": titled("Choice")]],
  ]

  private static func titled(_ noun: String) -> JSONValue {
    [
      ["const": "value1", "title": .string("First \(noun)")],
      ["const": "value2", "title": .string("Second \(noun)")],
      ["const": "value3", "title": .string("Third \(noun)")],
    ]
  }
}
