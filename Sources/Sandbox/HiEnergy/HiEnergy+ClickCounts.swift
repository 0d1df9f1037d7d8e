import JSON

extension HiEnergy {
  /// How many days back the service remembers, today included.
  private static let daysKept = 400

  /// The rows of a publisher, in the service's order. Days without clicks have no row.
  func clicks(
    of publisher: Publisher, in range: ClosedRange<CalendarDate>, today: CalendarDate
  ) -> [ClickRow] {
    let first = max(range.lowerBound, today.adding(days: 1 - Self.daysKept))
    let last = min(range.upperBound, today)
    guard first <= last else { return [] }
    return (first.daysSince1970...last.daysSince1970).reversed().flatMap { day in
      let date = CalendarDate(daysSince1970: day)
      let rows = Advertiser.all.map { advertiser in
        let count = clicks(of: publisher, at: advertiser, on: date)
        return ClickRow(advertiser: advertiser, date: date, count: count)
      }
      return rows.filter { $0.count > 0 }
        .sorted { ($1.count, $0.advertiser.name) < ($0.count, $1.advertiser.name) }
    }
  }

  /// A function of the seed, the two and the day, and of nothing else.
  func clicks(of publisher: Publisher, at advertiser: Advertiser, on date: CalendarDate) -> Int {
    let (one, other, day) = (publisher.id, advertiser.id, date.daysSince1970)
    // A fifth of the pairs do not work together, and those that do pause now and then.
    guard seed.unit(1, one, other) > 0.2, seed.unit(2, one, other, day / 21) > 0.06 else {
      return 0
    }
    let affinity = 0.2 + 1.6 * seed.unit(3, one, other)
    let trend = 0.7 + 0.6 * seed.drift(at: day, period: 45, 4, other)
    let noise = 0.75 + 0.5 * seed.unit(5, one, other, day)
    let isPromoted = seed.unit(6, other, day / 5) < 0.04
    let clicks =
      advertiser.dailyClicks * publisher.reach * affinity * trend * noise
      * Self.weekdays[date.weekday] * (date.month >= 11 ? 1.35 : 1) * (isPromoted ? 2.1 : 1)
    return Int(clicks.rounded())
  }

  /// From Monday to Sunday.
  private static let weekdays = [1.08, 1.02, 0.98, 0.97, 0.9, 0.96, 1.14]
}
