import JSON

extension ClickMeter {
  static let hitRoutes: [Route<ClickMeter>] = [
    .get("/hits", hits(of: StatsSubject.account)),
    .get("/datapoints/{id}/hits", hits(of: StatsSubject.datapoint)),
    .get("/groups/{id}/hits", hits(of: StatsSubject.group)),
    .get("/conversions/{conversionId}/hits", hits(of: StatsSubject.conversion)),
    .get("/clickstream", getClickstream),
  ]

  /// The hits of a period, newest first, from where the last answer ended.
  private static func hits(of read: @escaping StatsSubject.Reader) -> Route<ClickMeter>.Handler {
    { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      let subject = try read(service, call, &query)
      let period = subject.period(&query, among: Timeframe.ofHits, call.now)
      let limit = query.integer("limit", in: 1...OffsetPage.largestLimit) ?? OffsetPage.usualLimit
      let filter = HitFilter(&query)
      let key = query.text("offset", HitKey.kind).flatMap { HitKey(parsing: $0) }
      try query.check()
      let log = HitLog(of: subject, in: period.range, service, now: call.now)
      let hits = log.newest(limit + 1, before: key, where: filter.accepts)
      // The one too many tells that there is more; without more there is no key.
      let page = hits.prefix(limit)
      let lastKey = hits.count > limit ? page.last?.key.text : nil
      return Reply(200, ["hits": service.json(page), "lastKey": .optional(lastKey)])
    }
  }

  /// How many hits the clickstream has unless told otherwise.
  private static let streamLength = 50

  /// The newest hits, of the account or of what the query names.
  private static func getClickstream(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let size = query.integer("pageSize", in: 1...OffsetPage.largestLimit) ?? streamLength
    let filter = HitFilter(&query)
    let subject = try StatsSubject.accountOrOne(service, call, &query)
    try query.check()
    let always = Timestamp(secondsSince1970: 0)..<call.now.adding(seconds: 1)
    let log = HitLog(of: subject, in: always, service, now: call.now)
    return Reply(200, ["entities": service.json(log.newest(size, where: filter.accepts)[...])])
  }

  private func json(_ hits: ArraySlice<Hit>) -> JSONValue {
    .array(hits.map { $0.json(in: self) })
  }
}

/// Which hits are listed; all when nothing is said.
private struct HitFilter {
  private let choice: String?

  init(_ query: inout FieldReader) {
    choice = query.choice("filter", of: ["spiders", "uniques", "nonuniques", "conversions"])
  }

  func accepts(_ hit: Hit) -> Bool {
    switch choice {
    case "spiders": hit.isSpider
    case "uniques": hit.isUnique
    case "nonuniques": !hit.isUnique && !hit.isSpider
    case "conversions": !hit.credits.isEmpty
    default: true
    }
  }
}

extension HitKey {
  fileprivate static let kind = FieldKind.custom(expected: "the lastKey of an earlier answer") {
    HitKey(parsing: $0) != nil
  }
}
