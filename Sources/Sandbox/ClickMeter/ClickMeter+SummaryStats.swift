import JSON

extension ClickMeter {
  static let summaryStatsRoutes: [Route<ClickMeter>] = [
    .get("/aggregated/summary/datapoints", datapointsSummary),
    .get("/aggregated/summary/groups", groupsSummary),
    .get("/aggregated/summary/conversions", conversionsSummary),
    .get("/groups/{id}/aggregated/summary", groupSummary),
  ]

  private func datapointsSummary(_ call: Call) throws(Refusal) -> JSONValue {
    var query = call.query
    query.require("type")
    let group = query.integer("groupId")
    let datapoints = statsDatapoints(&query).filter { $0.groupID == group ?? $0.groupID }
    return try summary(of: datapoints.map { row($0, call) }, &query, call)
  }

  private func groupSummary(_ call: Call) throws(Refusal) -> JSONValue {
    let group = try entity(named: call, in: \.groups)
    var query = call.query
    let datapoints = statsDatapoints(&query, statuses: EntityFilter.groupStatuses)
      .filter { $0.groupID == group.id }
    return try summary(of: datapoints.map { row($0, call) }, &query, call)
  }

  private func groupsSummary(_ call: Call) throws(Refusal) -> JSONValue {
    var query = call.query
    let members = ["id", "name", "preferred", "deleted", "creationDate"]
    let rows = statsGroups(&query).map { row($0, statsSubject(of: $0), members, call) }
    return try summary(of: rows, &query, call)
  }

  private func conversionsSummary(_ call: Call) throws(Refusal) -> JSONValue {
    var query = call.query
    let members = ["id", "name", "value", "deleted", "creationDate"]
    let rows = conversions(matching: &query).map { row($0, statsSubject(of: $0), members, call) }
    return try summary(of: rows, &query, call)
  }

  /// The type in the word of queries, unlike in the whole entity.
  private func row(_ datapoint: Datapoint, _ call: Call) -> SummaryRow {
    let members = ["id", "name", "title", "type", "status", "groupId", "preferred", "creationDate"]
    var row = row(datapoint, statsSubject(of: datapoint), members, call)
    row.data["type"] = .string(datapoint.kind.rawValue)
    return row
  }

  /// A row with these members of the entity.
  private func row(
    _ entity: some MeterEntity, _ subject: StatsSubject, _ members: [String], _ call: Call
  ) -> SummaryRow {
    let whole = entity.json(in: self, for: call.caller)
    let data = JSONObject(members.map { ($0, whole[$0] ?? .null) })
    return SummaryRow(name: entity.label, subject: subject, data: data)
  }

  /// The page that a query asks for of rows by their figures, the most hits first unless it says
  /// otherwise.
  private func summary(
    of rows: [SummaryRow], _ query: inout FieldReader, _ call: Call
  ) throws(Refusal) -> JSONValue {
    let all = StatsSubject(datapoints: rows.flatMap(\.subject.datapoints))
    let period = StatsPeriod(&query, of: all, now: call.now)
    let order = Self.order(&query)
    let page = OffsetPage(&query)
    try query.check()
    let counted = rows.map { row in
      let log = HitLog(of: row.subject, in: period.range, self, now: call.now)
      var row = row
      row.tally = Tally(log, on: log.days)
      return row
    }
    let result = page.rows(of: counted.sorted(by: order)).map { row in
      let figures = row.subject.row(row.tally, from: period.from, to: period.to)
      return JSONValue.object(figures.merging(["entityData": .object(row.data)]))
    }
    return [
      "count": .integer(rows.count), "limit": .integer(page.limit),
      "offset": .integer(page.offset), "result": .array(result),
    ]
  }

  /// How rows are ordered: by a figure, largest first, or by name, unless the query says otherwise.
  /// The id settles what is equal, the smaller first.
  private static func order(_ query: inout FieldReader) -> (SummaryRow, SummaryRow) -> Bool {
    let key = query.choice("sortBy", of: ["name"] + figures.map(\.name))
    let direction = query.choice("sortDirection", of: ["asc", "desc"])
    let isAscending = (direction ?? (key == "name" ? "asc" : "desc")) == "asc"
    let figure = figures.first { $0.name == key }?.value ?? { $0.hits }
    return { left, right in
      let (first, second) = isAscending ? (left, right) : (right, left)
      let (less, more) = (figure(first.tally), figure(second.tally))
      if key == "name", first.name != second.name { return first.name < second.name }
      if key != "name", less != more { return less < more }
      return (left.subject.entityID ?? 0) < (right.subject.entityID ?? 0)
    }
  }

  private static let figures: [(name: String, value: @Sendable (Tally) -> Int)] = [
    ("totalClicks", { $0.clicks }), ("uniqueClicks", { $0.uniqueClicks }),
    ("totalViews", { $0.views }), ("uniqueViews", { $0.uniqueViews }),
    ("spiderHitsCount", { $0.spiderHits }), ("convertedClicks", { $0.convertedClicks }),
    ("uniqueConversions", { $0.uniqueConversions }), ("conversionsValue", { $0.value }),
    ("commissionsCost", { $0.commission }),
    ("lastHitDate", { $0.lastHit?.secondsSince1970 ?? 0 }),
  ]
}

/// A row of a summary before it is JSON.
private struct SummaryRow: Sendable {
  let name: String
  let subject: StatsSubject
  var data: JSONObject
  /// Empty until the hits of the period are counted.
  var tally = Tally()
}
