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

  static func getReport(_ kind: StatsReport.Kind) -> Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      var report = try call.entity(
        "report_id", in: service.reports.filter { $0.parameters.kind == kind })
      report.poll(at: call.now)
      service.reports.replace(report)
      return report.reply
    }
  }

  static let clickReportRoutes: [Route<ClickMagick>] = [
    .post("/links/stats", createReport(.link, linkRow)),
    .getMoving("/links/stats/reports/{report_id}", getReport(.link)),
    .post("/rotators/stats", createReport(.rotator, rotatorRow)),
    .getMoving("/rotators/stats/reports/{report_id}", getReport(.rotator)),
    .post("/rotators/urls/stats", createRotatorURLReport),
    .getMoving("/rotators/urls/stats/reports/{report_id}", getReport(.rotatorURL)),
  ]

  private static func createReport(
    _ kind: StatsReport.Kind,
    _ row: @escaping @Sendable (ClickMagick) -> (Int) throws(Refusal) -> ClickReportRow
  ) -> Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      var form = try call.form()
      let (ids, range) = (form.ids(), form.timeRange())
      try form.check()
      var rows: [ClickReportRow] = []
      for id in ids { rows.append(try row(service)(id)) }
      return service.report(.init(kind: kind, ids: ids, range: range), rows, at: call.now)
    }
  }

  private func linkRow(_ id: Int) throws(Refusal) -> ClickReportRow {
    let link = try smartLinks.entity(id)
    return ClickReportRow(
      about: ["id": .integer(id), "link_name": .string(link.name)], traffic: [link.traffic])
  }

  /// A Rotator's figures are the sums over its URLs.
  private func rotatorRow(_ id: Int) throws(Refusal) -> ClickReportRow {
    let rotator = try rotators.entity(id)
    let urls = urls(of: id)
    return ClickReportRow(
      about: ["id": .integer(id), "rotator_name": .string(rotator.name)],
      traffic: urls.map(\.traffic), sources: urls.map(\.id).sorted())
  }

  private static let createRotatorURLReport: Handler = { service, call throws(Refusal) in
    var form = try call.form()
    let ids = form.ids()
    form.require("rotator_id")
    let rotatorID = form.id("rotator_id")
    let range = form.timeRange()
    let zone = form.text("time_zone", ZoneOffset.kind).flatMap { ZoneOffset(parsing: $0) } ?? .utc
    try form.check()
    let urls = service.urls(of: try service.rotators.entity(rotatorID ?? 0).id)
    let today = min(zone.startOfDay(at: call.now), call.now)...call.now
    var rows: [ClickReportRow] = []
    for id in ids {
      let url = try urls.entity(id)
      let clicks = url.traffic.figures(in: today, now: call.now).clicks
      rows.append(
        ClickReportRow(
          about: [
            "id": .integer(id), "rotator_id": .integer(url.rotatorID), "name": .string(url.name),
            "clicks_today": .integer(clicks),
          ], traffic: [url.traffic]))
    }
    return service.report(
      .init(kind: .rotatorURL, ids: ids, range: range, zone: zone), rows, at: call.now)
  }

  private mutating func report(
    _ parameters: StatsReport.Parameters, _ rows: [ClickReportRow], at now: Timestamp
  ) -> Reply {
    var parameters = parameters
    parameters.sources = rows.flatMap(\.sources)
    return report(parameters, at: now) {
      let start = rows.flatMap(\.traffic).map(\.createdAt).min() ?? now
      let life = min(start, now)...now
      let range = parameters.range
      return StatsReport.Content(
        days: ReportDay.all(in: range.map { $0.clamped(to: life) } ?? life),
        stats: .array(rows.map { $0.json(in: range, now: now) }))
    }
  }
}

/// A row of a report about the clicks on links, Rotators, or the URLs of one.
private struct ClickReportRow: Sendable {
  let about: JSONObject
  let traffic: [LinkTraffic]
  /// The ids of what the figures are summed up over, where that may change.
  var sources: [Int] = []

  func json(in range: ClosedRange<Timestamp>?, now: Timestamp) -> JSONValue {
    let figures = traffic.reduce(into: ClickFigures()) { $0 += $1.figures(in: range, now: now) }
    return .object(about.merging(figures.counts).merging(figures.ratios))
  }
}
