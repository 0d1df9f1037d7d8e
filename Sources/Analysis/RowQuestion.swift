internal import JSON
internal import Tables
internal import Tools

/// What `query_rows` is asked, apart from what its columns are.
struct RowQuestion {
  let query: RowQuery
  let limits: ReadingPlan.Limits
  let format: Table.Format
  let budgetTokens: Int
  /// Whether texts that a spreadsheet would compute are marked as texts.
  let defusesFormulas: Bool
  private let arguments: Arguments

  private static let mostRows = 100_000
  private static let budget = 2_000
  private static let rowsAnswered = 50

  init(_ arguments: Arguments, mostRequests: Int) throws(ToolError) {
    self.arguments = arguments
    limits = ReadingPlan.Limits(
      rows: arguments["max_rows"]?.int ?? Self.mostRows,
      requests: arguments["max_requests"]?.int ?? mostRequests)
    format = arguments["format"]?.string.flatMap(Table.Format.init) ?? .columns
    defusesFormulas = arguments["defuse_formulas"]?.bool ?? false
    budgetTokens = arguments["budget_tokens"]?.int ?? Self.budget
    let words = RowQuery.Words(
      filters: arguments.texts("where") ?? [], groupBy: arguments.texts("group_by") ?? [],
      measures: arguments.texts("measures"), sortBy: arguments.texts("sort_by") ?? [],
      fields: arguments.texts("fields"),
      limit: arguments["limit"]?.int
        ?? (arguments["save_to"] == nil ? Self.rowsAnswered : limits.rows))
    do throws(RowQueryProblems) { query = try RowQuery(words) } catch { throw ToolError(error) }
  }

  /// Names rows that an earlier answer kept.
  var handle: String? { arguments["handle"]?.string }

  /// The file the rows go to, begun before they are asked for; nil where they are answered.
  func save(for call: ToolCall) async throws(ToolError) -> FileSave? {
    guard let path = arguments["save_to"]?.string else { return nil }
    return try await call.outlet.begin(path, overwrite: arguments["overwrite"] == true)
  }

  /// The listing that is asked about, with its days.
  func listing(for call: ToolCall) async throws(ToolError) -> Listing {
    // The tool's rules ask for it where there is no handle.
    let name = arguments["tool"]?.string ?? ""
    var given = arguments["arguments"]?.object ?? [:]
    if let tool = call.tool(named: name), !tool.relays {
      guard tool.isListing else { throw .rowless(tool) }
      try addRange(to: &given, of: tool)
    }
    let (tool, read) = try await call.read(given, for: name)
    return try Listing(tool, read)
  }

  /// Lays the question's days over the tool's arguments.
  private func addRange(
    to given: inout JSONObject, of tool: ToolDescriptor
  ) throws(ToolError) {
    let names = StandardArguments.self
    guard tool.period != nil else {
      guard arguments[names.range] == nil else {
        throw ArgumentProblem(
          names.range, problem: "is given, and \(tool.name) takes no range of days",
          expected: "no range; where can hold a condition on a day"
        ).error
      }
      return
    }
    for name in [names.range, names.timeZone, names.includesToday] {
      if let value = arguments[name] { given[name] = value }
    }
  }

  /// Where days begin and end: that of its period, or what it would be.
  func zone(of listing: Listing, for call: ToolCall) async throws(ToolError) -> TimeZoneRules {
    if let period = listing.period { return period.zone }
    let today = RangeAsked("today", timeZone: arguments[StandardArguments.timeZone]?.string)
    return try await call.period(today, of: listing.tool, with: listing.values).zone
  }

  /// Where they do in rows that were kept: as when they were read, unless another is asked for.
  func zone(ofKept name: String?, for call: ToolCall) async throws(ToolError) -> TimeZoneRules {
    try await call.zone(named: arguments[StandardArguments.timeZone]?.string ?? name)
  }

}

extension ToolDescriptor {
  /// Whether its rows can be asked about.
  var isListing: Bool { effect == .read && rows != nil }
}

extension Listing {
  /// What its rows are read with: which columns there are, where days begin and end.
  /// `optional` are columns that rows may lack.
  func context(in zone: TimeZoneRules, optional: [String] = []) -> RowFold.Context {
    var context = RowFold.Context(
      known: tool.output.map { ColumnNames(of: $0, at: rows).names } ?? [],
      defaultMeasures: tool.measures.map { $0.path.joined(separator: ".") }, day: day,
      offset: { zone.secondsFromUTC(at: $0) })
    context.optional = optional
    return context
  }
}

extension Arguments {
  func texts(_ name: String) -> [String]? {
    self[name]?.array?.compactMap(\.string)
  }
}

extension ToolError {
  init(_ problems: RowQueryProblems) {
    self.init(
      problems.problems.map {
        ArgumentProblem($0.argument, problem: $0.problem, expected: $0.expected)
      }, effect: .read)
  }
}

/// The columns that the schema of an answer tells: dotted paths into a row.
private struct ColumnNames {
  private(set) var names: [String] = []

  private static let deepest = 8

  init(of output: JSONObject, at rows: JSONPointer) {
    var schema: JSONObject? = output
    for token in rows.tokens { schema = schema?["properties"]?[token]?.object }
    if let row = schema?["items"]?.object { add(row, below: "", depth: 0) }
  }

  private mutating func add(_ schema: JSONObject, below prefix: String, depth: Int) {
    for (name, property) in schema["properties"]?.object ?? [:] {
      guard let property = property.object else { continue }
      if property["properties"] != nil, depth < Self.deepest {
        add(property, below: prefix + name + ".", depth: depth + 1)
      } else {
        names.append(prefix + name)
      }
    }
  }
}
