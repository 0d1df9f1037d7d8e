internal import JSON
internal import Tables
internal import Tools

/// What is asked of one source: measures of its things, over days.
struct SourceQuestion: Sendable {
  let source: Source
  /// Names of measures that the source has.
  let metrics: [String]
  /// A dimension that it knows; nil for the total.
  var by: String?
  /// Whether the figures are wanted day by day.
  var byDay = false
  /// nil where it isn't asked for days.
  let period: Period?
  /// The caller's own arguments of the tool.
  var arguments: JSONObject = [:]
  /// The only things wanted; nil for all.
  var things: [SourceThing]?
  /// Whether the greatest will do where a source doesn't tell all.
  var acceptsLeading = false
}

/// Something that is counted, as the list of its kind tells it.
struct SourceThing: Sendable, Equatable {
  /// As the service writes it: a number or a text.
  let id: JSONValue
  let name: String?
  var url: String?
  /// As the service writes it.
  var lastClick: String?
  /// When it was made, as the service writes it.
  var created: String?
  /// As the service writes it; nil where the thing is in use, and where nothing tells.
  var status: String?
}

/// What a source told of a question.
struct SourceFigures: Sendable {
  /// In the service's order; things and days that it has no row for aren't there.
  let rows: [Row]
  /// All things there are, where it had to be asked for each; they may have no row.
  let things: [SourceThing]?
  /// Whether its days are those of another zone than the question's.
  let hasOtherDays: Bool
  /// The earliest day that a row tells.
  var firstDay: CalendarDate?

  struct Row: Sendable, Equatable {
    /// nil where all is one, and where the service tells none.
    let id: JSONValue?
    let name: String?
    /// nil where no days were asked for, and where the row tells none.
    let day: CalendarDate?
    /// Of the question's metrics, in its order.
    let values: [ExactDecimal]

    /// Tells rows of one thing from those of others of the same source.
    var key: String { id?.description ?? name ?? "" }

    var isNameless: Bool { id != nil && name == nil }
  }

  /// The same with the names of things whose rows have none.
  func named(by things: [SourceThing]) -> SourceFigures {
    guard rows.contains(where: \.isNameless) else { return self }
    let names = Dictionary(things.map { ($0.id.idText, $0.name) }) { first, _ in first }
    let rows = rows.map { row in
      guard row.isNameless, let id = row.id, let name = names[id.idText] else { return row }
      return Row(id: row.id, name: name, day: row.day, values: row.values)
    }
    return SourceFigures(
      rows: rows, things: self.things, hasOtherDays: hasOtherDays, firstDay: firstDay)
  }

  /// The total of the question's metric at that index.
  func total(_ index: Int = 0) -> ExactDecimal { rows.total(index) }
}

extension [SourceFigures.Row] {
  func total(_ index: Int) -> ExactDecimal { reduce(.zero) { $0 + $1.values[index] } }
}

extension [SourceThing] {
  /// Each once: a row that moved to another page meanwhile is listed twice.
  var distinct: [SourceThing] {
    var seen: Set<String> = []
    return filter { seen.insert($0.id.idText).inserted }
  }
}

extension JSONValue {
  /// An id as people write it, be it a number or a text.
  var idText: String { string ?? description }
}

extension ToolCall {
  /// The days of a period that have begun: nothing can be counted on those to come. One that is all
  /// to come stays as it is.
  func begun(of period: Period) async throws(ToolError) -> Period {
    let zone = period.zone
    let today = try await today(in: zone.name)
    guard period.start <= today, today < period.end else { return period }
    return Period(
      asked: period.asked, period.start...today, in: zone, at: zone.start(of: today))
  }
}
