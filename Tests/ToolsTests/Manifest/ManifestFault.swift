import JSON
import TestSupport
import Testing

/// One thing wrong with the small manifest, and where its problem points.
struct ManifestFault: CustomTestStringConvertible, Sendable {
  let changes: [(String, JSONValue?)]
  let pointer: String
  /// What the problem's sentence says.
  let words: String
  /// Whether the schema for editors sees it too; it can't see what ties parts together.
  let isInSchema: Bool

  var document: JSONValue { SmallManifest.document(changes) }

  var testDescription: String {
    changes.map { "\($0.0) = \($0.1?.description ?? "nothing")" }.joined(separator: ", ")
  }

  init(
    _ changes: (String, JSONValue?)..., at pointer: String, _ words: String, isInSchema: Bool = true
  ) {
    self.changes = changes
    self.pointer = pointer
    self.words = words
    self.isInSchema = isInSchema
  }

  private static let provider = "/providers/0"
  private static let tool = SmallManifest.tool
  private static let argument = tool + "/arguments/size"
  private static let rule = tool + "/rules/0"
  private static let output = tool + "/output"

  static let all =
    ofFile + ofProvider + ofTool + ofArgument + ofRule + ofOutput + ofFit + ofPrompt + ofSurface
    + ofAbilities + ofPeriod + ofSource + ofSourceDetails + ofContent + ofProbe

  private static let ofFile = [
    ManifestFault(("/manifest_version", 2), at: "/manifest_version", "must be 1"),
    ManifestFault(("/manifest_version", nil), at: "", "manifest_version is missing"),
    ManifestFault(("/providers", nil), at: "", "providers is missing"),
    ManifestFault(("/providers", [:]), at: "/providers", "must be an array"),
    ManifestFault(("/providers/-", "acme"), at: "/providers/1", "must be an object"),
    ManifestFault(("/colour", 1), at: "/colour", "unknown field; known are manifest_version"),
  ]

  private static let token: JSONValue = [
    "request": "POST /login", "body": ["name": "ACME_USER"], "at": "/token", "header": "X-Token",
  ]

  private static let ofProvider = [
    ManifestFault((provider + "/id", "Acme Inc"), at: provider + "/id", "lower-case letters"),
    ManifestFault((provider + "/title", nil), at: provider, "title is missing"),
    ManifestFault(
      (provider + "/title", nil), (provider + "/titel", "Acme"), at: provider + "/titel",
      #"did you mean "title"?"#),
    ManifestFault((provider + "/title", ""), at: provider + "/title", "must not be empty"),
    ManifestFault((provider + "/title", 7), at: provider + "/title", "must be a string, but is 7"),
    ManifestFault(
      (provider + "/base_url", "acme.example"), at: provider + "/base_url", "http:// or https://"),
    ManifestFault(
      (provider + "/base_url", "https://acme.example/"), at: provider + "/base_url", "no query"),
    ManifestFault((provider + "/auth/env", nil), at: provider + "/auth", "env is missing"),
    ManifestFault((provider + "/auth/header", nil), at: provider + "/auth", "header is missing"),
    ManifestFault((provider + "/auth/query", "key"), at: provider + "/auth", "goes into one place"),
    ManifestFault(
      (provider + "/auth", ["query": "", "env": "A"]), at: provider + "/auth/query", "empty"),
    ManifestFault(
      (provider + "/auth", ["query": "k", "prefix": "P", "env": "A"]), at: provider + "/auth",
      "goes into one place"),
    ManifestFault(
      (provider + "/auth", ["scheme": "digest", "env": "A"]), at: provider + "/auth/scheme", "basic"
    ),
    ManifestFault(
      (provider + "/auth", ["scheme": "basic", "query": "k", "env": "A"]), at: provider + "/auth",
      "goes into one place"),
    ManifestFault(
      (provider + "/auth/header", "X Key"), at: provider + "/auth/header", "header field"),
    ManifestFault(
      (provider + "/key_help", "Look there"), at: provider + "/key_help", "with a full stop"),
    ManifestFault(
      (provider + "/key_help", "Look.\nThere."), at: provider + "/key_help", "on one line"),
    ManifestFault(
      (provider + "/key_help", 7), at: provider + "/key_help", "must be a string, but is 7"),
    ManifestFault(
      (provider + "/headers", ["X:Y": "1"]), at: provider + "/headers/X:Y", "header field"),
    ManifestFault(
      (provider + "/limits", ["per_minute": 0]), at: provider + "/limits/per_minute",
      "above zero"),
    ManifestFault(
      (provider + "/plans", ["Gold plan": ["per_day": 5]]), at: provider + "/plans/Gold plan",
      "a plan's name"),
    ManifestFault(
      (provider + "/plans", ["gold": ["per_week": 5]]), at: provider + "/plans/gold/per_week",
      "unknown field"),
    ManifestFault(
      (provider + "/keys", ["none": ["header": "X-Other", "env": "OTHER"]]),
      at: provider + "/keys/none", "a key's name"),
    ManifestFault(
      (provider + "/keys", ["other": ["header": "X-Other"]]), at: provider + "/keys/other",
      "env is missing"),
    ManifestFault(
      (provider + "/auth/token", token), (provider + "/auth/token/request", "POST /login/{name}"),
      at: provider + "/auth/token/request", "without arguments", isInSchema: false),
    ManifestFault(
      (provider + "/auth/token", token), (provider + "/auth/token/body", [:]),
      at: provider + "/auth/token", "body must name"),
    ManifestFault(
      (provider + "/auth/token", token), (provider + "/auth/token/at", nil),
      at: provider + "/auth/token", "at is missing"),
    ManifestFault(
      (provider + "/auth/token", token), (provider + "/auth/token/header", "X Y"),
      at: provider + "/auth/token/header", "header field"),
    ManifestFault(
      (provider + "/time_zone", "+2"), at: provider + "/time_zone", "an IANA name"),
    ManifestFault(
      (provider + "/answers", ["error_code": "code"]), at: provider + "/answers/error_code",
      "no JSON Pointer"),
    ManifestFault(
      (provider + "/answers", ["success": ["status": "OK"]]),
      at: provider + "/answers/success/status", "no JSON Pointer"),
    ManifestFault(
      (provider + "/parameters/day", "a day"), (argument + "/use", "day"),
      at: provider + "/parameters/day", "must be an object"),
  ]

  private static let ofTool = [
    ManifestFault((tool + "/name", "get things"), at: tool + "/name", "at most 40"),
    ManifestFault(
      (tool + "/name", .string(String(repeating: "a", count: 41))), at: tool + "/name",
      "at most 40"),
    ManifestFault((tool + "/efect", "read"), at: tool + "/efect", #"did you mean "effect"?"#),
    ManifestFault((tool + "/effect", "reads"), at: tool + "/effect", #"one of "read", "write""#),
    ManifestFault((tool + "/effect", nil), at: tool, "effect is missing"),
    ManifestFault((tool + "/confidence", "sure"), at: tool + "/confidence", "documented"),
    ManifestFault((tool + "/request", "FETCH /a"), at: tool + "/request", "must be a method"),
    ManifestFault((tool + "/request", "GET /a?b=1"), at: tool + "/request", "can't hold"),
    ManifestFault((tool + "/arguments", []), at: tool + "/arguments", "must be an object"),
    ManifestFault((tool + "/rows", "data"), at: tool + "/rows", "no JSON Pointer"),
    ManifestFault(
      (tool + "/key", "other"), at: tool + "/key", "the service has no key \"other\"",
      isInSchema: false),
    ManifestFault((tool + "/answers", ["200": "/ok"]), at: tool + "/answers/200", "from 400"),
    ManifestFault((tool + "/answers", ["400": "ok"]), at: tool + "/answers/400", "JSON Pointer"),
  ]

  private static let ofArgument = [
    ManifestFault((argument + "/in", nil), at: argument, "in is missing"),
    ManifestFault((argument + "/in", "qurey"), at: argument + "/in", #"one of "path", "query""#),
    ManifestFault((argument + "/type", nil), at: argument, "type is missing"),
    ManifestFault((argument + "/recipient", "yes"), at: argument + "/recipient", "true or false"),
    ManifestFault((argument + "/type", "whole"), at: argument + "/type", ""),
    ManifestFault(
      (argument + "/type", ["integer", "null"]), at: argument + "/type", "must be one type"),
    ManifestFault((argument + "/const", 1), at: argument + "/const", "unknown field"),
    ManifestFault((argument + "/minimun", 1), at: argument + "/minimun", #"mean "minimum"?"#),
    ManifestFault((argument + "/minimum", "1"), at: argument + "/minimum", ""),
    ManifestFault((argument + "/description", ""), at: argument + "/description", "empty"),
    ManifestFault((argument + "/required", "yes"), at: argument + "/required", "true or false"),
    ManifestFault(
      (argument + "/file", ["max_bytes": 1]), at: argument + "/file", "only a string",
      isInSchema: false),
    ManifestFault(
      (argument + "/type", "string"), (argument + "/file", [:]), at: argument + "/file",
      "max_bytes is missing"),
    ManifestFault(
      (argument + "/type", "string"), (argument + "/file", ["max_bytes": 1, "size": 2]),
      at: argument + "/file/size", "unknown field"),
    ManifestFault(
      (argument + "/type", "string"),
      (argument + "/file", ["max_bytes": 1, "types": ["image/png", "text/plain"]]),
      at: argument + "/file/types/1", "told by its first bytes"),
    ManifestFault(
      (argument + "/type", "string"),
      (argument + "/file", ["max_bytes": 1, "types": ["image/png"], "otherwise": "video/*"]),
      at: argument + "/file/otherwise", "is no media type"),
    ManifestFault(
      (argument + "/type", "string"), (argument + "/file", ["max_bytes": 1, "types": []]),
      at: argument + "/file/types", "must name a type"),
    ManifestFault((argument + "/whole_day", "noon"), at: argument + "/whole_day", "one of"),
    ManifestFault(
      (tool + "/arguments/Size", ["in": "query", "type": "string", "description": "A size."]),
      at: tool + "/arguments/Size", "lower-case"),
  ]

  private static let ofRule = [
    ManifestFault((tool + "/rules", [[:]]), at: rule, "exactly one of ordered, max_days"),
    ManifestFault(
      (tool + "/rules", [["together": "size"]]), at: rule + "/together", "two arguments or more"),
    ManifestFault(
      (tool + "/rules", [["ordered": ["size"]]]), at: rule + "/ordered", "earlier and the later"),
    ManifestFault(
      (tool + "/rules", [["max_days": 0, "from": "size", "to": "size"]]), at: rule + "/max_days",
      "above zero"),
    ManifestFault(
      (tool + "/rules", [["max_days": 9, "form": "size", "to": "size"]]), at: rule + "/form",
      #"did you mean "from"?"#),
    ManifestFault(
      (tool + "/rules", [["required": "size"]]), at: rule + "/required", "name and when"),
    ManifestFault(
      (tool + "/rules", [["only": "size", "when": [:]]]), at: rule + "/only", "names and when"),
    ManifestFault(
      (tool + "/rules", [["needs": ["size", "size", "size"]]]), at: rule + "/needs", "it needs"),
    ManifestFault(
      (tool + "/rules", [["exclusive": ["size", "sise"]]]), at: rule,
      #"no argument is named "sise""#, isInSchema: false),
  ]

  private static let ofOutput = [
    ManifestFault((output, ["type": "array"]), at: output, #""type": "object""#),
    ManifestFault(
      (output, ["type": "object", "anyOf": [["type": "object"]]]), at: output + "/anyOf",
      "not portable", isInSchema: false),
    ManifestFault(
      (output, ["type": "object", "properties": ["a": ["const": 1]]]),
      at: output + "/properties/a/const", "an enum of one value", isInSchema: false),
    ManifestFault(
      (output, ["type": "object", "properties": ["a": ["items": ["type": ["null"]]]]]),
      at: output + "/properties/a/items/type", "must be one type", isInSchema: false),
    ManifestFault(
      (output, ["type": "object", "additionalProperties": ["anyOf": [["const": 1]]]]),
      at: output + "/additionalProperties/anyOf/0/const", "not portable", isInSchema: false),
    ManifestFault(
      (output, ["type": "object", "required": "data"]), at: output + "/required", "",
      isInSchema: false),
  ]

  /// Parts that are right each by itself, but don't fit each other.
  private static let ofFit = [
    ManifestFault((tool + "/request", "GET /a/{id}"), at: tool + "/request", "no argument"),
    ManifestFault((argument + "/use", "dya"), at: argument + "/use", #"did you mean "day"?"#),
    ManifestFault(
      (argument + "/path_default", "all"), at: argument + "/path_default", "in the path"),
    ManifestFault(
      (argument + "/required", true), (argument + "/advanced", true), at: argument, "advanced"),
    ManifestFault((argument + "/in", "path"), at: argument, "the path has none"),
    ManifestFault(
      (argument + "/in", "path"), (tool + "/request", "GET /a/{size}"), at: argument,
      "make it required"),
    ManifestFault(
      (argument + "/required", true), (tool + "/request", "GET /a/{size}"), at: argument,
      #"its place must be "path""#),
    ManifestFault((argument + "/in", "body"), at: tool + "/request", "a GET request has no body"),
    ManifestFault(
      (argument + "/in", "header"), (argument + "/wire", "X Size"), at: argument + "/wire",
      "header field"),
    ManifestFault((tool + "/request", "DELETE /a"), at: tool + "/effect", "does not only read"),
    ManifestFault(
      (tool + "/arguments/count", SmallManifest.document[pointer: argument]),
      (tool + "/arguments/count/aliases", ["size"]), at: tool + "/arguments/count",
      #""size" already means size"#),
    ManifestFault(
      (tool + "/request", "POST /a"), (argument + "/in", "form"),
      (tool + "/arguments/text", ["in": "body", "type": "string", "description": "A text."]),
      at: tool + "/arguments", "a request has one body"),
    ManifestFault(
      (provider + "/tools/-", SmallManifest.document[pointer: tool]),
      at: provider + "/tools/1/name", #"named "get_things" already"#),
    ManifestFault(
      ("/providers/-", SmallManifest.document[pointer: provider]), ("/providers/1/tools", []),
      at: "/providers/1/id", #"another provider is named "acme""#),
  ].map(\.unseenBySchema)

  private var unseenBySchema: ManifestFault {
    ManifestFault(changes: changes, pointer: pointer, words: words)
  }

  init(
    changes: [(String, JSONValue?)], pointer: String, words: String, isInSchema: Bool = false
  ) {
    self.changes = changes
    self.pointer = pointer
    self.words = words
    self.isInSchema = isInSchema
  }
}

extension JSONValue {
  /// The value at a place.
  subscript(pointer text: String) -> JSONValue? {
    JSONPointer(parsing: text)?.value(in: self)
  }
}
