import JSON

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

  /// All hits of these days.
  init(_ log: HitLog, on days: [CalendarDate]) {
    self.init(days.lazy.flatMap { log.hits(on: $0) })
  }

  var hits: Int { clicks + views }
  var spiderHits: Int { spiderClicks + spiderViews }

  /// The figures of a total, a row of a list or a row of a summary.
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

  /// The figures of a row of a top report.
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
