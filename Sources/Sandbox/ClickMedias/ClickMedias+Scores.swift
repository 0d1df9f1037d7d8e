import JSON

extension ClickMedias {
  static let scoreRoutes: [Route<ClickMedias>] = [
    .get("/clients/{id}/scores", getScores),
    .get("/clients/{id}/scores/history", getHistory),
  ]

  private static func getScores(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let client = try service.client(call)
    guard let newest = service.reports(of: client).first?.scores else { throw .notFound("Report") }
    return success(.object(newest.figures))
  }

  private static let monthsOfHistory = 12

  private static func getHistory(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let client = try service.client(call)
    var query = call.query
    let months = query.integer("months") ?? monthsOfHistory
    try query.check()
    let history = service.monthlyReports(of: client).prefix(months).map(\.scores)
    guard let newest = history.first, let oldest = history.last else { throw .notFound("Report") }
    return success(
      ["history": .array(history.map(row)), "growth": growth(from: oldest, to: newest)])
  }

  private static func row(_ scores: Scores) -> JSONValue {
    let head: JSONObject = ["report_date": .string(scores.reportDate.description)]
    return .object(head.merging(scores.figures(without: "ai_visibility_score")))
  }

  /// What changed between the ends of the window.
  private static func growth(from oldest: Scores, to newest: Scores) -> JSONValue {
    let traffic = newest.traffic - oldest.traffic
    let tenths = Double(traffic) * 1000 / Double(max(oldest.traffic, 1))
    return [
      "seo_growth": .integer(newest.seo - oldest.seo),
      "aiso_growth": .integer(newest.aiso - oldest.aiso),
      "da_growth": .integer(newest.authority - oldest.authority),
      "traffic_growth": .integer(traffic),
      "traffic_growth_percent": .decimal(tenths: Int(tenths.rounded())),
    ]
  }
}
