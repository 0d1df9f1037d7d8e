import JSON
import Tools

/// `clickport query`: `query_rows` from the command line.
struct Query: Command {
  static let description = CommandDescription(
    name: "query",
    abstract: "Read a listing to its end: filter, group, add up, save.",
    discussion: """
      On a terminal the rows are a table; piped, they are CSV unless --format says otherwise. What \
      was read is told on standard error.

      Examples:
        clickport query get_clicks --range last_quarter --group-by advertiser_name \\
          --measure 'sum(click_count)' --sort '-sum(click_count)' --limit 5
        clickport query list_datapoint_hits datapoint_id=12346122 --range last_180_days \\
          --save hits.csv
        clickport query get_clicks --range 2026-03 --where 'click_count > 100' --format json

      Exit codes are those of clickport call; 7 is also where only a part could be read.
      """)

  private static let incomplete: Int32 = 7
  private static let tool = "query_rows"

  private let services: ServiceOptions
  private let source: String
  private let pairs: [String]
  private let range: String?
  private let includesToday: Bool
  private let conditions: [String]
  private let groups: [String]
  private let measures: [String]
  private let sort: [String]
  private let fields: [String]
  private let limit: Int?
  private let rowLimit: Int?
  private let output: OutputOptions
  private let file: String?
  private let overwrites: Bool
  private let plots: Bool
  private let defusesFormulas: Bool

  init(_ arguments: inout Arguments) throws {
    services = try arguments.group()
    source = try arguments.word(
      "source",
      ArgumentHelp(
        "The tool that lists the rows, or the handle of rows that were kept (r_…).",
        completion: .tool(lists: true)))
    pairs = try arguments.words(
      "key=value", ArgumentHelp("Arguments of that tool.", completion: .toolArguments))
    range = try arguments.option(
      "range",
      ArgumentHelp(
        "Days: last_30_days, last_quarter, 2026-03, 2026-03-01..2026-03-31.",
        completion: .choices(DateRange.words)))
    includesToday = arguments.flag(
      "include-today", "Let a range that ends yesterday end today.")
    conditions = try arguments.options(
      "where", "A condition, such as 'click_count > 100'; may be repeated.")
    groups = Self.names(
      try arguments.options(
        "group-by", "Columns with commas between, a date with :day :week :month …; may be repeated."
      ))
    measures = try arguments.options(
      "measure", "count(), sum(c), avg(c), min(c), max(c), distinct(c), share(c), ratio(a,b).")
    sort = try arguments.options(
      "sort", "A column or measure, - in front for the largest first; may be repeated.",
      takesAnything: true)
    fields = Self.names(
      try arguments.options(
        "field", "Columns that are wanted, with commas between; may be repeated."))
    limit = try arguments.option("limit", "How many rows are shown.")
    rowLimit = try arguments.option("max-rows", "How many rows are read at most.")
    output = try arguments.group()
    file = try arguments.option(
      "save", ArgumentHelp("Save all rows in this file, .csv or .jsonl.", valueName: "file"))
    overwrites = arguments.flag("overwrite", "Let --save replace a file.")
    plots = arguments.flag("plot", PlotText.help)
    defusesFormulas = arguments.flag(
      "defuse-formulas", "Mark texts that a spreadsheet would compute.")
  }

  private static func names(_ texts: [String]) -> [String] {
    texts.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .map { String($0).trimmed }
  }

  func run() async throws {
    let file = file.map(SavedPath.init)
    let call = try CommandCall(Self.tool, services) { configuration in
      // Who names a file at the terminal opens its directory for it.
      if let file { configuration.saveDirectories = [file.directory] }
    }
    var isComplete = true
    try await call.run(try arguments(savedAs: file?.name)) { answer throws(ValidationError) in
      isComplete = answer["read"]?["complete"] == true
      try show(answer, of: call)
    }
    if !isComplete { throw ExitCode(Self.incomplete) }
  }

  private func arguments(savedAs name: String?) throws -> JSONObject {
    var given: JSONObject = [:]
    try given.add(pairs)
    let isHandle = ResultHandle(parsing: source) != nil
    var arguments: JSONObject = [isHandle ? "handle" : "tool": .string(source)]
    if !given.isEmpty { arguments["arguments"] = .object(given) }
    arguments["range"] = range.map { .string($0) }
    arguments["time_zone"] = services.timeZone.map { .string($0) }
    if includesToday { arguments["include_today"] = true }
    let lists = [
      ("where", conditions), ("group_by", groups), ("measures", measures), ("sort_by", sort),
      ("fields", fields),
    ]
    for (name, texts) in lists where !texts.isEmpty {
      arguments[name] = .array(texts.map { .string($0) })
    }
    arguments["limit"] = limit.map { .number(JSONNumber($0)) }
    arguments["max_rows"] = rowLimit.map { .number(JSONNumber($0)) }
    arguments["save_to"] = name.map { .string($0) }
    if overwrites { arguments["overwrite"] = true }
    if defusesFormulas { arguments["defuse_formulas"] = true }
    arguments["format"] = .string(wireFormat)
    arguments["budget_tokens"] = 100_000
    return arguments
  }

  private var wireFormat: String {
    // Only rows as objects can be given other columns.
    if output.columns != nil || plots && output.format == nil { return "objects" }
    return switch format {
    case .csv: "csv"
    case .markdown: "markdown"
    case .json, .table: "objects"
    }
  }

  private var format: OutputOptions.Format {
    output.format(otherwise: Terminal.isInteractive ? .table : .csv)
  }

  /// The rows on standard output, what else there is to say on standard error.
  private func show(_ answer: JSONObject, of call: CommandCall) throws(ValidationError) {
    if plots, PlotText.show(answer, rows: nil) { return }
    let isWhole = output.format == .json && output.columns == nil
    if isWhole || file != nil && !Terminal.isInteractive {
      return Terminal.printLine(JSONValue.object(answer).description)
    }
    if let text = answer["text"]?.string {
      Terminal.printText(text)
      var rest = answer
      for name in ["text", "columns"] { rest[name] = nil }
      return Terminal.printError(JSONValue.object(rest).description)
    }
    try call.show(answer, as: output, rows: JSONPointer(tokens: ["rows"]), limit: 1000)
  }
}

/// A file by its directory and its name.
private struct SavedPath {
  let directory: String
  let name: String

  init(_ path: String) {
    guard let slash = path.lastIndex(of: "/") else {
      directory = "."
      name = path
      return
    }
    directory = slash == path.startIndex ? "/" : String(path[..<slash])
    name = String(path[path.index(after: slash)...])
  }
}
