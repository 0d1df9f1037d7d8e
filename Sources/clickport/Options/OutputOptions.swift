import JSON
import Tables

/// How a table is written.
struct OutputOptions: ArgumentGroup {
  enum Format: String, ArgumentValue, CaseIterable {
    case table
    case json
    case csv
    case markdown
  }

  /// nil where nobody chose one.
  let format: Format?
  let isWide: Bool
  /// In the order they were named; nil for all.
  let columns: [String]?

  init(_ arguments: inout Arguments) throws {
    format = try arguments.option(
      "format",
      ArgumentHelp(
        "How it is written: \(Format.argumentChoices.joined(separator: ", ")).",
        discussion: """
          A table on a terminal leaves out the columns that have no room, and says which. Into a \
          file or program it is whole.
          """))
    isWide = arguments.flag("wide", "All columns of a table, and every text whole; lines may wrap.")
    let names: String? = try arguments.option(
      "columns",
      ArgumentHelp("Only these columns, in this order: names with commas.", valueName: "names"))
    columns = names.flatMap(ServeConfiguration.names)
  }

  func validate() throws {
    guard !isWide || format == nil || format == .table else {
      throw ValidationError("--wide is for a table: leave out --format, or say table")
    }
  }

  /// Whether it was said what is to come.
  var isChosen: Bool { format != nil || isWide || columns != nil }

  /// What was chosen; choosing columns chooses a table.
  func format(otherwise standard: Format) -> Format {
    format ?? (isWide || columns != nil ? .table : standard)
  }

  /// How wide a table is; nil for as wide as it needs.
  var width: Int? { isWide ? nil : Terminal.tableWidth }

  /// Prints a table as it was chosen.
  func show(_ whole: Table, otherwise standard: Format = .table) throws(ValidationError) {
    try show(whole, as: format(otherwise: standard), of: whole.rows.count)
  }

  /// Prints a table that has the first of so many rows.
  func show(
    _ whole: Table, as format: Format, of count: Int
  ) throws(ValidationError) {
    let table =
      try columns.map { names throws(ValidationError) in try whole.choosing(names) } ?? whole
    switch format {
    case .table:
      Terminal.printLines(
        AnswerText(rowLimit: table.rows.count, width: width).lines(table, of: count))
    case .json: Terminal.printLine(table.json.description)
    case .csv:
      Terminal.printText(
        String(decoding: table.values.csv(defusesFormulas: false), as: UTF8.self))
    case .markdown: Terminal.printText(table.values.markdown(defusesFormulas: false))
    }
  }
}
