internal import JSON
internal import Tools

extension ToolError {
  static func tooManyRows(_ limit: Int) -> ToolError {
    ToolError(
      .rejected,
      "It stopped after \(limit) rows, and there are more. Ask for fewer days, or raise max_rows.")
  }

  /// It would take more requests than it may.
  static func tooMuch(_ requests: Int, limit: Int) -> ToolError {
    ArgumentProblem(
      "max_requests",
      problem: "the question takes about \(requests) requests, and \(limit) may be made",
      expected: "\(requests) or more to go on all the same; or fewer days, or larger pages"
    ).error
  }

  static func tooManyRequests(_ limit: Int) -> ToolError {
    ToolError(
      .rejected,
      "It stopped after \(limit) requests, of which there was no telling before how many it takes. "
        + "Ask for less, or raise max_requests.")
  }

  static func outOfTime(_ requests: Int) -> ToolError {
    ToolError(
      .timedOut,
      "The time was up after \(requests) requests. Ask for fewer days, or give wait_seconds.")
  }

  static func repeated(
    _ page: Int, _ earlier: Int, _ paging: PagingDescriptor?
  ) -> ToolError {
    ToolError(
      .badAnswer,
      "Page \(page + 1) came with the rows of page \(earlier + 1)"
        + (paging.map { ": the service ignores \($0.argument)." } ?? ".")
        + " What follows can't be had this way.")
  }

  static func capped(_ rows: Int) -> ToolError {
    ToolError(
      .rejected,
      "The tool answers no more than these \(rows) rows at once and has no pages: there may be more. "
        + "Ask for fewer days, or for part of it by its arguments.")
  }

  static func unmarked(_ rows: Int, _ paging: PagingDescriptor?) -> ToolError {
    ToolError(
      .badAnswer,
      "The service answered a full page of \(rows) rows"
        + (paging?.next.map { " without \($0), by which the next is asked for" } ?? "")
        + ": there may be more. Ask for fewer days, or for part of it by its arguments.")
  }

  static func shrank(from known: Int, to total: Int) -> ToolError {
    ToolError(
      .badAnswer,
      "The list became shorter while it was read, from \(known) rows to \(total): rows may have "
        + "been passed over. Ask again.")
  }

  /// A window gave fewer rows than the service said it has.
  static func short(_ rows: Int, of total: Int) -> ToolError {
    ToolError(
      .badAnswer,
      "The service said that there are \(total) rows and gave \(rows). Ask again.")
  }
}
