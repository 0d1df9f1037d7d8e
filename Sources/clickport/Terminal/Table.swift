import JSON
import Tables

/// Rows in aligned columns, no wider than the terminal.
struct Table {
  private(set) var columns: [Column]
  private(set) var rows: [[JSONValue]] = []
  /// What a line says that tells of columns without room; empty where nothing brings them back.
  var hint = ""
  /// Whether the columns were chosen, so that none is left out for one more.
  private(set) var isChosen = false

  struct Column {
    let title: String
    /// The greater stays the longer where there is no room for all.
    var rank: Int
    /// Whether its texts go on in the next line rather than be cut.
    var wraps = false
    /// Whether its cells hold lists or objects, which only a table without limits shows.
    var isNested = false
  }

  /// `important` are the titles of the columns that stay the longest, in this order; the others go
  /// from the last. The texts of `wrapping` go on in further lines.
  init(header: [String], important: [String] = [], wrapping: [String] = []) {
    columns = header.enumerated().map { index, title in
      let rank = important.firstIndex(of: title).map { header.count - $0 } ?? -index
      return Column(title: title, rank: rank, wraps: wrapping.contains(title))
    }
  }

  /// A column for each field of the rows; nil when there is nothing to show. `important` are the
  /// fields that stay the longest.
  init?(_ values: [JSONValue], important: [String] = []) {
    let objects = values.compactMap(\.object)
    var titles: [String] = []
    var known: Set<String> = []
    for object in objects {
      for key in object.keys where known.insert(key).inserted { titles.append(key) }
    }
    let rows = objects.map { object in titles.map { object[$0] ?? .null } }
    columns = titles.enumerated().map { index, title in
      Column(
        title, at: index, cells: rows.map { $0[index] }, isImportant: important.contains(title))
    }
    guard columns.contains(where: { !$0.isNested }) else { return nil }
    self.rows = rows
  }

  mutating func append(_ row: [String]) {
    rows.append(row.map { .string($0) })
  }

  /// Values, which keep their types where the table is written as JSON.
  mutating func append(values row: [JSONValue]) { rows.append(row) }

  /// Only the first rows.
  func prefix(_ count: Int) -> Table {
    var table = self
    table.rows = Array(rows.prefix(count))
    return table
  }

  /// These columns, in this order; throws when there is none of a name. Unless somebody asked for just
  /// these, they go as others do where there is no room.
  func choosing(_ names: [String], asked isAsked: Bool = true) throws(ValidationError) -> Table {
    var indexes: [Int] = []
    for name in names {
      let exact = columns.firstIndex { $0.title == name }
      guard
        let index = exact
          ?? columns.firstIndex(where: { $0.title.lowercased() == name.lowercased() })
      else {
        let titles = columns.map(\.title)
        throw ValidationError(
          "--columns: there is no column '\(name)'\(ValidationError.suggestion(for: name, among: titles))"
            + "; there are \(titles.joined(separator: ", "))")
      }
      indexes.append(index)
    }
    var table = self
    table.columns = indexes.enumerated().map { rank, index in
      var column = columns[index]
      if isAsked { column.rank = -rank }
      column.isNested = false
      return column
    }
    table.rows = rows.map { row in indexes.map { row[$0] } }
    table.isChosen = isAsked
    return table
  }

  /// The lines as the terminal has room for them: the header's in bold, and at the end what isn't
  /// shown.
  var lines: [String] { lines(width: Terminal.tableWidth) }

  /// The same in so many columns of characters, or as many as they need.
  func lines(width: Int?) -> [String] {
    TableText(self, width: width).lines
      + remarks(width: width).map { Terminal.styled($0, .dim) }
  }

  /// What a reader must know of what isn't shown, no wider than that.
  func remarks(width: Int?) -> [String] {
    let hidden = TableText(self, width: width).hiddenColumns
    guard !hidden.isEmpty else { return [] }
    let more = hidden.count > 12 ? " and \(hidden.count - 12) more" : ""
    let sentence = "Columns not shown: \(hidden.prefix(12).joined(separator: ", "))\(more)."
    let text = hint.isEmpty ? sentence : "\(sentence) \(hint)"
    guard let width else { return [text] }
    return text.wrapped(to: width).map { $0.cut(toWidth: width) }
  }

  /// As a value each that text is written from: CSV and Markdown.
  var values: Tables.Table { Tables.Table(columns: columns.map(\.title), rows: rows) }

  /// An object a row.
  var json: JSONValue {
    .array(
      rows.map { row in
        .object(JSONObject(zip(columns, row).map { ($0.name, $1) }))
      })
  }
}

extension Table.Column {
  /// The title as a program's word.
  var name: String {
    let isHeading = title == title.uppercased()
    return isHeading ? title.lowercased().split(separator: " ").joined(separator: "_") : title
  }

  /// A field of rows. The first field and figures tell the most, then names and states; what is the
  /// same in all rows, or nowhere, the least.
  fileprivate init(_ title: String, at index: Int, cells: [JSONValue], isImportant: Bool) {
    self.title = title
    isNested = cells.contains { $0.array != nil || $0.object != nil }
    let words = title.lowercased().split { $0 == "_" || $0 == "-" }.map(String.init)
    rank = -index
    if index == 0 { rank += 2000 }
    if isImportant { rank += 1000 }
    if words.contains(where: ["name", "title", "status", "state"].contains) { rank += 500 }
    if words.contains(where: ["id", "slug", "url", "uri"].contains) { rank -= 200 }
    if cells.allSatisfy({ $0.isNull || $0 == "" }) {
      rank -= 4000
    } else if cells.count > 1, cells.allSatisfy({ $0 == cells[0] }) {
      rank -= 3000
    }
  }
}

/// A table in characters.
private struct TableText {
  private let table: Table
  private let layout: TableLayout
  /// Of the columns that may be shown, their index in the table.
  private let columns: [Int]
  /// The cells of these, a row each.
  private let cells: [[String]]
  private let isNumeric: [Bool]

  init(_ table: Table, width: Int?) {
    self.table = table
    // A list in a cell helps nobody who hasn't asked for everything.
    let columns = table.columns.indices.filter { width == nil || !table.columns[$0].isNested }
    self.columns = columns
    let cells = table.rows.map { row in columns.map { row[$0].cellText } }
    self.cells = cells
    let isNumeric = columns.indices.map { index in Self.areNumbers(cells.map { $0[index] }) }
    self.isNumeric = isNumeric
    layout = TableLayout(
      columns.indices.map { index in
        let column = table.columns[columns[index]]
        let widest = cells.map { $0[index].displayWidth }.max() ?? 0
        return TableLayout.Column(
          width: max(widest, column.title.displayWidth), rank: column.rank,
          isRigid: isNumeric[index])
      }, room: width, keepsAll: table.isChosen)
  }

  /// The titles of the columns without room.
  var hiddenColumns: [String] {
    let shown = Set(layout.shown.map { columns[$0.column] })
    return table.columns.indices.filter { !shown.contains($0) }.map { table.columns[$0].title }
  }

  var lines: [String] {
    let header = columns.map { table.columns[$0].title }
    return lines(of: header, wraps: false).map { Terminal.styled($0, .strong) }
      + cells.flatMap { lines(of: $0, wraps: true) }
  }

  /// The lines of a row: one, or more where a text goes on.
  private func lines(of row: [String], wraps: Bool) -> [String] {
    let parts = layout.shown.map { shown -> [String] in
      let text = row[shown.column]
      guard wraps, table.columns[columns[shown.column]].wraps else {
        return [text.cut(toWidth: shown.width)]
      }
      return text.wrapped(to: shown.width).map { $0.cut(toWidth: shown.width) }
    }
    return (0..<max(1, parts.map(\.count).max() ?? 1)).map { index in
      let cells = zip(layout.shown, parts).map { shown, lines in
        let text = index < lines.count ? lines[index] : ""
        let room = (shown.width - text.displayWidth).blanks
        return isNumeric[shown.column] ? room + text : text + room
      }
      return cells.joined(separator: TableLayout.gap.blanks).trimmingEnd
    }
  }

  /// Whether all cells that hold something hold a number, as people write one.
  private static func areNumbers(_ cells: [String]) -> Bool {
    let known = cells.filter { !$0.isEmpty }
    return !known.isEmpty
      && known.allSatisfy { cell in
        let digits = cell.hasPrefix("-") ? cell.dropFirst() : cell[...]
        return digits.first?.isNumber == true && digits.allSatisfy { "0123456789.,%".contains($0) }
      }
  }
}

extension JSONValue {
  /// The value on one line, without what a terminal would obey.
  fileprivate var cellText: String {
    if isNull { return "" }
    return (string ?? description).onOneLine
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}
