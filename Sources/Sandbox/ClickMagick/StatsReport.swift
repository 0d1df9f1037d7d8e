import JSON

/// A statistics report, being made or finished.
struct StatsReport: Identified {
  static let noun = "Report"

  enum Kind: Sendable { case project, link, rotator, rotatorURL }

  /// What it is about. Two requests with equal parameters may share a report.
  struct Parameters: Hashable, Sendable {
    let kind: Kind
    /// Of what it has rows.
    let ids: [Int]
    /// Nothing for all the time there is.
    let range: ClosedRange<Timestamp>?
    var model = AttributionModel.lastClick
    /// The UTM values asked for, by parameter name.
    var utm: [String: String] = [:]
    /// What "today" means, where that is asked for.
    var zone = ZoneOffset.utc
    /// Of what its rows are summed up: a URL more or less makes it another report.
    var sources: [Int] = []
  }

  /// What it holds when it is finished.
  struct Content: Sendable {
    /// What the range came to when it was cut to the life of what it is about.
    let days: [ReportDay]
    let stats: JSONValue
  }

  let id: Int
  let parameters: Parameters
  private let content: Content
  /// How long the service would have worked on it.
  private let totalSeconds: Int
  private var updatedAt: Timestamp
  private var polls = 0

  /// So many readings find it unfinished. No time needs to pass.
  private static let pollsNeeded = 2
  /// It is kept this many times as long as it took.
  private static let (keptOfToday, keptOfPast) = (60, 7200)

  init(id: Int, parameters: Parameters, content: Content, now: Timestamp) {
    self.id = id
    self.parameters = parameters
    self.content = content
    totalSeconds = 5 + content.days.count / 8
    updatedAt = now
  }

  var isFinished: Bool { polls > Self.pollsNeeded }

  /// One reading, which brings it nearer to its end.
  mutating func poll(at now: Timestamp) {
    guard !isFinished else { return }
    polls += 1
    updatedAt = now
  }

  /// Kept the longer the more it cost; an answer about the past much longer still.
  func isFresh(at now: Timestamp) -> Bool {
    // Whatever the range, Rotator URLs come with today's clicks.
    let includesToday =
      parameters.kind == .rotatorURL
      || content.days.last.map { $0.date >= updatedAt.date } ?? true
    let factor = includesToday ? Self.keptOfToday : Self.keptOfPast
    return now <= updatedAt.adding(seconds: totalSeconds * factor)
  }

  /// What a reading gives: 202 and how far it is, or 200 and the figures.
  var reply: Reply {
    let percent = min(100, polls * 100 / (Self.pollsNeeded + 1))
    var members: JSONObject = ["report_id": .integer(id)]
    if isFinished { members["last_updated"] = .string(updatedAt.description) }
    members["progress"] = ["percent": .integer(percent)]
    if isFinished {
      members["stats"] = content.stats
      members["total_seconds"] = .integer(totalSeconds)
    }
    return ClickMagick.success(members, status: isFinished ? 200 : 202)
  }
}
