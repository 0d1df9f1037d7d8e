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
      let rows = page.map { $0.json(in: service) }
      return Reply(200, ["hits": .array(rows), "lastKey": .optional(lastKey)])
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
    return ["entities": .array(log.newest(size, where: accepts).map { $0.json(in: self) })]
  }

  private static func filter(_ query: inout FieldReader) -> (Hit) -> Bool {
    switch query.choice("filter", of: ["spiders", "uniques", "nonuniques", "conversions"]) {
    case "spiders": { $0.isSpider }
    case "uniques": { $0.isUnique }
    case "nonuniques": { !$0.isUnique && !$0.isSpider }
    case "conversions": { !$0.credits.isEmpty }
    default: { _ in true }
    }
  }

  static let topReportRoutes: [Route<ClickMeter>] = [
    report("/reports", .accountOrOne, by: Dimension.ofHits),
    report("/datapoints/{id}/reports", .datapoint, by: Dimension.ofHits),
    report("/groups/{id}/reports", .group, by: Dimension.ofHits),
    report("/conversions/{conversionId}/reports", .conversion, by: Dimension.ofConversions),
  ]

  private static func report(
    _ path: String, _ scope: StatsSubject.Scope, by dimensions: [Dimension]
  ) -> Route<ClickMeter> {
    .get(path) { service, call throws(Refusal) in
      var query = call.query
      query.require("type")
      let type = query.choice("type", of: dimensions.map(\.rawValue))
      let kind: Datapoint.Kind? =
        switch query.choice("hittype", of: ["clicks", "views"]) {
        case "clicks": .link
        case "views": .pixel
        default: nil
        }
      let subject = try service.statsSubject(scope, call, &query)
      let period = StatsPeriod(&query, of: subject, among: Timeframe.ofReports, now: call.now)
      try query.check()
      let log = HitLog(of: subject, in: period.range, service, now: call.now)
      let rows = type.flatMap(Dimension.init).map { service.rows(of: log, by: $0, kind) } ?? []
      return Reply(
        200,
        ["createdAt": .string(text(call.now)), "key": .optional(type), "data": .array(rows)])
    }
  }

  private static let longestReport = 100

  /// The hundred with most hits, the most first.
  private func rows(
    of log: HitLog, by dimension: Dimension, _ kind: Datapoint.Kind?
  ) -> [JSONValue] {
    var entries: [String: (entry: Dimension.Entry, tally: Tally)] = [:]
    for hit in log.days.flatMap({ log.hits(on: $0) }) where hit.kind == kind ?? hit.kind {
      guard let entry = dimension.entry(hit, in: self) else { continue }
      entries[entry.id, default: (entry, Tally())].tally.add(hit)
    }
    let sorted = entries.values.sorted { left, right in
      (-left.tally.hits, left.entry.id) < (-right.tally.hits, right.entry.id)
    }
    return sorted.prefix(Self.longestReport).map { entry, tally in
      let head: JSONObject = ["id": .string(entry.id), "entityData": ["name": .string(entry.name)]]
      return .object(head.merging(tally.top))
    }
  }

  func datapoint(of hit: Hit) -> Datapoint? { datapoints.first { $0.id == hit.datapointID } }
}

/// What a top report ranks, as the `type` of a request.
private enum Dimension: String, Sendable {
  case datapoints, groups, browsers, browsersfamilies, platforms, cities, countries, isps, ips
  case oss, ossfamilies, keywords, referrers, convparameters, destinations, languages, params

  static let ofHits: [Dimension] = [
    .browsers, .browsersfamilies, .platforms, .cities, .countries, .isps, .ips, .oss, .ossfamilies,
    .keywords, .referrers, .destinations, .languages, .params,
  ]

  static let ofConversions: [Dimension] = [
    .datapoints, .groups, .browsers, .browsersfamilies, .platforms, .cities, .countries, .keywords,
    .referrers, .convparameters, .destinations, .languages, .params,
  ]

  struct Entry: Sendable {
    let id: String
    let name: String
  }

  /// What a hit counts for; nil when it has nothing of the kind: no search, no parameters.
  func entry(_ hit: Hit, in service: ClickMeter) -> Entry? {
    let visitor = hit.visitor
    switch self {
    case .datapoints:
      return service.datapoint(of: hit).map { Entry(id: String($0.id), name: $0.title) }
    case .groups:
      return service.datapoint(of: hit).map { datapoint in
        Entry(id: String(datapoint.groupID), name: service.groupName(of: datapoint))
      }
    case .browsers: return Entry(visitor.device.browser)
    case .browsersfamilies: return Entry(family: visitor.device.browser)
    case .platforms: return Entry(visitor.device.platform)
    case .cities:
      let location = visitor.location
      return Entry(id: "\(location.city), \(location.country)", name: location.city)
    case .countries:
      return Entry(id: visitor.location.country, name: visitor.location.countryName)
    case .isps: return Entry(visitor.location.provider)
    case .ips: return Entry(visitor.ip)
    case .oss: return Entry(visitor.device.os)
    case .ossfamilies: return Entry(family: visitor.device.os)
    case .keywords: return Entry(visitor.referrer.keyword)
    case .referrers:
      let referrer = visitor.referrer
      return Entry(id: referrer.url.isEmpty ? "direct" : referrer.url, name: referrer.name)
    case .convparameters: return hit.credits.isEmpty ? nil : Entry(hit.parameter)
    case .destinations: return service.datapoint(of: hit)?.url.flatMap { Entry($0) }
    case .languages: return Entry(visitor.location.language)
    case .params: return Entry(visitor.queryParameters)
    }
  }
}

extension Dimension.Entry {
  /// Something that is its own name; nil for an empty one.
  fileprivate init?(_ name: String) {
    guard !name.isEmpty else { return nil }
    self.init(id: name, name: name)
  }

  fileprivate init(_ software: Device.Software) {
    self.init(id: String(software.id), name: software.name)
  }

  fileprivate init(family software: Device.Software) {
    self.init(id: String(software.familyID), name: software.family)
  }
}
