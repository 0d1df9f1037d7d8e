import JSON

/// One thing that was looked at, and how it is.
struct Finding: Equatable, Sendable {
  let area: Area
  /// What of that kind it is about: a service's id, a file, a variable.
  let subject: String
  let level: Level
  /// A clause or a sentence without a full stop. No key is in it.
  let text: String
  /// What to do; nil where nothing must be done.
  var fix: String?
  /// Figures for programs.
  var details: JSONObject = [:]

  /// The order in which areas are looked at.
  enum Area: String, CaseIterable, Sendable {
    case build
    case settings
    case overlay
    case policy
    case key
    case address
    case proxy
    case name
    case connection
    case trust
    case read
    case clock
    case state
    case host
    case drift
  }

  enum Level: String, CaseIterable, Comparable, Sendable {
    case skipped
    case ok
    case warning
    case failed

    static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  init(
    _ area: Area, _ subject: String, _ level: Level, _ text: String, fix: String? = nil,
    details: JSONObject = [:]
  ) {
    self.area = area
    self.subject = subject
    self.level = level
    self.text = text
    self.fix = fix
    self.details = details
  }

  var json: JSONObject {
    var json: JSONObject = [
      "area": .string(area.rawValue), "subject": .string(subject), "level": .string(level.rawValue),
      "text": .string(text),
    ]
    json["fix"] = fix.map(JSONValue.string)
    for (key, value) in details { json[key] = value }
    return json
  }

  /// Whether somebody has to know of it.
  var isTrouble: Bool { level > .ok }
}
