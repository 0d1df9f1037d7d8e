import JSON

extension ClickMedias {
  static let reportRoutes: [Route<ClickMedias>] = [
    .get("/clients/{id}/reports", listReports),
    .get("/clients/{id}/reports/latest", getLatestReport),
    .post("/clients/{id}/reports/generate", generateReport),
  ]

  private static let reportsListed = 12

  /// Newest first.
  private static func listReports(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let client = try service.client(call)
    var query = call.query
    let limit = query.integer("limit") ?? reportsListed
    try query.check()
    let rows = service.reports(of: client).prefix(limit).map { service.json($0, of: client) }
    return success(.array(rows))
  }

  private static func getLatestReport(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let client = try service.client(call)
    guard let latest = service.reports(of: client).first else { throw .notFound("Report") }
    return success(service.json(latest, of: client))
  }

  /// At once, from the latest crawl; without one there is nothing to report on.
  private static func generateReport(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let client = try service.client(call)
    guard service.lastCrawl(of: client) != nil else {
      let rule = "the client has no completed crawl yet; trigger one first"
      throw .invalid([FieldProblem(field: "id", fault: .rule(rule))])
    }
    let report = service.issueReport(of: client, on: call.now.date)
    return success(service.json(report, of: client), status: 201)
  }

  private func json(_ report: MediaReport, of client: MediaClient) -> JSONValue {
    let head: JSONObject = [
      "id": .integer(report.id),
      "client_id": .integer(client.id),
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
      JSONValue.object(
        JSONObject(
          ["title", "description", "priority"].map { ($0, suggestion[$0] ?? .null) }))
    }
  }
}
