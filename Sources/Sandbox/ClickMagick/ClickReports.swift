import JSON

/// A row of a report about the clicks on links, Rotators, or the URLs of one.
private struct ClickReportRow: Sendable {
  /// What the figures are of.
  let about: JSONObject
  let traffic: [LinkTraffic]
  /// The ids of what the figures are summed up over, where that may change.
  var sources: [Int] = []

  func json(in range: ClosedRange<Timestamp>?, now: Timestamp) -> JSONValue {
    let figures = traffic.reduce(into: ClickFigures()) { $0 += $1.figures(in: range, now: now) }
    return .object(about.merging(figures.counts).merging(figures.ratios))
  }
}

extension ClickMagick {
  static let clickReportRoutes: [Route<ClickMagick>] = [
    .post("/links/stats", createReport(.link, linkRow)),
    .get("/links/stats/reports/{report_id}", getReport(.link)),
    .post("/rotators/stats", createReport(.rotator, rotatorRow)),
    .get("/rotators/stats/reports/{report_id}", getReport(.rotator)),
    .post("/rotators/urls/stats", createRotatorURLReport),
    .get("/rotators/urls/stats/reports/{report_id}", getReport(.rotatorURL)),
  ]

  /// Starts a report with a row for each `id`.
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
