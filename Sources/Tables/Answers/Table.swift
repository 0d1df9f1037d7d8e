package import JSON

/// What came out of a query: a value a row and column.
package struct Table: Sendable {
  package var columns: [String]
  package var rows: [[JSONValue]]
  /// The groups, or the rows that passed `where`, before `limit`.
  package var rowsTotal = 0
  /// The measures over all rows that passed `where`; nil where there are none.
  package var totals: JSONObject?
  /// Whether somebody asked for them. Others may go when the answer is too large.
  package var areTotalsAsked = true
  /// The earliest and the latest day of all rows read, in the query's zone.
  package var firstDay: CalendarDate?
  package var lastDay: CalendarDate?
  package var rowsRead = 0
  /// How many values of sums and averages are no numbers, and were left out.
  package var ignoredValues = 0
  /// Sentences on what wasn't counted, for `_notes`.
  package var notes: [String] = []
  /// Which columns may go when the answer is too large, by index.
  var unneeded: [Int] = []

  package init(columns: [String], rows: [[JSONValue]]) {
    self.columns = columns
    self.rows = rows
  }

  package enum Format: String, Sendable, CaseIterable {
    case columns
    case objects
    case csv
    case markdown
  }

  /// The whole table as CSV (RFC 4180).
  package func csv(defusesFormulas: Bool) -> [UInt8] {
    part(rows.indices, asCSV: true, defusesFormulas: defusesFormulas)
  }

  /// A row a line, each an object.
  package func jsonLines() -> [UInt8] {
    var bytes: [UInt8] = []
    for row in rows {
      JSONValue.object(JSONObject(zip(columns, row).map { ($0, $1) })).write(into: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// Some of the rows as a file has them: CSV, after the columns' names where it is the first part, or
  /// a row a line.
  package func part(
    _ range: Range<Int>, asCSV: Bool, defusesFormulas: Bool
  ) -> [UInt8] {
    guard asCSV else { return Table(columns: columns, rows: Array(rows[range])).jsonLines() }
    var writer = CSVWriter(defusesFormulas: defusesFormulas)
    if range.lowerBound == 0 { writer.write(columns.map { .string($0) }) }
    for row in rows[range] { writer.write(row) }
    return writer.bytes
  }

  /// The whole table as GitHub's Markdown.
  package func markdown(defusesFormulas: Bool) -> String {
    var writer = MarkdownWriter(defusesFormulas: defusesFormulas)
    writer.write(columns.map { .string($0) })
    writer.writeRule(columns.count)
    for row in rows { writer.write(row) }
    return writer.text
  }

  /// Only these columns, of the first rows.
  func part(_ kept: [Int], rows count: Int) -> Table {
    var part = Table(
      columns: kept.map { columns[$0] },
      rows: rows.prefix(count).map { row in kept.map { row[$0] } })
    part.totals = totals
    part.areTotalsAsked = areTotalsAsked
    part.rowsTotal = rowsTotal
    return part
  }
}
