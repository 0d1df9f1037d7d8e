internal import JSON
internal import Tables
internal import Tools

/// `reconcile`: the same metric of two sources over the same days, and why they differ.
struct Reconcile: ToolHandler {
  let settings: QuerySettings

  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let metric = call.text("metric", otherwise: "clicks")
    let period = try await call.begun(of: call.period(otherwise: "last_30_days"))
    let sides = [try Side("a", of: call, metric), try Side("b", of: call, metric)]
    let answers = try await call.sourceReader(settings).figures(
      of: sides.map { $0.question(period) })
    var told: [SideFigures] = []
    for (side, answer) in zip(sides, answers) {
      do throws(ToolError) {
        told.append(SideFigures(side, try answer.get()))
      } catch {
        // Half of a comparison is none.
        throw error.named(side.source)
      }
    }
    let pair = SidePair(
      metric: metric, a: told[0], b: told[1], period,
      today: try await call.today(in: period.zone.name))
    return pair.json
  }
}

/// One of the two that are compared: who is asked, and with what.
struct Side: Sendable {
  let source: Source
  /// What it counts for the metric: that, or only the unique ones.
  let counted: String
  /// That, and what explains it.
  let metrics: [String]
  private let arguments: JSONObject

  init(_ name: String, of call: ToolCall, _ metric: String) throws(ToolError) {
    let given = call.arguments["\(name)_arguments"]?.object ?? [:]
    let all = call.sources
    let source = try Source.named(call.text(name, otherwise: ""), among: all, name)
    self.source = source
    try source.check(given, argument: "\(name)_arguments")
    arguments = source.tool.canonical(given)
    var needs = SourceNeeds(metrics: [metric])
    if let dimension = source.enumerated(by: nil), let argument = dimension.argument,
      arguments[argument] != nil
    {
      // Its things are named.
      needs.by = dimension.name
    }
    if let lack = needs.lacking(in: source) {
      let known = all.filter { SourceNeeds(metrics: [metric]).lacking(in: $0) == nil }
      throw ArgumentProblem(
        source.measureName(for: metric) == nil ? "metric" : name, problem: "\(source.name) \(lack)",
        expected: source.measureName(for: metric) == nil
          ? "a metric that it counts: \(source.tool.measures.map(\.name).joined(separator: ", "))"
          : "another source, such as \(known.map(\.name).prefix(6).joined(separator: ", "))"
      ).error
    }
    let counted = source.measureName(for: metric) ?? metric
    self.counted = counted
    metrics =
      [counted]
      + ["bots", "unique_\(metric)"].filter { source.measure($0) != nil && $0 != counted }
  }

  var tellsDays: Bool { source.tool.period?.day != nil }

  func question(_ period: Period) -> SourceQuestion {
    SourceQuestion(
      source: source, metrics: metrics, byDay: tellsDays, period: period, arguments: arguments)
  }
}

/// What one side told.
struct SideFigures: Sendable {
  let side: Side
  let total: ExactDecimal
  /// By day; nil where it tells none.
  let days: [CalendarDate: ExactDecimal]?
  /// nil where it doesn't count them.
  let bots: ExactDecimal?
  let unique: ExactDecimal?
  let hasOtherDays: Bool

  init(_ side: Side, _ figures: SourceFigures) {
    self.side = side
    total = figures.total()
    bots = side.metrics.firstIndex(of: "bots").map(figures.total)
    unique = side.metrics.dropFirst().firstIndex { $0 != "bots" }.map(figures.total)
    hasOtherDays = figures.hasOtherDays
    var days: [CalendarDate: ExactDecimal] = [:]
    for row in figures.rows {
      if let day = row.day { days[day] = (days[day] ?? .zero) + row.values[0] }
    }
    self.days = side.tellsDays ? days : nil
  }

  var name: String { side.source.name }

  /// What it has of some days; nil where it tells none.
  func sum(of range: ClosedRange<CalendarDate>) -> ExactDecimal? {
    days.map { days in
      days.filter { range.contains($0.key) }.values.reduce(.zero, +)
    }
  }
}

extension ToolDescriptor {
  /// Arguments under their canonical names; those that it doesn't know stay as they are.
  fileprivate func canonical(_ given: JSONObject) -> JSONObject {
    var named: JSONObject = [:]
    for (name, value) in given {
      let meant = arguments.first { $0.name == name || $0.aliases.contains(name) }
      named[meant?.name ?? name] = value
    }
    return named
  }
}
