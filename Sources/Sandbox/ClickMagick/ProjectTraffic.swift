import JSON

/// What a project's ads bring in a time: a function of the seed, the ad and the day, so that
/// what happened in a part of that time has happened in the whole too.
struct ProjectTraffic: Sendable {
  let project: Project
  let range: ClosedRange<Timestamp>
  /// The days that the range touches, in their order.
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

  /// Whether the range has all of that day.
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
