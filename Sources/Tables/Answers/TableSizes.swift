internal import JSON

/// How many bytes rows take in an answer, told without writing them.
struct TableSizes {
  private let format: Table.Format
  /// Of a cell in each row, a list a column.
  private let cells: [[Int]]
  /// What stands in front of each cell of a column.
  private let labels: [Int]
  private let isNull: [[Bool]]

  init(_ table: Table, _ format: Table.Format, defusesFormulas: Bool) {
    self.format = format
    cells = table.columns.indices.map { column in
      table.rows.map { Self.size($0[column], format, defusesFormulas) }
    }
    labels = table.columns.map { name in
      format == .objects ? JSONValue.string(name).serialized().count + 1 : 0
    }
    isNull = table.columns.indices.map { column in table.rows.map { $0[column].isNull } }
  }

  private static func size(
    _ value: JSONValue, _ format: Table.Format, _ defusesFormulas: Bool
  ) -> Int {
    switch format {
    case .columns, .objects: return value.serialized().count
    case .csv:
      var writer = CSVWriter(defusesFormulas: defusesFormulas)
      writer.writeField(value, isAlone: false)
      return escaped(String(decoding: writer.bytes, as: UTF8.self))
    case .markdown:
      return escaped(MarkdownWriter(defusesFormulas: defusesFormulas).cell(value))
    }
  }

  /// Inside of a JSON string.
  private static func escaped(_ text: String) -> Int {
    JSONValue.string(text).serialized().count - 2
  }

  /// What each row takes of these columns, with what stands between it and the next.
  func rows(_ kept: [Int]) -> [Int] {
    (0..<(cells.first?.count ?? 0)).map { row in
      let content = kept.reduce(0) { $0 + cells[$1][row] + labels[$1] }
      switch format {
      // Brackets, commas between cells, and one after the row.
      case .columns, .objects: return content + max(0, kept.count - 1) + 3
      // A line's end is an escape for each of its bytes; a null that is alone is two quotes.
      case .csv:
        let isBlank = kept.count == 1 && isNull[kept[0]][row]
        return content + max(0, kept.count - 1) + 4 + (isBlank ? 4 : 0)
      case .markdown: return content + 3 * kept.count + 3
      }
    }
  }

  /// What so many rows take beside an answer without any.
  func total(_ rows: ArraySlice<Int>) -> Int {
    let total = rows.reduce(0, +)
    switch format {
    case .columns, .objects: return max(0, total - 1)
    case .csv, .markdown: return total
    }
  }
}
