import JSON
import TestSupport

extension ManifestFault {
  private static let tool = SmallManifest.tool
  private static let list = tool + "/source/by/thing/list"

  /// A tool that counts things of a shelf, which two others list.
  private static let base: [(String, JSONValue?)] = [
    ("/providers/0/tools/-", lister("list_shelves", [:])),
    ("/providers/0/tools/-", lister("list_things", ["size": size])),
    (tool + "/rows", "/things"), (tool + "/measures", ["clicks": "/clicks"]),
    (tool + "/arguments/thing", size),
    (
      tool + "/source",
      [
        "by": [
          "thing": [
            "within": "shelf", "argument": "thing",
            "list": ["tool": "list_things", "id": "/id", "status": "/state", "active": "on"],
          ],
          "shelf": ["argument": "size", "list": ["tool": "list_shelves", "id": "/id"]],
        ]
      ]
    ),
  ]

  private static let size: JSONValue = [
    "in": "query", "type": "integer", "description": "A number.",
  ]

  private static func lister(_ name: String, _ arguments: JSONObject) -> JSONValue {
    [
      "name": .string(name), "title": "Things", "description": "Lists things.",
      "toolset": "things", "effect": "read", "request": "GET /things",
      "arguments": .object(arguments), "rows": "/things",
    ]
  }

  private init(
    _ change: (String, JSONValue?), at pointer: String, _ words: String, isInSchema: Bool = true
  ) {
    self.init(
      changes: Self.base + [change], pointer: pointer, words: words, isInSchema: isInSchema)
  }

  /// What is said of the things that a tool counts.
  static let ofSource = [
    ManifestFault((list + "/status", nil), at: list, "status and active go together"),
    ManifestFault((list + "/active", nil), at: list, "status and active go together"),
    ManifestFault((list + "/active", 7), at: list + "/active", "must be a string"),
    ManifestFault((list + "/status", "state"), at: list + "/status", "no JSON Pointer"),
    ManifestFault(
      (list + "/tool", "list_shelves"), at: list, "list_shelves has no argument named \"size\"",
      isInSchema: false),
    ManifestFault(
      (tool + "/source/by/thing/within", "wall"), at: tool + "/source/by/thing/within",
      "must be another dimension", isInSchema: false),
  ]
}
