internal import JSON
internal import Tables
internal import Tools

/// Where the answer to a question stands in the rows of a table.
struct SourceColumns {
  let query: RowQuery
  /// Columns that rows may lack: of id and name.
  let optional: [String]
  private let id: Int?
  private let name: Int?
  private let day: Int?
  private let values: [Int]

  /// Throws where the manifest names a column that no query can.
  init(
    _ question: SourceQuestion, _ dimension: SourceDescriptor.Dimension?
  ) throws(ToolError) {
    var groups: [String] = []
    func place(_ pointer: JSONPointer?, _ suffix: String = "") -> Int? {
      guard let pointer else { return nil }
      let column = pointer.column + suffix
      if let index = groups.firstIndex(of: column) { return index }
      groups.append(column)
      return groups.count - 1
    }
    id = place(dimension?.id)
    name = place(dimension?.title)
    optional = groups
    day = question.byDay ? place(question.source.tool.period?.day, ":day") : nil
    let measures = question.metrics.compactMap { question.source.measure($0)?.pointer.column }
      .map { "sum(\($0))" }
    let unique = measures.withoutRepeats
    values = measures.map { [count = groups.count] in count + (unique.firstIndex(of: $0) ?? 0) }
    let words = RowQuery.Words(groupBy: groups, measures: unique, limit: .max)
    do throws(RowQueryProblems) {
      query = try RowQuery(words)
    } catch {
      let problems = error.problems.map(\.problem).joined(separator: "; ")
      throw ToolError(
        .badAnswer, "The descriptor of \(question.source.name) names no columns: \(problems).")
    }
  }

  func row(_ cells: [JSONValue]) -> SourceFigures.Row {
    SourceFigures.Row(
      id: id.map { cells[$0] }.flatMap { $0.isNull ? nil : $0 },
      name: name.flatMap { cells[$0].string ?? cells[$0].number?.text },
      day: day.flatMap { cells[$0].string }.flatMap(CalendarDate.init(parsing:)),
      values: values.map { ExactDecimal(cells[$0]) ?? .zero })
  }
}

/// Takes what a list says of things.
struct ThingTaker: PageTaker {
  private let list: SourceDescriptor.List
  private(set) var things: [(position: PagePosition, things: [SourceThing])] = []

  init(_ list: SourceDescriptor.List) {
    self.list = list
  }

  mutating func take(
    _ rows: RowText, at position: PagePosition, ofOwnDays: Bool
  ) async throws(ToolError) {
    let found = (0..<rows.count).compactMap { index -> SourceThing? in
      let row = rows.row(index)
      guard let id = list.id.value(in: row), !id.isNull else { return nil }
      return SourceThing(
        id: id, name: list.title?.value(in: row)?.string,
        url: list.url?.value(in: row)?.string, lastClick: list.lastClick?.value(in: row)?.string,
        created: list.created?.value(in: row)?.string,
        status: list.status?.value(in: row)?.string.flatMap { $0 == list.active ? nil : $0 })
    }
    things.append((position, found))
  }
}

extension JSONPointer {
  /// As a query names the column.
  fileprivate var column: String { tokens.joined(separator: ".") }
}
