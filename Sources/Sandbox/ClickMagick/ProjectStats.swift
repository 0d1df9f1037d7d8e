import JSON

/// The figures of a project's report.
struct ProjectStats: Sendable {
  private var clicks = 0
  private var uniqueClicks = 0
  private var engagements = 0
  // Models share conversions out in parts, so these are in hundredths, as money is in cents.
  private var actions = 0
  private var sales = 0
  private var revenue = 0
  private var cost = 0

  /// Sums up the ads that match. Each conversion is shared out among the clicks before it, so
  /// that without filters all models come to the same totals.
  init(of traffic: ProjectTraffic, model: AttributionModel, utm: [String: String]) {
    let matching = traffic.project.ads.map { $0.matches(utm) }
    for ad in traffic.project.ads.indices {
      if matching[ad] { addClicks(on: ad, traffic) }
      for day in traffic.days {
        let clicks = traffic.clicks(before: .sales, of: ad, on: day)
        let shares = zip(clicks, model.shares(among: clicks.count)).map { click, share in
          matching[click] ? share : 0
        }
        let credit = shares.reduce(0, +)
        guard credit > 0 else { continue }
        actions += credit * traffic.count(.actions, of: ad, on: day)
        sales += credit * traffic.count(.sales, of: ad, on: day)
        for sale in traffic.conversions(.sales, of: ad, on: day) {
          revenue += zip(clicks, sale.earnings(model)).filter { matching[$0.0] }
            .reduce(0) { $0 + $1.1 }
        }
      }
    }
  }

  private mutating func addClicks(on ad: Int, _ traffic: ProjectTraffic) {
    let count = traffic.days.reduce(0) { $0 + traffic.clicks(on: ad, $1) }
    clicks += count
    uniqueClicks += traffic.uniqueClicks(of: count, on: ad)
    engagements += traffic.days.reduce(0) { $0 + traffic.count(.engagements, of: ad, on: $1) }
    cost += Int((Double(count) * traffic.project.ads[ad].costCents).rounded())
  }

  var json: JSONValue {
    [
      "clicks": .integer(clicks), "unique_clicks": .integer(uniqueClicks),
      "engagements": .integer(engagements),
      "actions": Self.count(actions), "sales": Self.count(sales),
      "revenue": .decimal(hundredths: revenue), "cost": .decimal(hundredths: cost),
      "profit": .decimal(hundredths: revenue - cost),
      "cpc": .decimal(hundredths: cost, dividedBy: clicks),
      "cpa": .decimal(hundredths: cost * 100, dividedBy: actions),
      "cps": .decimal(hundredths: cost * 100, dividedBy: sales),
      "epc": .decimal(hundredths: revenue, dividedBy: clicks),
      "action_rate": .decimal(hundredths: actions * 100, dividedBy: clicks),
      "sales_rate": .decimal(hundredths: sales * 100, dividedBy: clicks),
      "average_sale": .decimal(hundredths: revenue * 100, dividedBy: sales),
      "roas": .decimal(hundredths: revenue * 100, dividedBy: cost),
    ]
  }

  /// A whole number where it is one.
  private static func count(_ hundredths: Int) -> JSONValue {
    hundredths % 100 == 0 ? .integer(hundredths / 100) : .decimal(hundredths: hundredths)
  }
}

extension ClickMagick {
  static let projectReportRoutes: [Route<ClickMagick>] = [
    .post("/campaigns/projects/{project_id}/stats", createProjectReport),
    .post("/campaigns/projects/{project_id}/stats/{attribution_model}", createProjectReport),
    .get("/campaigns/projects/stats/reports/{report_id}", getReport(.project)),
  ]

  private static let createProjectReport: Handler = { service, call throws(Refusal) in
    let project = try call.entity("project_id", in: service.projects)
    var form = try call.form()
    let (range, utm, model) = (form.timeRange(), form.utm(), form.model(call))
    let isFresh = form.flag("refresh") ?? false
    try form.check()
    let parameters = StatsReport.Parameters(
      kind: .project, ids: [project.id], range: range, model: model, utm: utm)
    let seed = service.seed
    return service.report(parameters, refresh: isFresh, at: call.now) {
      let traffic = project.traffic(in: range, now: call.now, seed: seed)
      let stats = ProjectStats(of: traffic, model: model, utm: utm)
      return StatsReport.Content(days: traffic.days, stats: stats.json)
    }
  }
}
