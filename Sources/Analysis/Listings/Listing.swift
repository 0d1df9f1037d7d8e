internal import JSON
internal import Tables
internal import Tools

/// A tool whose answers are lists, with the arguments of one question: all pages of all windows
/// together are its rows.
struct Listing: Sendable {
  let tool: ToolDescriptor
  /// Where the rows are in an answer.
  let rows: JSONPointer
  /// By canonical name, without the paging's own.
  let values: JSONObject
  /// The days that are asked for; nil where the question has none.
  let period: Period?
  /// The oldest first; one without days where there is nothing to split.
  let windows: [Window]

  /// Days that are asked for at once.
  struct Window: Sendable, Equatable {
    /// nil where the question has no days, or they are the service's business.
    let days: ClosedRange<CalendarDate>?
    let arguments: JSONObject
  }

  /// Throws what is wrong with `tool` or with `arguments` for a question to the end.
  init(_ tool: ToolDescriptor, _ arguments: Arguments) throws(ToolError) {
    guard tool.isListing, let rows = tool.rows else { throw .rowless(tool) }
    self.tool = tool
    self.rows = rows
    if let paging = tool.paging, arguments[paging.argument] != nil {
      throw .paged(paging)
    }
    period = arguments.period
    values = tool.paging?.withLargestPages(arguments.values) ?? arguments.values
    windows = Self.windows(of: tool, values, arguments.period)
  }

  private static func windows(
    of tool: ToolDescriptor, _ values: JSONObject, _ period: Period?
  ) -> [Window] {
    guard let period, let descriptor = tool.period, values[descriptor.start.argument] != nil,
      let cap = tool.mostDays
    else { return [Window(days: period.map { $0.start...$0.end }, arguments: values)] }
    var values = values
    // The days of a cap begin where those of the question do.
    if descriptor.start.isInstant, tool.takesTimeZone {
      values[StandardArguments.timeZone] = .string(period.zone.name)
    }
    return stride(from: 0, to: period.days, by: cap).map { offset in
      let first = period.start.adding(days: offset)
      let last = min(period.end, first.adding(days: cap - 1))
      return Window(first...last, of: descriptor, values, period)
    }
  }

  /// Whether the service takes only its own days, which are not those that were asked for. Where its
  /// rows tell instants, a day more at either end holds all of the days that were.
  var asksForOtherDays: Bool { tool.period?.day != nil && hasOtherDays }

  /// The same, whether its rows tell days or not.
  var hasOtherDays: Bool {
    guard let period, let descriptor = tool.period,
      values[descriptor.start.argument] != nil, let zone = descriptor.fixedZone
    else { return false }
    return zone != period.zone.name
  }

  /// Whether days beside those that were asked for can hold some of what was.
  var mayWiden: Bool { asksForOtherDays && tool.period?.isDaily != true }

  /// The day before the period and the day after it.
  var neighbours: [Window] {
    guard let period, let descriptor = tool.period else { return [] }
    return [period.start.adding(days: -1), period.end.adding(days: 1)].map { day in
      Window(day...day, of: descriptor, values, period)
    }
  }

  /// Dotted path of the day in a row.
  var day: String? { tool.period?.day?.tokens.joined(separator: ".") }

  /// One call's answer, as a page.
  func page(of answer: JSONObject, to request: PageRequest) throws(ToolError) -> Page {
    guard let rows = RowText(of: answer, at: rows) else {
      if case .wait = tool.handler { throw .unready(tool) }
      var error = ToolError(
        .badAnswer,
        answer["message"]?.string.map { "No rows yet: \($0)" }
          ?? "The answer has no rows at \(rows).")
      error.tool = tool.name
      throw error
    }
    guard let paging = tool.paging else {
      return Page(rows: rows, following: nil, lacksMark: false)
    }
    let arguments = Arguments(request.arguments)
    let told = paging.told(by: answer)
    return Page(
      rows: rows, following: paging.next(after: arguments, told: told, rows: rows.count),
      lacksMark: paging.lacksMark(told, after: arguments, rows: rows.count))
  }
}

extension ToolDescriptor {
  /// How many days it can be asked for at once; nil for any number.
  fileprivate var mostDays: Int? {
    guard let period, let cap = rules.compactMap({ $0.cap(on: period) }).min() else { return nil }
    // The days that only bound the range are counted as well.
    return max(1, cap - (period.isExclusive ? 2 : 0))
  }

  /// Whether a call can say where its days begin and end.
  fileprivate var takesTimeZone: Bool {
    arguments.contains { $0.name == StandardArguments.timeZone && $0.isStandard }
  }
}

extension Listing.Window {
  /// The arguments of a question about a part of its days. Its own ends stay as they were given: they
  /// may be instants within a day.
  fileprivate init(
    _ days: ClosedRange<CalendarDate>, of descriptor: PeriodDescriptor, _ values: JSONObject,
    _ period: Period
  ) {
    var arguments = values
    let ends = descriptor.arguments(from: days.lowerBound, to: days.upperBound, in: period.zone)
    if days.lowerBound != period.start {
      arguments[descriptor.start.argument] = ends[descriptor.start.argument]
    }
    if days.upperBound != period.end {
      arguments[descriptor.end.argument] = ends[descriptor.end.argument]
    }
    self.init(days: days, arguments: arguments)
  }
}

extension PagingDescriptor {
  /// The arguments with pages as large as may be, where they don't say how large.
  func withLargestPages(_ values: JSONObject) -> JSONObject {
    guard let size = sizes.first, let largest = size.largest,
      !sizes.contains(where: { values[$0.argument] != nil })
    else { return values }
    var values = values
    values[size.argument] = .number(JSONNumber(largest))
    return values
  }

  /// The arguments of a page from 0 on, where all have so many rows.
  func skipping(_ page: Int, pagesOf rows: Int, in next: JSONObject) -> JSONObject {
    var values = next
    values[argument] = .number(JSONNumber(kind == .page ? first + page : first + page * rows))
    return values
  }

  /// Whether each page can be asked for without the one before it.
  var isCounted: Bool { kind == .page || kind == .offset }
}

/// What one request gave.
struct Page: Sendable {
  let rows: RowText
  /// What comes after it; nil after the last.
  let following: NextPage?
  /// Whether it is full and has no mark of what follows, not even one of the end.
  let lacksMark: Bool
}

/// One request that is to be made.
struct PageRequest: Sendable, Equatable {
  /// Index in the listing's windows, the oldest first.
  let window: Int
  /// From 0.
  let page: Int
  let arguments: JSONObject
  /// Whether only its answer tells what comes after it.
  let isLast: Bool
  /// How often it has failed.
  var failures = 0
}

extension ToolError {
  /// What was started isn't done in the time there is.
  fileprivate static func unready(_ tool: ToolDescriptor) -> ToolError {
    var error = ToolError(
      .timedOut,
      "What \(tool.name) has the service compute was not ready in time: raise wait_seconds, or ask "
        + "again.")
    error.tool = tool.name
    return error
  }

  fileprivate static func paged(_ paging: PagingDescriptor) -> ToolError {
    let says = paging.kind == .limit ? "how many rows" : "which page"
    return ArgumentProblem(
      "arguments/\(paging.argument)", problem: "says \(says), and all are read",
      expected: "leave it out"
    ).error
  }

  static func rowless(_ tool: ToolDescriptor) -> ToolError {
    ArgumentProblem(
      "tool",
      problem: tool.effect == .read
        ? "\(tool.name) answers no rows" : "\(tool.name) changes something",
      expected: "a tool that lists something: find_tools finds them"
    ).error
  }
}
