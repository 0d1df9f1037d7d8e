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

  /// Sums up the ads that match. What a model takes from one ad it gives to others: without
  /// filters all models come to the same totals, but for rounding.
  init(
    of project: Project, _ parameters: StatsReport.Parameters, _ days: [ReportDay],
    seed: Seed
  ) {
    let positions = project.ads.indices.map { seed.unit(50, project.id, $0) }
    let counts = project.ads.indices.map { place in
      days.reduce(0) { $0 + Self.clicks(of: project, at: place, on: $1, seed: seed) }
    }
    let credit = Credit(model: parameters.model, positions: positions)
    let actions = credit.shared(zip(counts, project.ads).map { Double($0) * $1.actionRate })
    let sales = credit.shared(zip(counts, project.ads).map { Double($0) * $1.saleRate })
    for (place, ad) in project.ads.enumerated() where ad.matches(parameters.utm) {
      clicks += counts[place]
      uniqueClicks += Int(Double(counts[place]) * (0.78 + 0.12 * positions[place]))
      engagements += Int(Double(counts[place]) * (0.28 + 0.2 * positions[place]))
      self.actions += actions[place]
      self.sales += sales[place]
      revenue += sales[place] * project.saleCents / 100
      cost += Int((Double(counts[place]) * ad.costCents).rounded())
    }
  }

  /// A function of the seed, the ad and the day; of the first and last day, only the part asked.
  private static func clicks(
    of project: Project, at place: Int, on day: ReportDay, seed: Seed
  ) -> Int {
    let date = day.date.daysSince1970
    let trend = 0.7 + 0.6 * seed.drift(at: date, period: 30, 51, project.id)
    let noise = 0.7 + 0.6 * seed.unit(52, project.id, place, date)
    return Int(
      project.dailyClicks * project.ads[place].share * trend * noise
        * day.rhythm * day.part)
  }

  var json: JSONValue {
    [
      "clicks": .integer(clicks),
      "unique_clicks": .integer(uniqueClicks),
      "engagements": .integer(engagements),
      "actions": Self.count(actions),
      "sales": Self.count(sales),
      "revenue": .decimal(hundredths: revenue),
      "cost": .decimal(hundredths: cost),
      "profit": .decimal(hundredths: revenue - cost),
      "cpc": Self.ratio(cost, clicks),
      "cpa": Self.ratio(cost * 100, actions),
      "cps": Self.ratio(cost * 100, sales),
      "epc": Self.ratio(revenue, clicks),
      "action_rate": Self.ratio(actions * 100, clicks),
      "sales_rate": Self.ratio(sales * 100, clicks),
      "average_sale": Self.ratio(revenue * 100, sales),
      "roas": Self.ratio(revenue * 100, cost),
    ]
  }

  /// A whole number where it is one.
  private static func count(_ hundredths: Int) -> JSONValue {
    hundredths % 100 == 0 ? .integer(hundredths / 100) : .decimal(hundredths: hundredths)
  }

  /// The quotient as hundredths; zero when there is nothing to divide by.
  private static func ratio(_ dividend: Int, _ divisor: Int) -> JSONValue {
    let quotient = divisor == 0 ? 0 : (Double(dividend) / Double(divisor)).rounded()
    return .decimal(hundredths: Int(quotient))
  }
}

/// Hands conversions round among ads as a model says.
private struct Credit {
  let model: AttributionModel
  /// Where each ad stands on the way to a sale.
  let positions: [Double]

  /// Hundredths of conversions by ad; their sum is kept but for rounding.
  func shared(_ conversions: [Double]) -> [Int] {
    let weighted = zip(conversions, positions).map { $0 * model.credit(atPosition: $1) }
    let (before, after) = (conversions.reduce(0, +), weighted.reduce(0, +))
    let factor = after > 0 ? before / after : 1
    return weighted.map { share in
      model.isSingleTouch
        ? Int((share * factor).rounded()) * 100 : Int((share * factor * 100).rounded())
    }
  }
}
