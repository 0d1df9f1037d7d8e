import JSON

extension ClickMeter {
  static let topReportRoutes: [Route<ClickMeter>] = [
    .get("/reports", report(of: StatsSubject.accountOrOne, by: Dimension.ofHits)),
    .get("/datapoints/{id}/reports", report(of: StatsSubject.datapoint, by: Dimension.ofHits)),
    .get("/groups/{id}/reports", report(of: StatsSubject.group, by: Dimension.ofHits)),
    .get(
      "/conversions/{conversionId}/reports",
      report(of: StatsSubject.conversion, by: Dimension.ofConversions)),
  ]

  /// What had most hits in a period.
  private static func report(
    of read: @escaping StatsSubject.Reader, by dimensions: [Dimension]
  ) -> Route<ClickMeter>.Handler {
    { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      query.require("type")
      let type = query.choice("type", of: dimensions.map(\.name))
      let kind: Datapoint.Kind? =
        switch query.choice("hittype", of: ["clicks", "views"]) {
        case "clicks": .link
        case "views": .pixel
        default: nil
        }
      let subject = try read(service, call, &query)
      let period = subject.period(&query, among: Timeframe.ofReports, call.now)
      try query.check()
      let log = HitLog(of: subject, in: period.range, service, now: call.now)
      let dimension = dimensions.first { $0.name == type }
      let rows = dimension.map { service.rows(of: log, by: $0, kind) } ?? []
      return Reply(
        200,
        [
          "createdAt": .string(text(call.now)),
          "key": .optional(type),
          "data": .array(rows),
        ])
    }
  }

  private static let longestReport = 100

  /// The hundred with most hits, the most first.
  private func rows(of log: HitLog, by dimension: Dimension, _ kind: Datapoint.Kind?) -> [JSONValue]
  {
    var entries: [String: (entry: Dimension.Entry, tally: Tally)] = [:]
    for hit in log.days.flatMap({ log.hits(on: $0) }) where hit.kind == kind ?? hit.kind {
      guard let entry = dimension.entry(hit, self) else { continue }
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
}
