import JSON

/// The clicks that a Smart Link or a URL of a Rotator gets, and what comes of them, by day.
struct LinkTraffic: Sendable {
  let createdAt: Timestamp
  private var activeTime: ActiveTime
  private let rates: Rates
  private let seed: Seed

  /// What its average day is like.
  struct Rates: Sendable {
    let dailyClicks: Double
    /// Sales for each unique click.
    let sales: Double

    /// Those of something new.
    static func ordinary(_ seed: Seed) -> Rates {
      Rates(dailyClicks: 14 + 18 * seed.unit(7), sales: 0.02 + 0.03 * seed.unit(8))
    }
  }

  init(from createdAt: Timestamp, _ rates: Rates, seed: Seed) {
    self.createdAt = createdAt
    self.rates = rates
    self.seed = seed
    activeTime = ActiveTime(from: createdAt)
  }

  /// Opens it to clicks or closes it, from now on.
  mutating func set(isActive: Bool, at now: Timestamp) {
    activeTime.set(isActive, at: now)
  }

  /// The sums over all days of the range, or of its life.
  func figures(in range: ClosedRange<Timestamp>?, now: Timestamp) -> ClickFigures {
    let life = min(createdAt, now)...now
    return activeTime.spans(in: range ?? life, now: now)
      .flatMap { ReportDay.all(in: $0) }
      .reduce(into: ClickFigures()) { $0 += figures(of: $1) }
  }

  /// A function of the seed and the day, which grows with the part of the day that is asked for.
  private func figures(of day: ReportDay) -> ClickFigures {
    let date = day.date.daysSince1970
    let trend = 0.7 + 0.6 * seed.drift(at: date, period: 30, 1)
    let noise = 0.7 + 0.6 * seed.unit(2, date)
    let clicks = Int(rates.dailyClicks * trend * noise * day.rhythm * day.part)
    let unique = Int(Double(clicks) * (0.8 + 0.1 * seed.unit(3)))
    // Few clicks of a day end in a sale. What is lost in rounding down one day comes back another.
    let luck = seed.unit(4, date)
    let actions = Int(Double(unique) * rates.sales * (2.5 + seed.unit(5)) + luck)
    let sales = Int(Double(unique) * rates.sales + luck)
    return ClickFigures(
      clicks: clicks, uniqueClicks: unique, actions: actions, sales: sales,
      revenue: sales * seed.pick(2700...9700, 6))
  }
}
