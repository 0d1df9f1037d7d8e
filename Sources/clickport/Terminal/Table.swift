import JSON
import Tools

/// Rows of text in aligned columns.
struct Table {
  private var rows: [[String]]

  init(header: [String]) {
    rows = [header]
  }

  /// A column for each scalar field of the first rows; nil when there is nothing to show.
  init?(_ values: [JSONValue], limit: Int) {
    guard let first = values.first?.object else { return nil }
    let scalars = first.members.filter { $0.value.array == nil && $0.value.object == nil }
    guard !scalars.isEmpty else { return nil }
    self.init(values, limit: limit, columns: scalars.map(\.key))
  }

  /// These fields of the first rows.
  init(_ values: [JSONValue], limit: Int, columns: [String]) {
    self.init(header: columns)
    for object in values.prefix(limit).compactMap(\.object) {
      append(columns.map { object[$0].map(Self.text) ?? "" })
    }
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

  private static func text(_ value: JSONValue) -> String {
    let text = value.string ?? value.description
    return text.count <= 48 ? text : text.prefix(47) + "…"
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
        return table.lines + (hidden > 0 ? ["… \(hidden) more rows"] : [])
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
