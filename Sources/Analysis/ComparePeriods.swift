internal import JSON
internal import Tables
internal import Tools

/// `compare_periods`: a metric in one period and another, over all services, and who moved most.
struct ComparePeriods: ToolHandler {
  let settings: QuerySettings

  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let asked = call.text("range", otherwise: "this_week")
    let current = try await call.period(otherwise: asked)
    let previous = try await baseline(of: current, for: call)
    let arguments = call.arguments["arguments"]?.object ?? [:]
    let needs = SourceNeeds(
      metrics: [call.text("metric", otherwise: "clicks")], by: call.dimensionAsked,
      arguments: arguments.keys)
    let all = call.sources
    let choice = try SourceChoice(needs, named: call.arguments.texts("sources"), among: all)
    let sources = try choice.atLeastOne(needs, among: all)
    for source in sources { try source.check(arguments, argument: "arguments") }
    let reader = call.sourceReader(settings)
    let (compared, failed) = try await sources.told { (source) async throws(ToolError) in
      try await compare(source, needs, [current, previous], arguments, by: reader)
    }
    if compared.isEmpty, let first = failed.first { throw first.error }
    let comparison = Comparison(
      metric: needs.metrics[0], current: current, previous: previous,
      sources: compared.map(\.answer), failed: failed, skipped: choice.skipped)
    return comparison.json(movers: call.arguments["limit"]?.int ?? Self.mostMovers)
  }

  private static let mostMovers = 10

  /// Both periods of one source. Its things are listed once.
  private func compare(
    _ source: Source, _ needs: SourceNeeds, _ periods: [Period], _ arguments: JSONObject,
    by reader: SourceReader
  ) async throws(ToolError) -> ComparedSource {
    var things: [SourceThing]?
    if let dimension = source.enumerated(by: needs.by),
      dimension.argument.map({ arguments[$0] == nil }) ?? true
    {
      things = try await reader.quiet.list(dimension, arguments)
    }
    let metric = source.measureName(for: needs.metrics[0]) ?? needs.metrics[0]
    let questions = periods.map { period in
      SourceQuestion(
        source: source, metrics: [metric], by: needs.by, period: period, arguments: arguments,
        things: things)
    }
    let figures = try await reader.figures(of: questions)
    return ComparedSource(
      source: source, metric: metric, current: try figures[0].get(),
      previous: try figures[1].get(), isApart: needs.by != nil)
  }

  /// The days that the current ones are compared with.
  private func baseline(
    of current: Period, for call: ToolCall
  ) async throws(ToolError) -> Period {
    let days = current.start...current.end
    let against = call.text("against", otherwise: "previous")
    let other: ClosedRange<CalendarDate>
    // Words may be written as in a range; some mean other days here.
    switch against.trimmed.lowercased().replacing(" ", with: "_").replacing("-", with: "_") {
    case "last_month": other = DateRange.sameDays(as: days, monthsBefore: 1)
    case "last_year": other = DateRange.sameDays(as: days, monthsBefore: 12)
    case "previous":
      do throws(UnknownDateRange) {
        other = try DateRange(parsing: current.asked).previous(to: days)
      } catch {
        other = DateRange(days).previous(to: days)
      }
    default:
      do throws(UnknownDateRange) { _ = try DateRange(parsing: against) } catch {
        throw ArgumentProblem(
          "against", problem: error.problem,
          expected: "previous, last_month, last_year, or days such as 2026-03-01..2026-03-31"
        ).error
      }
      return try await call.period(RangeAsked(against, timeZone: current.zone.name))
    }
    return try await call.period(
      RangeAsked("\(other.lowerBound)..\(other.upperBound)", timeZone: current.zone.name))
  }
}

/// What one source counted in both periods.
struct ComparedSource: Sendable {
  let source: Source
  /// The measure that was asked for; a unique one may stand for the metric.
  let metric: String
  let current: ExactDecimal
  let previous: ExactDecimal
  let movers: [Mover]
  let hasOtherDays: Bool
  /// The earliest day of the period before that its rows tell; nil where it tells no days, or had no
  /// row.
  let firstDayBefore: CalendarDate?

  /// One thing in both periods.
  struct Mover: Sendable {
    let id: JSONValue?
    let name: String?
    var current = ExactDecimal.zero
    var previous = ExactDecimal.zero

    var change: ExactDecimal { current - previous }
  }

  /// `isApart` is whether the figures are told apart by things.
  init(
    source: Source, metric: String, current: SourceFigures, previous: SourceFigures, isApart: Bool
  ) {
    self.source = source
    self.metric = metric
    self.current = current.total()
    self.previous = previous.total()
    hasOtherDays = current.hasOtherDays || previous.hasOtherDays
    firstDayBefore = previous.firstDay
    movers = isApart ? Self.movers(current, previous) : []
  }

  private static func movers(_ current: SourceFigures, _ previous: SourceFigures) -> [Mover] {
    var movers: [Mover] = []
    var places: [String: Int] = [:]
    func place(of row: SourceFigures.Row) -> Int {
      if let known = places[row.key] { return known }
      places[row.key] = movers.count
      movers.append(Mover(id: row.id, name: row.name))
      return movers.count - 1
    }
    for row in current.rows {
      let index = place(of: row)
      movers[index].current = movers[index].current + row.values[0]
    }
    for row in previous.rows {
      let index = place(of: row)
      movers[index].previous = movers[index].previous + row.values[0]
    }
    return movers.filter { !$0.change.isZero }
  }
}
