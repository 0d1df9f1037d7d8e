import JSON

/// A statistics report of a project, being made or finished.
struct ProjectReport: Sendable {
  /// What it is about. Two requests with equal parameters may share a report.
  struct Parameters: Hashable, Sendable {
    let projectID: Int
    let model: AttributionModel
    /// Nothing for the time since the project was created.
    let range: ClosedRange<Timestamp>?
    /// The UTM values asked for, by parameter name.
    let utm: [String: String]

    func matches(_ ad: Advertisement) -> Bool {
      utm.allSatisfy { ad.utm[$0.key] == $0.value }
    }
  }

  /// A day and the part of it that is asked for.
  struct Day: Hashable, Sendable {
    let date: CalendarDate
    let part: Double
  }

  let id: Int
  let parameters: Parameters
  /// What the range came to when it was cut to the project's life.
  private let days: [Day]
  private let stats: ProjectStats
  /// How long the service would have worked on it.
  private let totalSeconds: Int
  private var updatedAt: Timestamp
  private var polls = 0

  /// So many readings find it unfinished. No time needs to pass.
  private static let pollsNeeded = 2

  /// What a report is made from.
  struct Work: Sendable {
    let project: Project
    let seed: Seed
    let now: Timestamp
  }

  init(id: Int, parameters: Parameters, work: Work) {
    let life = min(work.project.createdAt, work.now)...work.now
    self.id = id
    self.parameters = parameters
    days = Self.days(of: parameters.range.map { $0.clamped(to: life) } ?? life)
    stats = ProjectStats(of: work.project, parameters, days, seed: work.seed)
    totalSeconds = 5 + days.count / 8
    updatedAt = work.now
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
    let includesToday = days.last.map { $0.date >= updatedAt.date } ?? true
    return now <= updatedAt.adding(seconds: totalSeconds * (includesToday ? 60 : 7200))
  }

  private static func days(of range: ClosedRange<Timestamp>) -> [Day] {
    let first = range.lowerBound.date.daysSince1970
    let last = range.upperBound.date.daysSince1970
    return (first...last).map { day in
      let date = CalendarDate(daysSince1970: day)
      let midnight = Timestamp(date)
      let start = max(range.lowerBound, midnight).secondsSince1970
      let end = min(range.upperBound, midnight.adding(seconds: 86_400)).secondsSince1970
      return Day(date: date, part: Double(end - start) / 86_400)
    }
  }

  /// What a reading gives: 202 and how far it is, or 200 and the figures.
  var reply: Reply {
    let percent = min(100, polls * 100 / (Self.pollsNeeded + 1))
    var members: JSONObject = ["report_id": .integer(id)]
    if isFinished { members["last_updated"] = .string(updatedAt.description) }
    members["progress"] = ["percent": .integer(percent)]
    if isFinished {
      members["stats"] = stats.json
      members["total_seconds"] = .integer(totalSeconds)
    }
    return ClickMagick.success(members, status: isFinished ? 200 : 202)
  }
}
