import JSON

/// The clicks that a Smart Link or a URL of a Rotator gets, and what comes of them, by day.
struct LinkTraffic: Sendable {
  let createdAt: Timestamp
  /// On an average day.
  private let dailyClicks: Double
  /// Sales for each unique click.
  private let saleRate: Double
  private let seed: Seed
  /// When it was open to clicks, but for the time since it was last opened.
  private var pastSpans: [ClosedRange<Timestamp>] = []
  private var openSince: Timestamp?

  init(from createdAt: Timestamp, dailyClicks: Double, saleRate: Double, seed: Seed) {
    self.createdAt = createdAt
    self.dailyClicks = dailyClicks
    self.saleRate = saleRate
    self.seed = seed
    openSince = createdAt
  }

  static func ordinary(from createdAt: Timestamp, seed: Seed) -> LinkTraffic {
    LinkTraffic(
      from: createdAt, dailyClicks: 14 + 18 * seed.unit(7), saleRate: 0.02 + 0.03 * seed.unit(8),
      seed: seed)
  }

  /// Opens it to clicks or closes it, from now on; where it is so already, nothing changes.
  mutating func set(isActive: Bool, at now: Timestamp) {
    if let start = openSince, !isActive {
      pastSpans.append(min(start, now)...now)
      openSince = nil
    } else if openSince == nil, isActive {
      openSince = now
    }
  }

  /// The sums over all days of the range, or of its life.
  func figures(in asked: ClosedRange<Timestamp>?, now: Timestamp) -> ClickFigures {
    let range = asked ?? min(createdAt, now)...now
    let spans = pastSpans + (openSince.map { [min($0, now)...now] } ?? [])
    return spans.filter { $0.overlaps(range) }
      .flatMap { ReportDay.all(in: $0.clamped(to: range)) }
      .reduce(into: ClickFigures()) { $0 += figures(of: $1) }
  }

  /// A function of the seed and the day, which grows with the part of the day that is asked for.
  private func figures(of day: ReportDay) -> ClickFigures {
    let date = day.date.daysSince1970
    let trend = 0.7 + 0.6 * seed.drift(at: date, period: 30, 1)
    let noise = 0.7 + 0.6 * seed.unit(2, date)
    let clicks = Int(dailyClicks * trend * noise * day.rhythm * day.part)
    let unique = Int(Double(clicks) * (0.8 + 0.1 * seed.unit(3)))
    // Few clicks of a day end in a sale. What is lost in rounding down one day comes back another.
    let luck = seed.unit(4, date)
    let actions = Int(Double(unique) * saleRate * (2.5 + seed.unit(5)) + luck)
    let sales = Int(Double(unique) * saleRate + luck)
    return ClickFigures(
      clicks: clicks, uniqueClicks: unique, actions: actions, sales: sales,
      revenue: sales * seed.pick(2700...9700, 6))
  }
}

struct ClickFigures: Sendable {
  var clicks = 0
  var uniqueClicks = 0
  var actions = 0
  var sales = 0
  /// In cents.
  var revenue = 0

  static func += (left: inout ClickFigures, right: ClickFigures) {
    left.clicks += right.clicks
    left.uniqueClicks += right.uniqueClicks
    left.actions += right.actions
    left.sales += right.sales
    left.revenue += right.revenue
  }

  var counts: JSONObject {
    [
      "total_clicks": .integer(clicks), "unique_clicks": .integer(uniqueClicks),
      "actions": .integer(actions), "sales": .integer(sales),
      "revenue": .decimal(hundredths: revenue),
    ]
  }

  /// How they relate to each other: rates in percent of unique clicks.
  var ratios: JSONObject {
    [
      "action_rate": .decimal(hundredths: actions * 10_000, dividedBy: uniqueClicks),
      "sales_rate": .decimal(hundredths: sales * 10_000, dividedBy: uniqueClicks),
      "epc": .decimal(hundredths: revenue, dividedBy: uniqueClicks),
      "average_sale": .decimal(hundredths: revenue, dividedBy: sales),
    ]
  }
}
