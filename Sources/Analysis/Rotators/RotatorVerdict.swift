internal import JSON
internal import Tables
internal import Tools

/// `rotator_verdict`: which URL of a rotator is worse, and whether that is real.
struct RotatorVerdict: ToolHandler {
  let settings: QuerySettings

  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let goal = call.text("goal", otherwise: "sales")
    let period = try await call.period(otherwise: "last_30_days")
    let reader = call.sourceReader(settings)
    let search = try RotatorSearch(reader, goal: goal)
    let (rotator, failed) = try await search.rotator(call.text("rotator", otherwise: ""))
    let report = try await RotatorReport(on: rotator, goal: goal, in: period, from: reader)
    let minClicks = call.arguments["min_clicks"]?.int ?? 100
    let judgement = RotatorJudgement(
      report.urls, confidence: call.arguments["confidence"]?.number?.double ?? 0.95,
      minClicks: minClicks)
    let words = RotatorSentence(
      judgement: judgement, rotator: rotator.name, goal: goal, minClicks: minClicks,
      days: period.days)
    var json: JSONObject = [
      "rotator": ["id": rotator.thing.id, "name": .string(rotator.name)],
      "goal": .string(goal), "period": .object(period.json),
      "urls": .array(judgement.urls.map { $0.json(confidence: judgement.confidence) }),
      "significant": .bool(!judgement.worse.isEmpty), "verdict": .string(words.text),
      "method": .string(judgement.method),
    ]
    if let surer = words.surer { json["surer"] = .string(surer) }
    json["caveats"] = .array(
      (report.caveats + failed.map(Caveat.init(unlisted:))).map(\.json))
    return json
  }
}

/// What a service counted of a rotator's URLs.
private struct RotatorReport {
  let urls: [RotatorURLFigures]
  let caveats: [Caveat]

  init(
    on rotator: Rotator, goal: String, in period: Period, from reader: SourceReader
  ) async throws(ToolError) {
    let own: JSONObject = JSONObject(
      rotator.rotators.argument.map { [($0, rotator.thing.id)] } ?? [])
    let things = try await reader.list(rotator.urls, own)
    let clicks = rotator.source.clicksMeasure ?? "clicks"
    let figures = try await reader.figures(
      of: SourceQuestion(
        source: rotator.source, metrics: [clicks, goal], by: rotator.urls.name, period: period,
        arguments: own, things: things))
    urls = things.map { thing in
      let rows = figures.rows.filter { $0.id?.idText == thing.id.idText }
      return RotatorURLFigures(
        id: thing.id, name: thing.name ?? thing.id.idText, status: thing.status,
        clicks: rows.total(0), conversions: rows.total(1))
    }
    caveats = Self.caveats(rotator.source, clicks, period, hasOtherDays: figures.hasOtherDays)
  }

  private static func caveats(
    _ source: Source, _ clicks: String, _ period: Period, hasOtherDays: Bool
  ) -> [Caveat] {
    var caveats: [Caveat] = []
    if period.isPartial {
      caveats.append(
        Caveat(
          code: .partialDay,
          sentence: "\(period.end) is not over: its last clicks may still lead to something."))
    }
    if hasOtherDays {
      caveats.append(
        Caveat(
          code: .differentZones,
          sentence: "\(source.name) counts days of another zone than \(period.zone.name)."))
    }
    if clicks != "unique_clicks" {
      caveats.append(
        Caveat(
          code: .uniqueAndTotal,
          sentence: "\(source.name) tells all clicks, not those of different people: who comes "
            + "again counts again, and intervals are narrower than they should be."))
    }
    if source.descriptor.includesBots == true {
      caveats.append(
        Caveat(
          code: .botsIncluded,
          sentence: "\(source.name) counts bots as clicks, which never buy: rates are too low."))
    }
    return caveats
  }
}

extension Caveat {
  fileprivate init(unlisted failed: FailedSource) {
    self.init(
      code: .sourceFailed,
      sentence: "The rotators of \(failed.source.service) could not be listed, so there may be "
        + "another of that name: \(failed.error.message)")
  }
}
