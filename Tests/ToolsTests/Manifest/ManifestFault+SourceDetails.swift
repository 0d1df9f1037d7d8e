import JSON
import TestSupport

extension ManifestFault {
  private static let tool = SmallManifest.tool
  private static let source = tool + "/source"
  private static let dimension = source + "/by/thing"
  private static let detail = dimension + "/details/0"

  /// A tool that counts things, and tells more of each.
  private static let base: [(String, JSONValue?)] = [
    (tool + "/rows", "/things"), (tool + "/measures", ["clicks": "/clicks"]),
    (
      source,
      [
        "by": [
          "thing": [
            "id": "/id", "complete": true,
            "list": ["tool": "get_things", "id": "/id"],
            "details": [["tool": "get_things", "argument": "size", "url": "/url"]],
          ]
        ]
      ]
    ),
  ]

  fileprivate init(
    source change: (String, JSONValue?), at pointer: String, _ words: String,
    isInSchema: Bool = true
  ) {
    self.init(
      changes: Self.base + [change], pointer: pointer, words: words, isInSchema: isInSchema)
  }

  /// What is said of what a tool counts.
  static let ofSourceDetails = [
    ManifestFault(source: (source + "/bots", "some"), at: source + "/bots", "one of"),
    ManifestFault(
      source: (source + "/arguments", ["size": "many"]), at: source + "/arguments",
      "none of the values", isInSchema: false),
    ManifestFault(
      source: (source + "/by/source", ["id": "/id"]), at: source + "/by/source",
      "stands for the whole source", isInSchema: false),
    ManifestFault(
      source: (dimension + "/within", "thing"), at: dimension + "/within",
      "must be another dimension", isInSchema: false),
    ManifestFault(
      source: (dimension + "/id", "/"), at: dimension + "/id", "is no column", isInSchema: false),
    ManifestFault(
      source: (tool + "/measures", ["clicks": "/"]), at: tool + "/measures/clicks",
      "is no column", isInSchema: false),
    ManifestFault(
      source: (source + "/arguments", ["sice": 1]), at: source + "/arguments",
      #"did you mean "size"?"#, isInSchema: false),
    ManifestFault(
      source: (tool + "/measures", nil), at: source, "needs measures"),
    ManifestFault(
      source: (dimension + "/argument", "count"), at: dimension + "/argument", "no argument",
      isInSchema: false),
    ManifestFault(
      source: (dimension + "/complete", 1), at: dimension + "/complete", "true or false"),
    ManifestFault(source: (dimension + "/leading", 0), at: dimension + "/leading", "above zero"),
    ManifestFault(
      source: (dimension + "/list/tool", "get_thing"), at: dimension + "/list/tool",
      #"did you mean "get_things"?"#, isInSchema: false),
    ManifestFault(source: (dimension + "/details", [:]), at: dimension + "/details", "an array"),
    ManifestFault(source: (detail + "/tool", nil), at: detail, "tool is missing"),
    ManifestFault(source: (detail + "/argument", nil), at: detail, "argument is missing"),
    ManifestFault(source: (detail + "/url", nil), at: detail, "must say where"),
    ManifestFault(
      source: (detail + "/created", "made"), at: detail + "/created", "no JSON Pointer"),
    ManifestFault(
      source: (dimension + "/list/created", "made"), at: dimension + "/list/created",
      "no JSON Pointer"),
    ManifestFault(source: (detail + "/url", "url"), at: detail + "/url", "no JSON Pointer"),
    ManifestFault(
      source: (detail + "/tool", "get_thing"), at: detail + "/tool",
      #"did you mean "get_things"?"#, isInSchema: false),
    ManifestFault(
      source: (detail + "/argument", "id"), at: detail, #"no argument named "id""#,
      isInSchema: false),
    ManifestFault(
      source: (detail + "/arguments", ["kind": "old"]), at: detail, #"no argument named "kind""#,
      isInSchema: false),
  ]
}
