import JSON

/// A client's report: the scores of its day.
struct MediaReport: Identified {
  static let noun = "Report"

  let id: Int
  let clientID: Int
  let scores: Scores

  /// Its month, counted from the year 0.
  var month: Int { Self.month(of: scores.reportDate) }

  /// The day of each month that reports are issued on.
  static let day = 15

  static func month(of date: CalendarDate) -> Int { date.year * 12 + date.month - 1 }

  /// So many months lie behind when the world begins.
  static let monthsAtFirst = 24
}

extension ClickMedias {
  static let reportRoutes: [Route<ClickMedias>] = [
    .get("/clients/{id}/reports", listReports),
    .get("/clients/{id}/reports/latest") { service, call throws(Refusal) in
      let client = try call.entity(in: service.clients)
      return success(service.json(try service.latestReport(of: client), of: client))
    },
    .post("/clients/{id}/reports/generate", generateReport),
  ]

  private static let reportsListed = 12

  /// Newest first.
  private func listReports(_ call: Call) throws(Refusal) -> Reply {
    let client = try call.entity(in: clients)
    var query = call.query
    let limit = query.integer("limit") ?? Self.reportsListed
    try query.check()
    let rows = reports(of: client).prefix(limit).map { json($0, of: client) }
    return Self.success(.array(rows))
  }

  /// At once, from the latest crawl; without one there is nothing to report on.
  private static let generateReport: Handler = { service, call throws(Refusal) in
    let client = try call.entity(in: service.clients)
    guard service.lastCrawl(of: client) != nil else {
      let rule = "the client has no completed crawl yet; trigger one first"
      throw .invalid([FieldProblem(field: "id", fault: .rule(rule))])
    }
    let report = service.issueReport(of: client, on: call.now.date)
    return success(service.json(report, of: client), status: 201)
  }

  private func json(_ report: MediaReport, of client: MediaClient) -> JSONValue {
    let head: JSONObject = [
      "id": .integer(report.id), "client_id": .integer(client.id),
      "report_date": .string(report.scores.reportDate.description),
    ]
    let rest: JSONObject = [
      "month_over_month": changes(of: report, of: client, overMonths: 1),
      "year_over_year": changes(of: report, of: client, overMonths: 12),
      "recommendations": .array(recommendations(for: client)),
      "pdf_url": .string("https://clickmedias.com/reports/\(report.id).pdf"),
    ]
    return .object(head.merging(report.scores.figures).merging(rest))
  }

  /// Against the report of that many months ago; zeros where there is none.
  private func changes(
    of report: MediaReport, of client: MediaClient, overMonths months: Int
  ) -> JSONValue {
    let earlier = monthlyReports(of: client).first { $0.month == report.month - months }
    let (new, old) = (report.scores, earlier?.scores ?? report.scores)
    var changes: JSONObject = [
      "seo_score_change": .integer(new.seo - old.seo),
      "aiso_score_change": .integer(new.aiso - old.aiso),
    ]
    // The page shows this one by the month only.
    if months == 1 { changes["da_change"] = .integer(new.authority - old.authority) }
    changes["traffic_change"] = .integer(new.traffic - old.traffic)
    return .object(changes)
  }

  /// The suggestions that nobody has decided on yet.
  private func recommendations(for client: MediaClient) -> [JSONValue] {
    suggestions(of: client).filter { $0["status"] == "pending" }.map { suggestion in
      let names = ["title", "description", "priority"]
      return .object(JSONObject(names.map { ($0, suggestion[$0] ?? .null) }))
    }
  }

  /// Issues what is due: on each 15th a report for every account then open and not pending.
  mutating func issueReports(until now: Timestamp) {
    let newest = MediaReport.month(of: now.date) - (now.date.day < MediaReport.day ? 1 : 0)
    while nextReportMonth <= newest {
      let (year, month) = nextReportMonth.quotientAndRemainder(dividingBy: 12)
      nextReportMonth += 1
      guard let date = CalendarDate(year: year, month: month + 1, day: MediaReport.day) else {
        continue
      }
      for client in clients where client.status != "pending" && date >= client.createdAt.date {
        issueReport(of: client, on: date)
      }
    }
  }

  @discardableResult
  private mutating func issueReport(of client: MediaClient, on date: CalendarDate) -> MediaReport {
    let scores = Scores(of: client.id, on: date, seed: seed)
    let report = MediaReport(id: reports.nextID, clientID: client.id, scores: scores)
    reports.append(report)
    return report
  }

  /// The client's reports, newest first; of one day, the last issued first.
  private func reports(of client: MediaClient) -> [MediaReport] {
    reports.filter { $0.clientID == client.id }
      .sorted { ($1.scores.reportDate, $1.id) < ($0.scores.reportDate, $0.id) }
  }

  func latestReport(of client: MediaClient) throws(Refusal) -> MediaReport {
    guard let latest = reports(of: client).first else { throw .notFound(MediaReport.noun) }
    return latest
  }

  /// The last report of each month, newest first.
  func monthlyReports(of client: MediaClient) -> [MediaReport] {
    var months: Set<Int> = []
    return reports(of: client).filter { months.insert($0.month).inserted }
  }

  static let scoreRoutes: [Route<ClickMedias>] = [
    .get("/clients/{id}/scores", getScores), .get("/clients/{id}/scores/history", getHistory),
  ]

  private func getScores(_ call: Call) throws(Refusal) -> Reply {
    let newest = try latestReport(of: try call.entity(in: clients)).scores
    return Self.success(.object(newest.figures))
  }

  private static let monthsOfHistory = 12

  private func getHistory(_ call: Call) throws(Refusal) -> Reply {
    let client = try call.entity(in: clients)
    var query = call.query
    let months = query.integer("months") ?? Self.monthsOfHistory
    try query.check()
    let history = monthlyReports(of: client).prefix(months).map(\.scores)
    guard let newest = history.first, let oldest = history.last else {
      throw .notFound(MediaReport.noun)
    }
    let rows = history.map { scores in
      let head: JSONObject = ["report_date": .string(scores.reportDate.description)]
      return JSONValue.object(head.merging(scores.figures(without: "ai_visibility_score")))
    }
    // What changed between the ends of the window.
    let traffic = newest.traffic - oldest.traffic
    let tenths = Double(traffic) * 1000 / Double(max(oldest.traffic, 1))
    let growth: JSONValue = [
      "seo_growth": .integer(newest.seo - oldest.seo),
      "aiso_growth": .integer(newest.aiso - oldest.aiso),
      "da_growth": .integer(newest.authority - oldest.authority),
      "traffic_growth": .integer(traffic),
      "traffic_growth_percent": .decimal(tenths: Int(tenths.rounded())),
    ]
    return Self.success(["history": .array(rows), "growth": growth])
  }
}

/// A client's scores on a day: the 15th of a month, or the day a report was asked for.
struct Scores: Sendable {
  let reportDate: CalendarDate
  let seo: Int
  let aiso: Int
  let visibility: Int
  let authority: Int
  let traffic: Int

  /// A function of the seed, the client and the month; off the 15th, of the day as well.
  init(of clientID: Int, on reportDate: CalendarDate, seed: Seed) {
    let month = reportDate.year * 12 + reportDate.month
    let isMonthly = reportDate.day == MediaReport.day
    func score(_ kind: Int, from lowest: Double, over span: Double, period: Int) -> Int {
      let slow = seed.drift(at: month, period: period, 20, kind, clientID)
      let quick = seed.drift(at: month, period: 3, 21, kind, clientID) - 0.5
      let daily = isMonthly ? 0 : seed.pick(-3...3, 24, kind, clientID, reportDate.daysSince1970)
      return Int((lowest + span * slow + 5 * quick).rounded()) + daily
    }
    self.reportDate = reportDate
    seo = score(1, from: 38, over: 52, period: 17)
    aiso = score(2, from: 30, over: 55, period: 15)
    visibility = score(3, from: 22, over: 58, period: 13)
    authority = score(4, from: 16, over: 46, period: 40)
    let size = Double(seed.pick(600...14_000, 22, clientID))
    let season = 0.9 + 0.2 * seed.drift(at: month, period: 4, 23, clientID)
    traffic = Int((size * (0.4 + Double(seo) / 60) * season).rounded())
  }

  var figures: JSONObject {
    [
      "seo_score": .integer(seo), "aiso_score": .integer(aiso),
      "ai_visibility_score": .integer(visibility), "domain_authority": .integer(authority),
      "organic_traffic": .integer(traffic),
    ]
  }

  func figures(without name: String) -> JSONObject {
    var figures = figures
    figures[name] = nil
    return figures
  }
}
