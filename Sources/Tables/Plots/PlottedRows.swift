package import JSON

/// The rows of an answer as they can be drawn: columns of figures, and what each row is called.
package struct PlottedRows: Equatable, Sendable {
  /// What each row is: its day, or its texts.
  package private(set) var labels: [String]
  /// The columns of figures, none of them ids, in their order.
  package private(set) var columns: [Column]
  /// Whether each row is another span of time. They are in its order then.
  package let isOverTime: Bool

  package struct Column: Equatable, Sendable {
    package let name: String
    /// nil where a row has none.
    package fileprivate(set) var values: [JSONNumber?]
  }

  /// nil where an answer holds no rows with figures. `pointer` is where a list has its rows; without
  /// one they are the longest list in it.
  package init?(_ answer: JSONObject, at pointer: JSONPointer? = nil) {
    guard let table = CellTable(answer, at: pointer) else { return nil }
    let columns = table.columns.indices.compactMap { Self.column(at: $0, of: table) }
    guard !columns.isEmpty else { return nil }
    self.columns = columns
    let named = table.columns.indices.filter { index in
      !Self.isID(table.columns[index]) && !columns.contains { $0.name == table.columns[index] }
    }
    let texts = named.map { index in table.rows.map { $0[index].string ?? "" } }
    if let times = texts.first(where: Self.isInOrder) {
      isOverTime = true
      labels = times
      if let first = times.first, let last = times.last, first > last { reverse() }
    } else {
      isOverTime = false
      labels = table.rows.indices.map { row in
        texts.prefix(2).map { $0[row] }.filter { !$0.isEmpty }.joined(separator: ", ")
      }
    }
  }

  /// A column whose cells are figures, or nothing.
  private static func column(at index: Int, of table: CellTable) -> Column? {
    guard !isID(table.columns[index]) else { return nil }
    let cells = table.rows.map { $0[index] }
    let values = cells.map(\.number)
    let isFigures = zip(cells, values).allSatisfy { $0.isNull || $1 != nil }
    guard isFigures, values.contains(where: { $0 != nil }) else { return nil }
    return Column(name: table.columns[index], values: values)
  }

  private mutating func reverse() {
    labels.reverse()
    for index in columns.indices { columns[index].values.reverse() }
  }

  private static func isID(_ column: String) -> Bool {
    column == "id" || column.hasSuffix("_id") || column.hasSuffix(".id")
  }

  /// Whether the texts are days, or other spans of time, that go one way. Written the same way, they
  /// have the order of their text (ISO 8601).
  private static func isInOrder(_ texts: [String]) -> Bool {
    guard texts.count > 1, texts.allSatisfy({ isTime($0) && $0.utf8.count == texts[0].utf8.count })
    else { return false }
    let pairs = zip(texts, texts.dropFirst())
    return pairs.allSatisfy { $0 < $1 } || pairs.allSatisfy { $0 > $1 }
  }

  /// `2026`, `2026-03`, `2026-W12`, `2026-Q1`, `2026-03-01`, or an instant.
  private static func isTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 4, bytes.prefix(4).allSatisfy(isDigit) else { return false }
    guard bytes.count > 4 else {
      return bytes[0] == UInt8(ascii: "1") || bytes[0] == UInt8(ascii: "2")
    }
    guard bytes.count >= 7, bytes[4] == UInt8(ascii: "-") else { return false }
    let mark = bytes[5]
    let isSpan = mark == UInt8(ascii: "W") || mark == UInt8(ascii: "Q") || isDigit(mark)
    return isSpan && isDigit(bytes[6]) && (bytes.count <= 8 || bytes[7] == UInt8(ascii: "-"))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

/// Rows by column, however an answer holds them.
private struct CellTable {
  let columns: [String]
  let rows: [[JSONValue]]

  /// What `query_rows` answers (`columns` beside `rows`), or a list of objects.
  init?(_ answer: JSONObject, at pointer: JSONPointer?) {
    if let names = answer["columns"]?.array, let rows = answer["rows"]?.array, !rows.isEmpty {
      let columns = names.compactMap(\.string)
      self.columns = columns
      self.rows = rows.map { row in
        if let object = row.object { return columns.map { object[$0] ?? .null } }
        let cells = row.array ?? []
        return columns.indices.map { $0 < cells.count ? cells[$0] : .null }
      }
      return
    }
    let list = pointer.flatMap { $0.value(in: .object(answer))?.array } ?? Self.longest(in: answer)
    let objects = list.compactMap(\.object)
    guard let first = objects.first, objects.count == list.count else { return nil }
    let columns = first.members.filter { $0.value.array == nil && $0.value.object == nil }.map(
      \.key)
    self.columns = columns
    rows = objects.map { object in columns.map { object[$0] ?? .null } }
  }

  private static func longest(in answer: JSONObject) -> [JSONValue] {
    answer.members.compactMap(\.value.array).filter { $0.first?.object != nil }
      .max { $0.count < $1.count } ?? []
  }
}
