import JSON
import Tools

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
