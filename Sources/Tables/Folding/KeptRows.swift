internal import JSON

/// The first rows of an order, as many as are answered: of more, the last ones are let go.
struct KeptRows: Sendable {
  private(set) var rows: [Row] = []
  private let limit: Int
  private let sorting: [Bool]
  /// The last row that is among the first ones, once there are enough.
  private var last: Row?

  struct Row: Sendable {
    let keys: [SortKey]
    let position: PagePosition
    let index: Int
    let text: [UInt8]
  }

  /// `descending` says so for each of the keys.
  init(limit: Int, descending: [Bool]) {
    self.limit = limit
    sorting = descending
  }

  mutating func add(_ row: @autoclosure () -> Row, ifBefore keys: [SortKey], _ place: Place) {
    guard limit > 0 else { return }
    if let last, !precedes(keys, place, last) { return }
    rows.append(row())
    // Twice as many, so that sorting them costs little a row.
    if rows.count >= 64, rows.count / 2 >= limit { trim() }
  }

  /// A row's place in the service's order.
  struct Place {
    let position: PagePosition
    let index: Int
  }

  mutating func merge(_ other: KeptRows) {
    rows += other.rows
    trim()
  }

  mutating func trim() {
    var rows = rows
    self.rows = []
    rows.sort { precedes($0.keys, Place(position: $0.position, index: $0.index), $1) }
    if rows.count >= limit {
      rows.removeLast(rows.count - limit)
      last = rows.last
    }
    self.rows = rows
  }

  private func precedes(_ keys: [SortKey], _ place: Place, _ other: Row) -> Bool {
    let order = sortOrder(keys, other.keys, descending: sorting)
    if order != 0 { return order < 0 }
    if place.position != other.position { return place.position < other.position }
    return place.index < other.index
  }
}

/// Negative, zero, or positive; nothing comes last in either direction.
func sortOrder(_ left: [SortKey], _ right: [SortKey], descending: [Bool]) -> Int {
  for index in left.indices {
    let order = left[index].order(to: right[index])
    guard order != 0 else { continue }
    let isReversed = descending[index] && !left[index].isNull && !right[index].isNull
    return isReversed ? -order : order
  }
  return 0
}
