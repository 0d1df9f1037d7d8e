import JSON

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

  /// As responses hold them.
  var figures: JSONObject {
    [
      "seo_score": .integer(seo), "aiso_score": .integer(aiso),
      "ai_visibility_score": .integer(visibility), "domain_authority": .integer(authority),
      "organic_traffic": .integer(traffic),
    ]
  }

  /// All figures but one.
  func figures(without name: String) -> JSONObject {
    var figures = figures
    figures[name] = nil
    return figures
  }
}

extension ClickMedias {
  static let scoreRoutes: [Route<ClickMedias>] = [
    .get("/clients/{id}/scores", getScores), .get("/clients/{id}/scores/history", getHistory),
  ]

  private func getScores(_ call: Call) throws(Refusal) -> Reply {
    let newest = try latestReport(of: try client(call)).scores
    return Self.success(.object(newest.figures))
  }

  private static let monthsOfHistory = 12

  private func getHistory(_ call: Call) throws(Refusal) -> Reply {
    let client = try client(call)
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
