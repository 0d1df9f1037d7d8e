import ArgumentParser
import JSON
import Tools

/// `clickport query`: `query_rows` from the command line.
struct Query: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
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

      Exit codes are those of clickport call, and 7 where only a part could be read.
      """)

  private static let incomplete: Int32 = 7
  private static let tool = "query_rows"

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv
    case markdown
    case json
  }

  @OptionGroup var services: ServiceOptions

  @Argument(help: "The tool that lists the rows, or the handle of rows that were kept (r_…).")
  var source: String

  @Argument(help: ArgumentHelp("Arguments of that tool.", valueName: "key=value"))
  var pairs: [String] = []

  @Option(help: "Days: last_30_days, last_quarter, 2026-03, 2026-03-01..2026-03-31.")
  var range: String?

  @Flag(help: "Let a range that ends yesterday end today.")
  var includeToday = false

  @Option(
    name: .customLong("where"),
    help: "A condition, such as 'click_count > 100'; may be repeated.")
  var conditions: [String] = []

  @Option(help: "A column, or a date with :day :week :month …; may be repeated.")
  var groupBy: [String] = []

  @Option(help: "count(), sum(c), avg(c), min(c), max(c), distinct(c), share(c), ratio(a,b).")
  var measure: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: "A column or measure, - in front for the largest first; may be repeated.")
  var sort: [String] = []

  @Option(help: "A column that is wanted; may be repeated.")
  var field: [String] = []

  @Option(help: "How many rows are shown.")
  var limit: Int?

  @Option(help: "How many rows are read at most.")
  var maxRows: Int?

  @Option(
    help: "How the rows are written: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: Format?

  @Option(
    help: ArgumentHelp(
      "Save all rows in this file, .csv or .jsonl.", valueName: "file"))
  var save: String?

  @Flag(help: "Let --save replace a file.")
  var overwrite = false

  @Flag(help: PlotText.help)
  var plot = false

  @Flag(help: "Mark texts that a spreadsheet would compute.")
  var defuseFormulas = false

  func run() async throws {
    let file = save.map(SavedPath.init)
    let call = try CommandCall(Self.tool, services) { configuration in
      // Who names a file at the terminal opens its directory for it.
      if let file { configuration.saveDirectories = [file.directory] }
    }
    var isComplete = true
    try await call.run(try arguments(savedAs: file?.name)) { answer in
      isComplete = answer["read"]?["complete"] == true
      show(answer)
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
    if includeToday { arguments["include_today"] = true }
    let lists = [
      ("where", conditions), ("group_by", groupBy), ("measures", measure), ("sort_by", sort),
      ("fields", field),
    ]
    for (name, texts) in lists where !texts.isEmpty {
      arguments[name] = .array(texts.map { .string($0) })
    }
    arguments["limit"] = limit.map { .number(JSONNumber($0)) }
    arguments["max_rows"] = maxRows.map { .number(JSONNumber($0)) }
    arguments["save_to"] = name.map { .string($0) }
    if overwrite { arguments["overwrite"] = true }
    if defuseFormulas { arguments["defuse_formulas"] = true }
    arguments["format"] = .string(wireFormat)
    arguments["budget_tokens"] = 100_000
    return arguments
  }

  private var wireFormat: String {
    switch format {
    case .csv: "csv"
    case .markdown: "markdown"
    case .json: "objects"
    case nil where plot: "objects"
    case nil: Terminal.isInteractive ? "objects" : "csv"
    }
  }

  /// The rows on standard output, what else there is to say on standard error.
  private func show(_ answer: JSONObject) {
    if plot, PlotText.show(answer, rows: nil) { return }
    if format == .json || save != nil, !Terminal.isInteractive {
      return Terminal.printLine(JSONValue.object(answer).description)
    }
    if let text = answer["text"]?.string {
      Terminal.printText(text)
      var rest = answer
      for name in ["text", "columns"] { rest[name] = nil }
      return Terminal.printError(JSONValue.object(rest).description)
    }
    Terminal.printLines(
      AnswerText(rowLimit: 1000).lines(answer, rows: JSONPointer(tokens: ["rows"])))
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
