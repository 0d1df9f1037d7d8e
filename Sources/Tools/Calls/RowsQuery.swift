internal import JSON

/// The call of the tool that shapes rows which asks about those of another call.
struct RowsQuery {
  let json: JSONObject

  /// The tool that shapes rows.
  static let tool = "query_rows"

  /// Answers longer than that are better asked about, in tokens.
  private static let longAnswer = 4000
  private static let bytesPerToken = 4

  /// All that the call asks for, over all its pages, by day where its rows have one.
  init(of call: ToolCall) {
    let tool = call.tool
    var arguments = call.arguments.values
    let paging = tool.paging.map { [$0.argument] + $0.sizes.map(\.argument) } ?? []
    for name in paging { arguments[name] = nil }
    var query: JSONObject = ["tool": .string(tool.name)]
    if let descriptor = tool.period, let period = call.arguments.period {
      let asked = descriptor.arguments(for: period)
      // Ends that aren't those of days mean something that no range does.
      if asked.allSatisfy({ arguments[$0.key] == $0.value }) {
        for name in asked.keys { arguments[name] = nil }
        if let words = descriptor.words { arguments[words.argument] = nil }
        query[StandardArguments.range] = .string(period.asked)
        let isTold = period.zone.name == descriptor.days.timeZone
        if !isTold { query[StandardArguments.timeZone] = .string(period.zone.name) }
        let mayEndToday = period.asked.utf8.first.map { $0 >= UInt8(ascii: "a") } ?? false
        if mayEndToday, period.isPartial { query[StandardArguments.includesToday] = true }
      }
    }
    if !arguments.isEmpty { query["arguments"] = .object(arguments) }
    if let day = tool.period?.day, day.tokens.allSatisfy({ !$0.contains(".") }) {
      query["group_by"] = [.string(day.tokens.joined(separator: ".") + ":day")]
    }
    json = query
  }

  /// How many tokens an answer takes, where that is too many.
  static func tokens(ofLong answer: JSONObject) -> Int? {
    let bytes = answer.writtenSize ?? JSONValue.object(answer).serialized().count
    let tokens = bytes / bytesPerToken
    return tokens > longAnswer ? tokens : nil
  }
}

extension CallAnswer {
  /// Says what a list doesn't show, and what call would say it in fewer tokens where it is long and
  /// there is a tool for that.
  mutating func addNotes(ofRowsAt rows: JSONPointer, in call: ToolCall, isQueried: Bool) {
    if let paging = call.tool.paging {
      let told = paging.told(by: content)
      let next = paging.next(
        after: call.arguments, told: told, rows: content.elementCount(at: rows))
      if let next {
        add(note: next.sentence(by: paging), "page", .object(next.json))
      } else if paging.lacksMark(
        told, after: call.arguments, rows: content.elementCount(at: rows))
      {
        add(
          note:
            "This is a full page, and the service says nothing of what follows: there may be more "
            + "rows.")
      }
    }
    if call.lacksRows(in: content) {
      add(
        note: "The answer has no rows at \(rows), where this list has them: the service may have "
          + "changed its answers, and nothing tells how many rows there are.")
    }
    guard isQueried, call.tool.name != RowsQuery.tool,
      let tokens = RowsQuery.tokens(ofLong: content)
    else { return }
    let query = JSONValue.object(RowsQuery(of: call).json)
    add(
      note: "These are \(tokens) tokens; \(RowsQuery.tool) answers questions in fewer: \(query)",
      "query", query)
  }
}

extension ToolCall {
  /// Whether a service's answer is no list where its tool is one. What waits isn't one at first.
  fileprivate func lacksRows(in answer: JSONObject) -> Bool {
    guard let rows = tool.rows, tool.service != nil, answer.writtenSize != nil || !answer.isEmpty
    else {
      return false
    }
    if case .wait = tool.handler { return false }
    return !answer.holdsValue(at: rows)
  }

  /// Whether nothing tells if more rows follow those of an answer.
  func lacksMark(in answer: JSONObject) -> Bool {
    guard let paging = tool.paging, let rows = tool.rows else { return false }
    return paging.lacksMark(
      paging.told(by: answer), after: arguments, rows: answer.elementCount(at: rows))
  }
}
