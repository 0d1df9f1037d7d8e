import JSON
import Tables
import Tools

/// A tool's answer as a person reads it: a table where it is a list, indented JSON elsewhere.
struct AnswerText {
  /// How many rows of a list are shown.
  let rowLimit: Int
  /// How many columns of characters a line has; nil for as many as it needs.
  var width = Terminal.tableWidth
  /// The fields that tell the most.
  var important: [String] = []
  /// What brings back what isn't shown.
  var hint = "--wide shows all."

  func lines(_ answer: JSONObject, rows: JSONPointer?) -> [String] {
    let whole = JSONValue.object(answer)
    if let list = rows?.value(in: whole)?.array {
      if list.isEmpty { return wrapped(["(no rows)"] + notes(answer)) }
      if let table = Table(Array(list.prefix(rowLimit)), important: important) {
        return lines(table, of: list.count) + dim(notes(answer))
      }
    }
    return whole.prettyPrinted().split(separator: "\n").map(String.init)
  }

  /// A table of the first of so many rows.
  func lines(_ table: Table, of count: Int) -> [String] {
    var table = table
    table.hint = hint
    let text = table.lines(width: width)
    let remarks = table.remarks(width: width).count
    let hidden = count - table.rows.count
    let more = hidden > 0 ? ["… \(hidden) more rows"] : []
    return text.dropLast(remarks) + dim(more) + text.suffix(remarks)
  }

  func notes(_ answer: JSONObject) -> [String] {
    (answer["_notes"]?.array ?? []).compactMap(\.string)
  }

  private func dim(_ sentences: [String]) -> [String] {
    wrapped(sentences).map { Terminal.styled($0, .dim) }
  }

  private func wrapped(_ sentences: [String]) -> [String] {
    guard let width else { return sentences }
    return sentences.flatMap { $0.onOneLine.wrapped(to: width) }
  }

  /// An error as a sentence, with a line for each problem.
  func lines(_ error: ToolError) -> [String] {
    let head = Terminal.styled(error.code.rawValue, .red) + ": " + error.message
    let problems = error.problems.map { problem in
      "  \(Terminal.styled(problem.argument, .strong)) \(problem.problem); "
        + "expected: \(problem.expected)"
    }
    guard let width else { return [head] + problems }
    return head.wrapped(to: width)
      + problems.flatMap { $0.dropFirst(2).description.wrapped(to: width, indent: 2, hanging: 4) }
  }
}
