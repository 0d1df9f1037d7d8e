internal import JSON
internal import Tables
internal import Tools

/// `find_anomalies`: days on which something was counted far more or less than usual.
struct FindAnomalies: ToolHandler {
  let settings: QuerySettings

  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let asked = try await call.period(otherwise: "last_60_days")
    let needs = SourceNeeds(
      metrics: [call.text("metric", otherwise: "clicks")], by: call.dimensionAsked,
      byDay: true)
    let all = call.sources
    let choice = try SourceChoice(needs, named: call.arguments.texts("sources"), among: all)
    let sources = try choice.atLeastOne(needs, among: all)
    var search = AnomalySearch(
      period: asked, lastOver: try await call.yesterday(in: asked.zone.name),
      metric: needs.metrics[0],
      by: needs.by)
    search.sensitivity = call.arguments["sensitivity"]?.number?.double ?? search.sensitivity
    search.skipped = choice.skipped
    guard search.judgedDays >= 1 else { return search.json }
    guard search.judgedDays <= Self.mostDays else { throw .tooLong(search.judgedDays) }
    let judged = try await call.period(of: asked, until: search.lastDay)
    let questions = sources.map { source in
      SourceQuestion(
        source: source, metrics: [source.measureName(for: search.metric) ?? search.metric],
        by: needs.by, byDay: true, period: judged)
    }
    let answers = try await call.sourceReader(settings).figures(of: questions)
    for (source, answer) in zip(sources, answers) {
      switch answer {
      case .success(let figures):
        let zone = source.dayZone ?? asked.zone.name
        try await search.take(
          figures, of: source, lastOver: try await call.yesterday(in: zone), by: call.deadline)
      case .failure(let error): search.take(error, of: source)
      }
    }
    if search.answered == 0, let failed = (search.failed + search.tooMuch).first {
      throw failed.error
    }
    return search.json
  }

  /// What is usual follows the days; over years it says little, and takes long to work out.
  fileprivate static let mostDays = 800
}

extension ToolCall {
  /// The last day that is over in a zone.
  fileprivate func yesterday(in zone: String) async throws(ToolError) -> CalendarDate {
    try await today(in: zone).adding(days: -1)
  }

  /// The days of a period up to one of them.
  fileprivate func period(
    of asked: Period, until last: CalendarDate
  ) async throws(ToolError) -> Period {
    guard last < asked.end else { return asked }
    return try await period(
      RangeAsked("\(asked.start)..\(last)", timeZone: asked.zone.name))
  }
}

extension ToolError {
  fileprivate static func tooLong(_ days: Int) -> ToolError {
    ArgumentProblem(
      StandardArguments.range,
      problem: "has \(days) days that are over; at most \(FindAnomalies.mostDays) are judged",
      expected: "\(FindAnomalies.mostDays) days or fewer, as in last_60_days or last_365_days"
    ).error
  }
}
