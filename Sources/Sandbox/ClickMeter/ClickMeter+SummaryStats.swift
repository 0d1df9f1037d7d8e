import JSON

extension ClickMeter {
  static let summaryStatsRoutes: [Route<ClickMeter>] = [
    .get("/aggregated/summary/datapoints", datapointsSummary),
    .get("/aggregated/summary/groups", groupsSummary),
    .get("/aggregated/summary/conversions", conversionsSummary),
    .get("/groups/{id}/aggregated/summary", groupSummary),
  ]

  private static func datapointsSummary(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    query.require("type")
    let group = query.integer("groupId")
    let datapoints = service.statsDatapoints(&query)
      .filter { $0.groupID == group ?? $0.groupID }
    return try service.summary(of: datapoints.map(service.subject), &query, call)
  }

  private static func groupSummary(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let group = try service.entity(named: call, in: \.groups)
    var query = call.query
    let datapoints = service.statsDatapoints(&query, statuses: EntityFilter.groupStatuses)
      .filter { $0.groupID == group.id }
    return try service.summary(of: datapoints.map(service.subject), &query, call)
  }

  private static func groupsSummary(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let subjects = service.statsGroups(&query).map { group in
      SummarySubject(
        name: group.name,
        subject: service.statsSubject(of: group),
        data: [
          "id": .integer(group.id),
          "name": .string(group.name),
          "preferred": .bool(group.isFavorite),
          "deleted": .bool(group.isDeleted),
          "creationDate": .string(text(group.createdAt)),
        ])
    }
    return try service.summary(of: subjects, &query, call)
  }

  private static func conversionsSummary(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let subjects = service.conversions(matching: &query).map { conversion in
      SummarySubject(
        name: conversion.name,
        subject: service.statsSubject(of: conversion),
        data: [
          "id": .integer(conversion.id),
          "name": .string(conversion.name),
          "value": .decimal(hundredths: conversion.value),
          "deleted": .bool(conversion.isDeleted),
          "creationDate": .string(text(conversion.createdAt)),
        ])
    }
    return try service.summary(of: subjects, &query, call)
  }

  private func subject(_ datapoint: Datapoint) -> SummarySubject {
    SummarySubject(
      name: datapoint.title,
      subject: statsSubject(of: datapoint),
      data: [
        "id": .integer(datapoint.id),
        "name": .string(datapoint.name),
        "title": .string(datapoint.title),
        "type": .string(datapoint.kind.rawValue),
        "status": .string(datapoint.status.inBodies),
        "groupId": .integer(datapoint.groupID),
        "preferred": .bool(datapoint.isFavorite),
        "creationDate": .string(Self.text(datapoint.createdAt)),
      ])
  }

  /// The page that a query asks for of subjects by their figures, the most hits first unless it
  /// says otherwise.
  private func summary(
    of subjects: [SummarySubject], _ query: inout FieldReader, _ call: Call
  ) throws(Refusal) -> Reply {
    let all = StatsSubject(datapoints: subjects.flatMap(\.subject.datapoints))
    let period = all.period(&query, call.now)
    let order = SummaryOrder(&query)
    let page = OffsetPage(&query)
    try query.check()
    let rows = order.sorted(
      subjects.map { subject in
        let log = HitLog(of: subject.subject, in: period.range, self, now: call.now)
        return SummaryRow(subject: subject, tally: Tally(log, on: log.days))
      })
    let result = page.rows(of: rows).map { row in
      var object = row.subject.subject.row(row.tally, from: period.from, to: period.to)
      object["entityData"] = .object(row.subject.data)
      return JSONValue.object(object)
    }
    return Reply(
      200,
      [
        "count": .integer(rows.count), "limit": .integer(page.limit),
        "offset": .integer(page.offset), "result": .array(result),
      ])
  }
}
