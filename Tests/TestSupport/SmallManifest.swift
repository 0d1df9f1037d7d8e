package import JSON
package import Tools

/// A valid manifest of one provider with one tool, for tests to change.
package enum SmallManifest {
  /// Where its one tool stands.
  package static let tool = "/providers/0/tools/0"

  package static let document: JSONValue = [
    "manifest_version": 1,
    "providers": [
      [
        "id": "acme", "title": "Acme", "base_url": "https://api.acme.example/v1",
        "auth": ["header": "X-Key", "env": "ACME_API_KEY"],
        "parameters": [
          "day": ["type": "string", "format": "date", "description": "A day."]
        ],
        "tools": [
          [
            "name": "get_things", "title": "Things", "description": "Lists things.",
            "toolset": "things", "effect": "read", "request": "GET /things",
            "arguments": [
              "size": ["in": "query", "type": "integer", "description": "How many."]
            ],
          ]
        ],
      ]
    ],
  ]

  /// A valid prompt, which a test may add at `/prompts`.
  package static let prompt: JSONValue = [
    "name": "report_things", "title": "Things", "description": "Reports things.",
    "arguments": [
      ["name": "size", "title": "Size", "description": "How many.", "otherwise": "ten"]
    ],
    "tools": ["get_things"], "text": ["Call get_things with size {size}.", "Then say so."],
  ]

  /// The document with these places changed, in order; a value of `nil` removes.
  package static func document(_ changes: [(String, JSONValue?)]) -> JSONValue {
    changes.reduce(document) { $0.setting($1.0, to: $1.1) }
  }

  package static func manifest(_ changes: [(String, JSONValue?)]) throws -> Manifest {
    try Manifest(document(changes), source: "small")
  }

  /// Its tool with these fields changed; keys are pointers beneath the tool.
  package static func tool(_ changes: [(String, JSONValue?)]) throws -> ToolDescriptor {
    let manifest = try manifest(changes.map { (tool + $0.0, $0.1) })
    return manifest.providers[0].tools[0]
  }
}
