import JSON
import TestSupport

extension ManifestFault {
  private static let tool = SmallManifest.tool
  private static let wait = tool + "/wait"
  private static let each = tool + "/each"
  private static let merge = tool + "/merge"
  private static let fine: JSONValue = ["poll": "GET /r/{id}", "takes": ["id": "/id"]]

  /// What can be wrong with a tool that waits, does something for each item, or merges.
  static let ofAbilities = ofWait + ofEach + ofMerge

  private static let ofWait = [
    ManifestFault((wait, ["poll": "GET /r/{size}"]), at: wait, "takes is missing"),
    ManifestFault((wait, ["takes": ["id": "/id"]]), at: wait, "poll is missing"),
    ManifestFault(
      (wait, ["poll": "GET /r/{size}", "takes": [:]]), at: wait + "/takes", "must name"),
    ManifestFault((wait, fine), (wait + "/ready", "rows"), at: wait + "/ready", "JSON Pointer"),
    ManifestFault((wait, fine), (wait + "/takes/id", "id"), at: wait + "/takes/id", "JSON Pointer"),
    ManifestFault(
      (wait, fine), (wait + "/poll", "POST /r/{id}"), at: wait + "/poll", "must be a GET",
      isInSchema: false),
    ManifestFault(
      (wait, fine), (wait + "/poll", "GET /r/{job}"), at: wait, #"named "job""#, isInSchema: false),
    ManifestFault(
      (wait, fine), (wait + "/query", ["q": "job"]), at: wait, #"named "job""#, isInSchema: false),
    ManifestFault(
      (wait, fine), (wait + "/go_on", "Ask for {job}."), at: wait, #"named "job""#,
      isInSchema: false),
    ManifestFault(
      (wait, fine), (wait + "/state", "/s"), at: wait, "belong together", isInSchema: false),
  ]

  private static let list: JSONValue = [
    "in": "tool", "type": "array", "items": ["type": "string"], "description": "Parts.",
  ]

  private static let part: JSONValue = [
    "name": "add_part", "title": "Part", "description": "Adds a part.", "toolset": "things",
    "effect": "write", "request": "POST /things/{thing_id}/parts",
    "arguments": [
      "thing_id": ["in": "path", "required": true, "type": "integer", "description": "Which."],
      "label": ["in": "body", "required": true, "type": "string", "description": "Its label."],
    ],
  ]

  /// A tool with parts that is right, with these changes.
  private static func withParts(
    _ changes: (String, JSONValue?)..., at pointer: String, _ words: String,
    isInSchema: Bool = false
  ) -> ManifestFault {
    let right: [(String, JSONValue?)] = [
      (tool + "/effect", "write"), (tool + "/request", "POST /things"),
      (tool + "/arguments/size/in", "body"), (tool + "/arguments/parts", list),
      (
        each,
        ["argument": "parts", "tool": "add_part", "id": ["thing_id": "/id"], "text": "label"]
      ),
      ("/providers/0/tools/-", part),
    ]
    return ManifestFault(
      changes: right + changes, pointer: pointer, words: words, isInSchema: isInSchema)
  }

  private static let ofEach = [
    withParts((each + "/tool", nil), at: each, "tool is missing", isInSchema: true),
    withParts((each + "/id", [:]), at: each + "/id", "one argument", isInSchema: true),
    withParts((each + "/argument", "part"), at: each, #"named "part""#),
    withParts(
      (each + "/tool", "add_parts"), at: each + "/tool", "did you mean \"add_part\"?"),
    withParts((each + "/tool", "get_things"), at: each + "/tool", "must be one request"),
    withParts(
      ("/providers/0/tools/1/arguments/label/recipient", true), at: each + "/tool",
      "reaches people"),
    withParts((each + "/id", ["thing": "/id"]), at: each + "/id", #"argument named "thing""#),
    withParts((each + "/text", "name"), at: each + "/text", #"argument named "name""#),
    withParts(
      (tool + "/arguments/parts/in", "body"), at: tool + "/arguments/parts", "one by one"),
  ]

  /// A tool that writes a body, with that merge.
  private static func merging(
    _ descriptor: JSONValue, _ changes: (String, JSONValue?)..., at pointer: String,
    _ words: String, isInSchema: Bool = false
  ) -> ManifestFault {
    let right: [(String, JSONValue?)] = [
      (tool + "/effect", "idempotent_write"), (tool + "/request", "POST /things"),
      (tool + "/arguments/size/in", "body"), (merge, descriptor),
    ]
    return ManifestFault(
      changes: right + changes, pointer: pointer, words: words, isInSchema: isInSchema)
  }

  private static let ofMerge = [
    merging([:], at: merge, "read is missing", isInSchema: true),
    merging(["read": "GET /t", "omit": "id"], at: merge + "/omit", "Pointer", isInSchema: true),
    merging(["read": "PUT /t"], at: merge + "/read", "must be a GET"),
    merging(["read": "GET /t/{thing}"], at: merge, #"named "thing""#),
    merging(
      ["read": "GET /t"], (tool + "/arguments/size/in", "query"), at: merge, "nothing is laid"),
    merging(["read": "GET /t"], (tool + "/effect", "read"), at: tool + "/effect", "changes"),
    merging(["read": "GET /t"], (wait, fine), at: merge, "one of wait, each and merge"),
  ]
}
