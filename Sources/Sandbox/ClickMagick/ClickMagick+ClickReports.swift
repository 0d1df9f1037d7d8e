import JSON

extension ClickMagick {
  static let clickReportRoutes: [Route<ClickMagick>] = [
    .post("/links/stats", createLinkReport),
    .get("/links/stats/reports/{report_id}", getReport(.link)),
    .post("/rotators/stats", createRotatorReport),
    .get("/rotators/stats/reports/{report_id}", getReport(.rotator)),
    .post("/rotators/urls/stats", createRotatorURLReport),
    .get("/rotators/urls/stats/reports/{report_id}", getReport(.rotatorURL)),
  ]

  private static func createLinkReport(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var form = try call.form()
    let (ids, range) = (form.ids(), timeRange(&form))
    try form.check()
    var rows: [ClickReportRow] = []
    for id in ids {
      let link = try service.smartLinks.entity(id)
      rows.append(
        ClickReportRow(
          ["id": .integer(id), "link_name": .string(link.name)], [link.traffic]))
    }
    return service.clickReport(rows, .init(kind: .link, ids: ids, range: range), at: call.now)
  }

  /// A Rotator's figures are the sums over its URLs.
  private static func createRotatorReport(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var form = try call.form()
    let (ids, range) = (form.ids(), timeRange(&form))
    try form.check()
    var rows: [ClickReportRow] = []
    for id in ids {
      let rotator = try service.rotators.entity(id)
      rows.append(
        ClickReportRow(
          ["id": .integer(id), "rotator_name": .string(rotator.name)],
          service.urls(of: id).map(\.traffic)))
    }
    // A URL added or deleted since makes it another report.
    let urls = ids.flatMap { service.urls(of: $0).map(\.id).sorted() }
    return service.clickReport(
      rows, .init(kind: .rotator, ids: ids + urls, range: range), at: call.now)
  }

  private static func createRotatorURLReport(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var form = try call.form()
    let ids = form.ids()
    form.require("rotator_id")
    let rotatorID = form.id("rotator_id")
    let range = timeRange(&form)
    let zone = form.text("time_zone", ZoneOffset.kind).flatMap { ZoneOffset(parsing: $0) }
    try form.check()
    let rotator = try service.rotators.entity(rotatorID ?? 0)
    let parameters = StatsReport.Parameters(
      kind: .rotatorURL, ids: ids, range: range, zone: zone ?? .utc)
    let midnight = parameters.zone.startOfDay(at: call.now)
    var rows: [ClickReportRow] = []
    for id in ids {
      let url = try service.rotatorURL(id, of: rotator.id)
      let today = url.traffic.figures(in: midnight...call.now, now: call.now)
      rows.append(
        ClickReportRow(
          [
            "id": .integer(id), "rotator_id": .integer(rotator.id), "name": .string(url.name),
            "clicks_today": .integer(today.clicks),
          ], [url.traffic]))
    }
    return service.clickReport(rows, parameters, at: call.now)
  }

  private mutating func clickReport(
    _ rows: [ClickReportRow], _ parameters: StatsReport.Parameters, at now: Timestamp
  ) -> Reply {
    report(parameters, at: now, ClickReportRow.content(rows, in: parameters.range, now: now))
  }
}
