import JSON
import TestSupport

extension ManifestFault {
  private static let provider = "/providers/0"
  private static let tool = SmallManifest.tool
  private static let period = tool + "/period"

  /// A tool with a date range.
  private static let base: [(String, JSONValue?)] = [
    (tool + "/arguments/from", ["use": "day", "in": "query"]),
    (tool + "/arguments/until", ["use": "day", "in": "query"]),
    (
      tool + "/arguments/frame",
      ["in": "query", "type": "string", "enum": ["day", "week"], "description": "A frame."]
    ),
    (period, ["start": "from", "end": "until"]),
  ]

  private init(
    _ change: (String, JSONValue?), at pointer: String, _ words: String, isInSchema: Bool = true
  ) {
    self.init(
      changes: Self.base + [change], pointer: pointer, words: words, isInSchema: isInSchema)
  }

  private static func words(_ words: JSONValue) -> (String, JSONValue?) {
    (period + "/words", words)
  }

  /// What is said of a tool's date range, and of where days begin and end.
  static let ofPeriod = [
    ManifestFault((period + "/start", nil), at: period, "start is missing"),
    ManifestFault((period + "/end", 7), at: period + "/end", "must be a string"),
    ManifestFault(
      (period + "/start", "form"), at: period + "/start", #"did you mean "from"?"#,
      isInSchema: false),
    ManifestFault(
      (period + "/end", "size"), at: period + "/end", "of the format date or date-time",
      isInSchema: false),
    ManifestFault(
      (period + "/end", "from"), at: period + "/end", "another argument than start",
      isInSchema: false),
    ManifestFault((period + "/exclusive", "yes"), at: period + "/exclusive", "true or false"),
    ManifestFault((period + "/day", "day"), at: period + "/day", "no JSON Pointer"),
    ManifestFault((period + "/colour", 1), at: period + "/colour", "unknown field"),
    ManifestFault((period + "/time_zone", "+02:00"), at: period + "/time_zone", "an IANA name"),
    ManifestFault(
      words(["time": ["today": "day"]]), at: period + "/words", "must be an argument's name",
      isInSchema: false),
    ManifestFault(
      words(["frame": ["tomorrow": "day"]]), at: period + "/words/frame/tomorrow",
      "no range of days", isInSchema: false),
    ManifestFault(
      words(["frame": ["today": "hour"]]), at: period + "/words/frame/today",
      "a value that frame takes", isInSchema: false),
    ManifestFault(
      (
        tool + "/arguments/scope",
        ["in": "query", "type": "string", "aliases": ["range"], "description": "A scope."]
      ), at: tool + "/arguments/scope", "belongs to the date range", isInSchema: false),
    ManifestFault(
      (provider + "/zone_from", [["tool": "get_things"]]), at: provider + "/zone_from/0",
      "at is missing"),
    ManifestFault(
      (provider + "/zone_from", [["tool": "get_thing", "at": "/zone"]]),
      at: provider + "/zone_from/0/tool", #"did you mean "get_things"?"#, isInSchema: false),
    ManifestFault(
      (provider + "/zone_from", [["tool": "get_things", "at": "zone"]]),
      at: provider + "/zone_from/0/at", "no JSON Pointer"),
    ManifestFault(
      (period + "/zone_from", [["tool": "get_things", "at": "/zone", "arguments": ["a": 1]]]),
      at: period + "/zone_from/0/arguments/a", "must be a string"),
  ]
}
