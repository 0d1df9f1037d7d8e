package import JSON

/// Figures over time as one line of text: `clicks ▁▃▇ 12…345`.
package enum Sparkline {
  private static let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// Fewer points say it themselves.
  private static let fewest = 3
  /// So many characters at most; of more points, neighbours are drawn as their mean.
  private static let longest = 60

  /// What a reader without pictures is shown of an answer: a line of the first few columns, where its
  /// rows are spans of time in order; else nil.
  package static func line(
    of answer: JSONObject, rows pointer: JSONPointer?, columns: Int = 4
  ) -> String? {
    guard let rows = PlottedRows(answer, at: pointer), rows.isOverTime,
      rows.labels.count >= fewest, let first = rows.labels.first, let last = rows.labels.last
    else { return nil }
    let drawn = rows.columns.prefix(columns).compactMap(text)
    return drawn.isEmpty ? nil : "\(first) to \(last): " + drawn.joined(separator: ", ")
  }

  /// A column's name, its line, and its least and greatest figure as they are written.
  private static func text(_ column: PlottedRows.Column) -> String? {
    let numbers = column.values.compactMap(\.self)
    guard numbers.count >= fewest, let least = numbers.min(), let most = numbers.max() else {
      return nil
    }
    let line = line(column.values.map { $0?.double })
    return "\(column.name) \(line) \(least.text)…\(most.text)"
  }

  /// A character a value, the least the lowest; a blank where there is none.
  package static func line(_ values: [Double?]) -> String {
    let values = means(values)
    let known = values.compactMap(\.self)
    guard let least = known.min(), let most = known.max() else { return "" }
    let span = most - least
    return String(
      values.map { value in
        guard let value else { return " " }
        let place = span > 0 ? (value - least) / span : 0.5
        return steps[Int((place * Double(steps.count - 1)).rounded())]
      })
  }

  private static func means(_ values: [Double?]) -> [Double?] {
    guard values.count > longest else { return values }
    return (0..<longest).map { index in
      let part = values[(index * values.count / longest)..<((index + 1) * values.count / longest)]
      let known = part.compactMap(\.self)
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
  }
}
