import JSON

extension ClickMagick {
  static let clickReportRoutes: [Route<ClickMagick>] = [
    .post("/links/stats", createReport(.link, linkRow)),
    .get("/links/stats/reports/{report_id}", getReport(.link)),
    .post("/rotators/stats", createReport(.rotator, rotatorRow)),
    .get("/rotators/stats/reports/{report_id}", getReport(.rotator)),
    .post("/rotators/urls/stats", createRotatorURLReport),
    .get("/rotators/urls/stats/reports/{report_id}", getReport(.rotatorURL)),
  ]

  /// Makes the row about what has that id.
  private typealias RowMaker = @Sendable (ClickMagick, Int) throws(Refusal) -> ClickReportRow

  /// Starts a report with a row for each `id`.
  private static func createReport(
    _ kind: StatsReport.Kind, _ row: @escaping RowMaker
  ) -> Route<ClickMagick>.Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      var form = try call.form()
      let (ids, range) = (form.ids(), timeRange(&form))
      try form.check()
      return try service.clickReport(.init(kind: kind, ids: ids, range: range), at: call.now, row)
    }
  }

  private static func linkRow(_ service: ClickMagick, _ id: Int) throws(Refusal) -> ClickReportRow {
    let link = try service.smartLinks.entity(id)
    return ClickReportRow(["id": .integer(id), "link_name": .string(link.name)], [link.traffic])
  }

  /// A Rotator's figures are the sums over its URLs.
  private static func rotatorRow(
    _ service: ClickMagick, _ id: Int
  ) throws(Refusal) -> ClickReportRow {
    let rotator = try service.rotators.entity(id)
    let urls = service.urls(of: id)
    return ClickReportRow(
      ["id": .integer(id), "rotator_name": .string(rotator.name)], urls.map(\.traffic),
      sources: urls.map(\.id).sorted())
  }

  private static func createRotatorURLReport(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var form = try call.form()
    let ids = form.ids()
    form.require("rotator_id")
    let rotatorID = form.id("rotator_id")
    let range = timeRange(&form)
    let zone = form.text("time_zone", ZoneOffset.kind).flatMap { ZoneOffset(parsing: $0) } ?? .utc
    try form.check()
    let rotator = try service.rotators.entity(rotatorID ?? 0)
    let today = min(zone.startOfDay(at: call.now), call.now)...call.now
    return try service.clickReport(
      .init(kind: .rotatorURL, ids: ids, range: range, zone: zone), at: call.now
    ) { (service: ClickMagick, id: Int) throws(Refusal) in
      let url = try service.rotatorURL(id, of: rotator.id)
      let clicks = url.traffic.figures(in: today, now: today.upperBound).clicks
      return ClickReportRow(
        [
          "id": .integer(id), "rotator_id": .integer(rotator.id), "name": .string(url.name),
          "clicks_today": .integer(clicks),
        ], [url.traffic])
    }
  }

  private mutating func clickReport(
    _ parameters: StatsReport.Parameters, at now: Timestamp, _ row: RowMaker
  ) throws(Refusal) -> Reply {
    var rows: [ClickReportRow] = []
    for id in parameters.ids { rows.append(try row(self, id)) }
    var parameters = parameters
    parameters.sources = rows.flatMap(\.sources)
    return report(
      parameters, at: now, ClickReportRow.content(rows, in: parameters.range, now: now))
  }
}
