internal import JSON

/// Writes whole pages of rows for a file: `header` first, then a chunk a page.
package struct RowExport: Sendable {
  package enum Format: String, Sendable {
    case csv
    case jsonl
  }

  /// What the file begins with; nothing for `jsonl`.
  package let header: [UInt8]
  private let format: Format
  private let defusesFormulas: Bool
  private var reader: JSONFieldReader
  private var cells: [JSONCell]

  /// CSV has the columns of all rows; `jsonl` writes rows whole.
  package init(_ format: Format, columns: RowColumns, defusesFormulas: Bool) {
    self.format = format
    self.defusesFormulas = defusesFormulas
    reader = JSONFieldReader(paths: columns.paths)
    cells = columns.paths.map { _ in .missing }
    var writer = CSVWriter(defusesFormulas: defusesFormulas)
    if format == .csv { writer.write(columns.names.map { .string($0) }) }
    header = writer.bytes
  }

  package mutating func chunk(_ rows: RowText) -> [UInt8] {
    var writer = CSVWriter(defusesFormulas: defusesFormulas)
    for index in 0..<rows.count {
      switch format {
      case .csv:
        let start = rows.text.elements[index].lowerBound
        reader.read(rows.text.source.span, from: start, into: &cells)
        writer.write(cells, of: rows.text.source)
      case .jsonl:
        if rows.text.isCompact {
          writer.bytes.append(contentsOf: rows.text.source[rows.text.elements[index]])
        } else {
          rows.row(index).write(into: &writer.bytes)
        }
        writer.bytes.append(UInt8(ascii: "\n"))
      }
    }
    return writer.bytes
  }
}
