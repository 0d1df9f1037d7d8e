import JSON
import Tools

/// Rows of text in aligned columns.
struct Table {
  private var rows: [[String]]
  /// What is not shown: columns, and how many cells were cut.
  private var hiddenColumns: [String] = []
  private var cutCells = 0

  init(header: [String]) {
    rows = [header]
  }

  /// A column for each scalar field of the first rows; nil when there is nothing to show.
  init?(_ values: [JSONValue], limit: Int) {
    guard let first = values.first?.object else { return nil }
    let scalars = first.members.filter { $0.value.array == nil && $0.value.object == nil }
    guard !scalars.isEmpty else { return nil }
    self.init(values, limit: limit, columns: scalars.map(\.key))
    var seen = Set(scalars.map(\.key))
    for object in values.prefix(limit).compactMap(\.object) {
      for key in object.keys where seen.insert(key).inserted { hiddenColumns.append(key) }
    }
  }

  /// These fields of the first rows.
  init(_ values: [JSONValue], limit: Int, columns: [String]) {
    self.init(header: columns)
    for object in values.prefix(limit).compactMap(\.object) {
      let texts = columns.map { object[$0].map { $0.string ?? $0.description } ?? "" }
      cutCells += texts.count { $0.count > Self.width }
      append(texts.map { $0.count <= Self.width ? $0 : $0.prefix(Self.width - 1) + "…" })
    }
  }

  /// The most characters of a cell.
  private static let width = 48

  /// What a reader must know of what isn't shown.
  var remarks: [String] {
    let columns = hiddenColumns.prefix(12).joined(separator: ", ")
    let more = hiddenColumns.count > 12 ? " and \(hiddenColumns.count - 12) more" : ""
    return [
      hiddenColumns.isEmpty ? nil : "Columns not shown: \(columns)\(more).",
      cutCells == 0 ? nil : "Texts cut to \(Self.width) characters: \(cutCells).",
    ].compactMap(\.self)
  }

  mutating func append(_ row: [String]) {
    rows.append(row)
  }

  /// The lines, the header's in bold.
  var lines: [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.enumerated().map { index, row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      let line = cells.joined(separator: "  ").trimmingEnd
      return index == 0 ? Terminal.styled(line, .strong) : line
    }
  }
}

/// A tool's answer as a person reads it: a table where it is a list, indented JSON elsewhere.
struct AnswerText {
  /// How many rows of a list are shown.
  let rowLimit: Int

  func lines(_ answer: JSONObject, rows: JSONPointer?) -> [String] {
    let whole = JSONValue.object(answer)
    if let list = rows?.value(in: whole)?.array {
      if list.isEmpty { return ["(no rows)"] }
      if let table = Table(list, limit: rowLimit) {
        let hidden = list.count - rowLimit
        let more = hidden > 0 ? ["… \(hidden) more rows"] : []
        let notes = (answer["_notes"]?.array ?? []).compactMap(\.string)
        let remarks = table.remarks
        let rest = remarks.isEmpty ? [] : ["Piped into a file or program, it is the whole answer."]
        return table.lines + more + (notes + remarks + rest).map { Terminal.styled($0, .dim) }
      }
    }
    return whole.prettyPrinted().split(separator: "\n").map(String.init)
  }

  /// An error as a sentence, with a line for each problem.
  func lines(_ error: ToolError) -> [String] {
    let head = Terminal.styled(error.code.rawValue, .red) + ": " + error.message
    let problems = error.problems.map { problem in
      "  \(Terminal.styled(problem.argument, .strong)) \(problem.problem); "
        + "expected: \(problem.expected)"
    }
    return [head] + problems
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}
