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
    /// nil for all the time there is.
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

  /// Kept the longer the more it cost; one about the past much longer still.
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
    let progress: JSONValue = ["percent": .integer(percent)]
    guard isFinished else {
      return ClickMagick.success(["report_id": .integer(id), "progress": progress], status: 202)
    }
    return ClickMagick.success([
      "report_id": .integer(id), "last_updated": .string(updatedAt.description),
      "progress": progress, "stats": content.stats, "total_seconds": .integer(totalSeconds),
    ])
  }
}

/// A day and the part of it that is asked for.
struct ReportDay: Hashable, Sendable {
  let date: CalendarDate
  let part: Double

  /// The days that the range touches, in their order.
  static func all(in range: ClosedRange<Timestamp>) -> [ReportDay] {
    let first = range.lowerBound.date.daysSince1970
    let last = range.upperBound.date.daysSince1970
    return (first...last).map { day in
      let date = CalendarDate(daysSince1970: day)
      let midnight = Timestamp(date)
      let start = max(range.lowerBound, midnight).secondsSince1970
      let end = min(range.upperBound, midnight.adding(seconds: Seconds.perDay)).secondsSince1970
      return ReportDay(date: date, part: Double(end - start) / Double(Seconds.perDay))
    }
  }

  /// How busy its day of the week is.
  var rhythm: Double { Self.rhythms[date.weekday] }

  /// From Monday to Sunday.
  private static let rhythms = [1.05, 1.08, 1.02, 0.99, 0.93, 0.9, 1.03]
}

extension ClickMagick {
  /// Responds with the report of the same parameters while it is fresh, or starts one.
  mutating func report(
    _ parameters: StatsReport.Parameters, refresh: Bool = false, at now: Timestamp,
    _ content: () -> StatsReport.Content
  ) -> Reply {
    let earlier = reports.last { $0.parameters == parameters && $0.isFresh(at: now) }
    if let earlier, !refresh { return earlier.reply }
    let report = StatsReport(
      id: reports.nextID, parameters: parameters, content: content(), now: now)
    reports.append(report)
    return report.reply
  }

  /// Reads a report where those of its kind are read.
  static func getReport(_ kind: StatsReport.Kind) -> Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      var report = try call.entity(
        "report_id", in: service.reports.filter { $0.parameters.kind == kind })
      report.poll(at: call.now)
      service.reports.replace(report)
      return report.reply
    }
  }
}
