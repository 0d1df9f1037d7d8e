import JSON
import TestSupport

extension ManifestFault {
  private static let tool = SmallManifest.tool
  private static let size = tool + "/arguments/size"

  private static let removal: [(String, JSONValue?)] = [
    (tool + "/effect", "destructive"), (tool + "/request", "DELETE /things/{size}"),
    (size + "/in", "path"), (size + "/required", true),
    (
      tool + "/consent",
      [
        "question": "Remove {name}?", "lookup": "GET /things", "rows": "/things",
        "where": ["/id": "size"], "name": "/name",
      ]
    ),
  ]

  private static let finder: JSONValue = [
    "name": "find_tools", "title": "Find", "description": "Finds tools.", "toolset": "discover",
    "effect": "read", "handler": "find_tools",
    "arguments": ["query": ["in": "tool", "type": "string", "description": "Words."]],
  ]

  /// A fault in a tool that removes something, or in one of the server's own.
  private init(
    _ base: [(String, JSONValue?)], _ change: (String, JSONValue?), at pointer: String,
    _ words: String, isInSchema: Bool
  ) {
    self.init(changes: base + [change], pointer: pointer, words: words, isInSchema: isInSchema)
  }

  /// What decides which tools are listed and found, and how they are asked about.
  static let ofSurface = [
    ManifestFault((tool + "/listed", "always"), at: tool + "/listed", "one of \"default\""),
    ManifestFault(
      (tool + "/toolset", "all"), at: tool + "/toolset", "a choice of toolsets",
      isInSchema: false),
    ManifestFault((tool + "/keywords", [7]), at: tool + "/keywords", "an array of strings"),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/paging", ["kind": "pages", "argument": "size"]),
      at: tool + "/paging/kind",
      "one of \"page\""),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/paging", ["kind": "page"]), at: tool + "/paging",
      "argument is missing"),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/paging", ["kind": "page", "argument": "page"]),
      at: tool + "/paging",
      "no argument is named \"page\"", isInSchema: false),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/paging", ["kind": "cursor", "argument": "size"]),
      at: tool + "/paging", "next is missing",
      isInSchema: false),
    ManifestFault(
      (tool + "/rows", "/things"),
      (tool + "/paging", ["kind": "page", "argument": "size", "size": "per_page"]),
      at: tool + "/paging", "no argument is named \"per_page\"", isInSchema: false),
    ManifestFault(
      (tool + "/rows", "/things"),
      (tool + "/paging", ["kind": "page", "argument": "size", "total": "total"]),
      at: tool + "/paging/total", "no JSON Pointer"),
    ManifestFault(
      (tool + "/paging", ["kind": "limit", "argument": "size"]), at: tool + "/paging",
      "needs rows"),
    ManifestFault(
      (tool + "/rows", "/things"),
      (tool + "/paging", ["kind": "limit", "argument": "size", "size": "size"]),
      at: tool + "/paging/size", "the argument itself",
      isInSchema: false),
    ManifestFault(
      (tool + "/measures", ["clicks": "/clicks"]), at: tool + "/measures", "has rows"),
    ManifestFault((tool + "/chart", true), at: tool + "/chart", "needs rows"),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/chart", "line"), at: tool + "/chart",
      "must be true or false"),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/measures", ["/clicks"]), at: tool + "/measures",
      "must be an object"),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/measures", [:]), at: tool + "/measures",
      "at least one measure"),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/measures", ["All Clicks": "/clicks"]),
      at: tool + "/measures/All Clicks", "lower-case letters"),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/measures", ["clicks": "click_count"]),
      at: tool + "/measures/clicks", "no JSON Pointer"),
    ManifestFault(
      (tool + "/rows", "/things"), (tool + "/measures", ["clicks": 7]),
      at: tool + "/measures/clicks", "must be a string"),
    ManifestFault(
      (size + "/implied", ["value": 7]), at: size + "/implied", "by is missing"),
    ManifestFault(
      (size + "/implied", ["value": 7, "by": ["day"]]), at: size, "no argument is named \"day\"",
      isInSchema: false),
    ManifestFault(
      (size + "/implied", ["value": "x", "by": ["size"]]), at: size, "none that the argument takes",
      isInSchema: false),
    ManifestFault((size + "/clearable", 1), at: size + "/clearable", "true or false"),
    ManifestFault(
      (tool + "/output", ["type": "object", "properties": ["a": ["use": "thing"]]]),
      at: tool + "/output", "no shape is named \"thing\"", isInSchema: false),
    ManifestFault(
      ("/providers/0/shapes", ["thing": ["properties": ["part": ["use": "thing"]]]]),
      (tool + "/output", ["type": "object", "use": "thing"]), at: tool + "/output",
      "part of itself", isInSchema: false),
    ManifestFault(
      (tool + "/handler", "find_tools"), (tool + "/request", nil), (size + "/in", "tool"),
      at: tool + "/handler", "no service's"),
    ManifestFault(("/synonyms", ["a"]), at: "/synonyms", "groups of words"),
    ManifestFault(("/synonyms", [["a"]]), at: "/synonyms", "groups of words"),
    ManifestFault(
      removal, (tool + "/consent/where", ["/id": "sice"]), at: tool + "/consent",
      "no argument is named \"sice\"", isInSchema: false),
    ManifestFault(
      removal, (tool + "/consent/where", nil), at: tool + "/consent", "give both or none",
      isInSchema: true),
    ManifestFault(
      removal, (tool + "/consent/lookup", "POST /things"), at: tool + "/consent/lookup",
      "must be a GET", isInSchema: false),
    ManifestFault(
      removal, (tool + "/consent/question", "Remove {sise}?"), at: tool + "/consent",
      "no argument is named \"sise\"", isInSchema: false),
    ManifestFault(
      removal, (tool + "/consent", ["question": "Remove {name}?"]), at: tool + "/consent/question",
      "needs a lookup", isInSchema: false),
    ManifestFault(
      removal, (tool + "/consent/when", [:]), at: tool + "/consent/when", "one argument",
      isInSchema: true),
    ManifestFault(
      [("/tools", [finder])], ("/tools/0/handler", "find_toys"), at: "/tools/0/handler",
      "one of \"find_tools\"", isInSchema: true),
    ManifestFault(
      [("/tools", [finder])], ("/tools/0/handler", nil), at: "/tools/0", "handler is missing",
      isInSchema: true),
    ManifestFault(
      [("/tools", [finder])], ("/tools/0/request", "GET /a"), at: "/tools/0/request",
      "no meaning beside a handler", isInSchema: true),
    ManifestFault(
      [("/tools", [finder])], ("/tools/0/arguments/query/in", "query"),
      at: "/tools/0/arguments/query", "its place must be \"tool\"", isInSchema: false),
    ManifestFault(
      [("/tools", [finder])], ("/tools/0/name", "get_things"), at: "/tools/0/name",
      "another tool is named", isInSchema: false),
  ]
}
