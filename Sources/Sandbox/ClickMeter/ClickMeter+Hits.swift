import JSON

extension ClickMeter {
  static let hitRoutes: [Route<ClickMeter>] = [
    hits("/hits", .account),
    hits("/datapoints/{id}/hits", .datapoint),
    hits("/groups/{id}/hits", .group),
    hits("/conversions/{conversionId}/hits", .conversion),
    .get("/clickstream", getClickstream),
  ]

  /// The hits of a period, newest first, from where the last response ended.
  private static func hits(_ path: String, _ scope: StatsSubject.Scope) -> Route<ClickMeter> {
    .get(path) { service, call throws(Refusal) in
      var query = call.query
      let subject = try service.statsSubject(scope, call, &query)
      let period = StatsPeriod(&query, of: subject, among: Timeframe.ofHits, now: call.now)
      let limit = query.integer("limit", in: 1...OffsetPage.largestLimit) ?? OffsetPage.usualLimit
      let accepts = filter(&query)
      let key = query.text("offset", HitKey.kind).flatMap { HitKey(parsing: $0) }
      try query.check()
      let log = HitLog(of: subject, in: period.range, service, now: call.now)
      let hits = log.newest(limit + 1, before: key, where: accepts)
      // The one too many tells that there is more; without more there is no key.
      let page = hits.prefix(limit)
      let lastKey = hits.count > limit ? page.last?.key.text : nil
      return Reply(200, ["hits": service.json(page), "lastKey": .optional(lastKey)])
    }
  }

  /// How many hits the clickstream has unless told otherwise.
  private static let streamLength = 50

  /// The newest hits, of the account or of what the query names.
  private func getClickstream(_ call: Call) throws(Refusal) -> JSONValue {
    var query = call.query
    let size = query.integer("pageSize", in: 1...OffsetPage.largestLimit) ?? Self.streamLength
    let accepts = Self.filter(&query)
    let subject = try statsSubject(.accountOrOne, call, &query)
    try query.check()
    let always = Timestamp(secondsSince1970: 0)..<call.now.adding(seconds: 1)
    let log = HitLog(of: subject, in: always, self, now: call.now)
    return ["entities": json(log.newest(size, where: accepts)[...])]
  }

  private func json(_ hits: ArraySlice<Hit>) -> JSONValue {
    .array(hits.map { $0.json(in: self) })
  }

  /// Which hits are listed; all when nothing is said.
  private static func filter(_ query: inout FieldReader) -> (Hit) -> Bool {
    switch query.choice("filter", of: ["spiders", "uniques", "nonuniques", "conversions"]) {
    case "spiders": { $0.isSpider }
    case "uniques": { $0.isUnique }
    case "nonuniques": { !$0.isUnique && !$0.isSpider }
    case "conversions": { !$0.credits.isEmpty }
    default: { _ in true }
    }
  }
}
