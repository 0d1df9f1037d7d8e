import JSON

/// All hits that a datapoint ever gets: a function of the seed, its id and the day.
///
/// Every figure of statistics is counted from these, and so are hits and top reports.
struct DatapointTraffic: Sendable {
  private let datapoint: Datapoint
  private let conversions: [Conversion]
  private let seed: Seed
  private let hitsPerDay: Double
  private let spiders: Double
  private let uniques: Double
  private let conversionRate: Double

  /// `conversions` are those the datapoint is tied to.
  init(of datapoint: Datapoint, conversions: [Conversion], seed: Seed) {
    let draw = { (place: Int) in seed.unit(60, datapoint.id, place) }
    self.datapoint = datapoint
    self.conversions = conversions
    self.seed = Seed(value: seed.hash(61, datapoint.id))
    hitsPerDay = Self.hitsPerDay(draw(1), draw(2))
    spiders = 0.02 + 0.06 * draw(3)
    uniques = 0.68 + 0.24 * draw(4)
    conversionRate = 0.004 + 0.07 * draw(5) * draw(5)
  }

  /// A fifth of all do hardly anything, a fifth do most of it.
  private static func hitsPerDay(_ success: Double, _ spread: Double) -> Double {
    switch success {
    case ..<0.2: 0.3 + 1.2 * spread
    case 0.8...: 24 + 22 * spread
    default: 4 + 8 * spread
    }
  }

  /// In the order they happened, while the datapoint was there and active.
  func hits(on day: CalendarDate) -> [Hit] {
    guard day >= datapoint.createdAt.date else { return [] }
    let count = count(on: day)
    let chance = Seed(value: seed.hash(2, day.daysSince1970))
    return (0..<count).map { hit($0, of: count, on: day, chance.hash($0)) }
      .filter { datapoint.isCounting(at: $0.time) }
  }

  private func count(on day: CalendarDate) -> Int {
    let place = day.daysSince1970
    let trend = 0.5 + seed.drift(at: place, period: 45, 3)
    let noise = 0.7 + 0.6 * seed.unit(4, place)
    let weekday = Self.weekdays[day.weekday]
    return Int(hitsPerDay * trend * noise * weekday + seed.unit(5, place))
  }

  private func hit(_ place: Int, of count: Int, on day: CalendarDate, _ bits: UInt64) -> Hit {
    let chance = Seed(value: bits)
    // Each in a part of the day of its own, so that they come in order.
    let moment = (Double(place) + Self.fraction(bits)) / Double(count)
    let time = Timestamp(day, second: Self.second(at: moment))
    let isSpider = Self.fraction(bits >> 16) < spiders
    return Hit(
      datapointID: datapoint.id, kind: datapoint.kind, time: time, place: place,
      isSpider: isSpider, isUnique: !isSpider && Self.fraction(bits >> 32) < uniques,
      credits: isSpider || datapoint.kind == .pixel ? [] : credits(chance, at: time),
      chance: chance)
  }

  private func credits(_ chance: Seed, at time: Timestamp) -> [Hit.Credit] {
    var credits: [Hit.Credit] = []
    for conversion in conversions where conversion.createdAt <= time {
      guard chance.unit(6, conversion.id) < conversionRate else { continue }
      credits.append(Hit.Credit(conversionID: conversion.id, value: conversion.value))
    }
    return credits
  }

  /// The lowest 16 bits as a fraction of 1.
  private static func fraction(_ bits: UInt64) -> Double { Double(bits & 0xFFFF) / 65_536 }

  /// The second of the day by which this part of its hits has come.
  private static func second(at part: Double) -> Int {
    let position = part * Double(seconds.count - 1)
    let place = Int(position)
    let span = seconds[place + 1] - seconds[place]
    return seconds[place] + Int((position - Double(place)) * Double(span))
  }

  /// From Monday to Sunday.
  private static let weekdays = [1.08, 1.12, 1.06, 1.02, 0.96, 0.82, 0.94]

  /// The seconds that part a day into stretches of equally many hits.
  private static let seconds: [Int] =
    hours.enumerated().flatMap { hour, share in
      (0..<share).map { hour * Seconds.perHour + $0 * Seconds.perHour / share }
    } + [Seconds.perDay]

  /// What each hour of the day has of all hits, in UTC.
  private static let hours = [
    2, 1, 1, 1, 1, 2, 3, 5, 6, 6, 6, 5, 5, 6, 6, 6, 5, 5, 6, 7, 7, 6, 4, 3,
  ]
}
