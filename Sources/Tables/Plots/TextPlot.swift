package import JSON

/// An answer's figures drawn in characters, for a terminal: bars of rows, or lines over time.
package struct TextPlot {
  private let rows: PlottedRows
  /// How many columns of characters it may take.
  private let width: Int

  /// So many rows of bars, and columns of lines, are drawn at most.
  private static let mostBars = 40
  private static let mostLines = 4
  private static let height = 8
  private static let parts: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// nil where the answer holds no figures. `pointer` is where a list has its rows.
  package init?(_ answer: JSONObject, rows pointer: JSONPointer?, width: Int) {
    guard let rows = PlottedRows(answer, at: pointer) else { return nil }
    self.rows = rows
    self.width = max(width, 30)
  }

  package var lines: [String] {
    let isLines = rows.isOverTime && rows.labels.count > 2
    let drawn = isLines ? Self.mostLines : 1
    let plots =
      isLines
      ? rows.columns.prefix(drawn).flatMap { [""] + line(of: $0) }.dropFirst() + []
      : bars(of: rows.columns[0])
    let others = rows.columns.dropFirst(drawn).map(\.name)
    return plots + (others.isEmpty ? [] : ["not drawn: \(others.joined(separator: ", "))"])
  }

  /// A bar a row: its name, the bar, its figure. Those of figures below zero are drawn to the left.
  private func bars(of column: PlottedRows.Column) -> [String] {
    let shown = min(rows.labels.count, Self.mostBars)
    let labels = rows.labels.prefix(shown).map { $0.onOneLine.cut(toWidth: width / 3) }
    let figures = column.values.prefix(shown).map { $0?.text ?? "–" }
    let values = column.values.prefix(shown).map { $0?.double ?? 0 }
    let side = labels.map(\.displayWidth).max() ?? 0
    let room = max(8, width - side - (figures.map(\.count).max() ?? 0) - 3)
    let most = max(values.max() ?? 0, 0)
    let least = min(values.min() ?? 0, 0)
    let left = most > least ? Int((-least / (most - least) * Double(room)).rounded()) : 0
    let unit = most - least > 0 ? Double(room) / (most - least) : 0
    var lines = [column.name]
    for index in 0..<shown {
      let length = abs(values[index]) * unit
      let bar = values[index] < 0 ? below(length, left) : blank(left) + Self.bar(length)
      lines.append("\(pad(labels[index], side)) \(bar) \(figures[index])")
    }
    if rows.labels.count > shown { lines.append("… \(rows.labels.count - shown) more") }
    return lines
  }

  /// A bar of so many characters, to the eighth of one.
  private static func bar(_ length: Double) -> String {
    let eighths = max(0, Int((length * 8).rounded()))
    let rest = eighths % 8
    return String(repeating: "█", count: eighths / 8) + (rest > 0 ? String(parts[rest]) : "")
  }

  /// Its end is at `left`; there are no eighths on that side of a character.
  private func below(_ length: Double, _ left: Int) -> String {
    let count = min(left, max(1, Int(length.rounded())))
    return blank(left - count) + String(repeating: "█", count: count)
  }

  /// A line in Braille characters, two dots wide and four high, with its least and greatest figure.
  private func line(of column: PlottedRows.Column) -> [String] {
    let known = column.values.compactMap(\.self)
    guard let least = known.min(), let most = known.max() else { return [] }
    let side = max(least.text.count, most.text.count)
    var canvas = BrailleCanvas(columns: max(10, width - side - 2), rows: Self.height)
    let span = most.double - least.double
    var last: (x: Int, y: Int)?
    for (index, number) in column.values.enumerated() {
      guard let number else {
        last = nil
        continue
      }
      let place = span > 0 ? (number.double - least.double) / span : 0.5
      let x = index * (canvas.width - 1) / max(1, column.values.count - 1)
      let y = Int(((1 - place) * Double(canvas.height - 1)).rounded())
      canvas.draw(from: last ?? (x, y), to: (x, y))
      last = (x, y)
    }
    let drawn = canvas.lines.enumerated().map { row, text in
      let mark = row == 0 ? most.text : row == Self.height - 1 ? least.text : ""
      return "\(blank(side - mark.count))\(mark) ┤\(text)"
    }
    let first = rows.labels.first ?? ""
    let end = rows.labels.last ?? ""
    let gap = blank(max(1, width - side - 2 - first.count - end.count))
    return [column.name] + drawn + ["\(blank(side + 2))\(first)\(gap)\(end)"]
  }

  private func blank(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  private func pad(_ text: String, _ count: Int) -> String {
    text + blank(count - text.displayWidth)
  }
}

/// Dots of Braille characters (Unicode block 2800–28FF).
private struct BrailleCanvas {
  let width: Int
  let height: Int
  private let columns: Int
  private var cells: [UInt8]

  /// The bit of each dot, by row and column.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  init(columns: Int, rows: Int) {
    self.columns = columns
    width = columns * 2
    height = rows * 4
    cells = Array(repeating: 0, count: columns * rows)
  }

  mutating func draw(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y), 1)
    for step in 0...steps {
      let x = start.x + (end.x - start.x) * step / steps
      let y = start.y + (end.y - start.y) * step / steps
      cells[y / 4 * columns + x / 2] |= Self.bits[y % 4][x % 2]
    }
  }

  var lines: [String] {
    stride(from: 0, to: cells.count, by: columns).map { start in
      String(
        String.UnicodeScalarView(
          cells[start..<start + columns].compactMap { Unicode.Scalar(0x2800 + UInt32($0)) }))
    }
  }
}
