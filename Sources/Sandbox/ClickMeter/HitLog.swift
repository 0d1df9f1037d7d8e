import JSON

/// The hits of some datapoints in a stretch of time; all, or those with certain conversions.
struct HitLog: Sendable {
  private let traffics: [DatapointTraffic]
  private let conversionIDs: Set<Int>?
  private let range: Range<Timestamp>

  /// `range` is cut to what lies between the first of the datapoints and now.
  init(
    of subject: StatsSubject, in range: Range<Timestamp>, _ service: ClickMeter, now: Timestamp
  ) {
    let oldest = subject.datapoints.map(\.createdAt).min() ?? now
    let life = min(oldest, now)..<now.adding(seconds: 1)
    traffics = subject.datapoints.map { datapoint in
      let conversions = service.conversions.filter { datapoint.conversions.contains($0.id) }
      return DatapointTraffic(of: datapoint, conversions: conversions, seed: service.seed)
    }
    conversionIDs = subject.conversionIDs
    self.range = range.clamped(to: life)
  }

  /// The days there may be hits on, oldest first.
  var days: [CalendarDate] {
    guard !range.isEmpty else { return [] }
    let last = range.upperBound.adding(seconds: -1).date
    return (range.lowerBound.date.daysSince1970...last.daysSince1970)
      .map { CalendarDate(daysSince1970: $0) }
  }

  /// When the hours start that there may be hits in, oldest first.
  var hours: [Timestamp] {
    let first = range.lowerBound.secondsSince1970
    let start = first - first % Seconds.perHour
    return stride(from: start, to: range.upperBound.secondsSince1970, by: Seconds.perHour)
      .map { Timestamp(secondsSince1970: $0) }
  }

  /// The hits of a day, those of one datapoint after those of another.
  func hits(on day: CalendarDate) -> [Hit] {
    traffics.flatMap { $0.hits(on: day) }.compactMap { hit in
      guard range.contains(hit.time) else { return nil }
      guard let conversionIDs else { return hit }
      var hit = hit
      hit.credits.removeAll { !conversionIDs.contains($0.conversionID) }
      return hit.credits.isEmpty ? nil : hit
    }
  }

  /// The hits that a test lets through, newest first: those older than `key`, at most `limit`.
  func newest(_ limit: Int, before key: HitKey? = nil, where test: (Hit) -> Bool) -> [Hit] {
    var hits: [Hit] = []
    for day in days.reversed() where hits.count < limit {
      let older = self.hits(on: day).filter { hit in
        (key.map { hit.key < $0 } ?? true) && test(hit)
      }
      hits += older.sorted { $0.key > $1.key }
    }
    return Array(hits.prefix(limit))
  }
}

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
    let draw = { (number: Int) in seed.unit(60, datapoint.id, number) }
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
    let number = day.daysSince1970
    let trend = 0.5 + seed.drift(at: number, period: 45, 3)
    let noise = 0.7 + 0.6 * seed.unit(4, number)
    let weekday = Self.weekdays[day.weekday]
    return Int(hitsPerDay * trend * noise * weekday + seed.unit(5, number))
  }

  private func hit(_ index: Int, of count: Int, on day: CalendarDate, _ bits: UInt64) -> Hit {
    let chance = Seed(value: bits)
    // Each in a part of the day of its own, so that they come in order.
    let moment = (Double(index) + Self.fraction(bits)) / Double(count)
    let time = Timestamp(day, second: Self.second(at: moment))
    let isSpider = Self.fraction(bits >> 16) < spiders
    return Hit(
      datapointID: datapoint.id, kind: datapoint.kind, time: time, index: index,
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
    let index = Int(position)
    let span = seconds[index + 1] - seconds[index]
    return seconds[index] + Int((position - Double(index)) * Double(span))
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

/// Counts of hits, spiders apart.
struct Tally: Sendable {
  private(set) var (clicks, uniqueClicks, spiderClicks) = (0, 0, 0)
  private(set) var (views, uniqueViews, spiderViews) = (0, 0, 0)
  private(set) var (convertedClicks, uniqueConversions) = (0, 0)
  /// A click may lead to more than one.
  private(set) var conversions = 0
  /// In cents.
  private(set) var (value, commission) = (0, 0)
  private(set) var lastHit: Timestamp?

  mutating func add(_ hit: Hit) {
    lastHit = max(lastHit ?? hit.time, hit.time)
    let unique = hit.isUnique ? 1 : 0
    switch (hit.kind, hit.isSpider) {
    case (.link, true): spiderClicks += 1
    case (.pixel, true): spiderViews += 1
    case (.link, false):
      clicks += 1
      uniqueClicks += unique
    case (.pixel, false):
      views += 1
      uniqueViews += unique
    }
    guard !hit.credits.isEmpty else { return }
    convertedClicks += 1
    uniqueConversions += unique
    conversions += hit.credits.count
    for credit in hit.credits {
      value += credit.value
      commission += credit.commission
    }
  }
}

extension Tally {
  init(_ hits: some Sequence<Hit>) {
    for hit in hits { add(hit) }
  }

  init(_ log: HitLog, on days: [CalendarDate]) {
    self.init(days.lazy.flatMap { log.hits(on: $0) })
  }

  var hits: Int { clicks + views }
  var spiderHits: Int { spiderClicks + spiderViews }

  var aggregate: JSONObject {
    [
      "totalClicks": .integer(clicks), "uniqueClicks": .integer(uniqueClicks),
      "totalViews": .integer(views), "uniqueViews": .integer(uniqueViews),
      "spiderHitsCount": .integer(spiderHits), "convertedClicks": .integer(convertedClicks),
      "uniqueConversions": .integer(uniqueConversions),
      "conversionsValue": .decimal(hundredths: value), "conversionsCost": .decimal(hundredths: 0),
      "commissionsCost": .decimal(hundredths: commission),
      "lastHitDate": .optional(lastHit.map(ClickMeter.text)),
    ]
  }

  var top: JSONObject {
    [
      "totalHits": .integer(hits), "uniqueHits": .integer(uniqueClicks + uniqueViews),
      "spiderHits": .integer(spiderHits),
      "totalClicks": .integer(clicks), "uniqueClicks": .integer(uniqueClicks),
      "spiderClicks": .integer(spiderClicks),
      "totalViews": .integer(views), "uniqueViews": .integer(uniqueViews),
      "spiderViews": .integer(spiderViews), "totalConversions": .integer(conversions),
      "totalConversionsValue": .decimal(hundredths: value),
      "totalConversionsCost": .decimal(hundredths: 0),
      "totalCommissionsCost": .decimal(hundredths: commission),
      "lastHitDate": .optional(lastHit.map(ClickMeter.text)),
    ]
  }
}
