import JSON

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
    .getMoving("/campaigns/projects/stats/reports/{report_id}", getReport(.project)),
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

/// What a project's ads bring in a time: a function of the seed, the ad and the day, so that
/// what happened in a part of that time has happened in the whole too.
struct ProjectTraffic: Sendable {
  let project: Project
  let range: ClosedRange<Timestamp>
  let days: [ReportDay]
  private let seed: Seed
  /// Where each ad stands on the way to a sale: near 0 it is seldom the last click.
  private let positions: [Double]

  init(of project: Project, in range: ClosedRange<Timestamp>, seed: Seed) {
    self.project = project
    self.range = range
    self.seed = seed
    days = ReportDay.all(in: range)
    positions = project.ads.indices.map { seed.unit(50, project.id, $0) }
  }

  /// The clicks on an ad; of the first and last day, only the part asked.
  func clicks(on ad: Int, _ day: ReportDay) -> Int { Int(wholeDay(ad, day) * day.part) }

  /// How many of so many clicks on an ad were somebody's first.
  func uniqueClicks(of clicks: Int, on ad: Int) -> Int {
    Int(Double(clicks) * (0.78 + 0.12 * positions[ad]))
  }

  /// How many conversions that ad was the last click of.
  func count(_ kind: LoggedConversion.Kind, of ad: Int, on day: ReportDay) -> Int {
    isWhole(day) ? wholeCount(kind, ad, day) : conversions(kind, of: ad, on: day).count
  }

  /// The conversions that ad was the last click of, in no order.
  func conversions(
    _ kind: LoggedConversion.Kind, of ad: Int, on day: ReportDay
  ) -> [LoggedConversion] {
    let (clicks, midnight) = (clicks(before: kind, of: ad, on: day), Timestamp(day.date))
    let seed = seed.branch(kind.rawValue)
    return (0..<wholeCount(kind, ad, day)).compactMap { turn in
      let date = day.date.daysSince1970
      let time = midnight.adding(
        seconds: seed.pick(0...Seconds.perDay - 1, project.id, ad, date, turn))
      guard range.contains(time) else { return nil }
      let own = Seed(value: seed.hash(project.id, ad, date, turn, 1))
      return LoggedConversion(kind, at: time, after: clicks, cents: project.saleCents, seed: own)
    }
  }

  /// The ads on the way to that day's conversions, first to last; `ad` is always the last. An
  /// engagement belongs to one click alone.
  func clicks(before kind: LoggedConversion.Kind, of ad: Int, on day: ReportDay) -> [Int] {
    guard kind != .engagements else { return [ad] }
    let earlier = positions.indices.filter { positions[$0] < positions[ad] }
    guard !earlier.isEmpty else { return [ad] }
    let date = day.date.daysSince1970
    let picked = (0..<seed.pick(0...2, 53, project.id, ad, date)).map { turn in
      earlier[seed.pick(0...earlier.count - 1, 54, project.id, ad, date, turn)]
    }
    return Set(picked).sorted { positions[$0] < positions[$1] } + [ad]
  }

  private func isWhole(_ day: ReportDay) -> Bool {
    let midnight = Timestamp(day.date)
    return range.contains(midnight) && range.contains(midnight.adding(seconds: Seconds.perDay - 1))
  }

  private func wholeDay(_ ad: Int, _ day: ReportDay) -> Double {
    let date = day.date.daysSince1970
    let trend = 0.7 + 0.6 * seed.drift(at: date, period: 30, 51, project.id)
    let noise = 0.7 + 0.6 * seed.unit(52, project.id, ad, date)
    return project.dailyClicks * project.ads[ad].share * trend * noise * day.rhythm
  }

  private func wholeCount(_ kind: LoggedConversion.Kind, _ ad: Int, _ day: ReportDay) -> Int {
    let (rate, coordinate) =
      switch kind {
      case .actions: (project.ads[ad].actionRate, 55)
      case .engagements: (0.28 + 0.2 * positions[ad], 56)
      case .sales: (project.ads[ad].saleRate, 57)
      }
    // Rounded up as often as the fraction says, so that rare ones happen now and then.
    let chance = seed.unit(coordinate, project.id, ad, day.date.daysSince1970)
    return Int(wholeDay(ad, day) * rate + chance)
  }
}
