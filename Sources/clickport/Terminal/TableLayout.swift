/// Which columns of a table are shown in a room, and how wide each is.
struct TableLayout: Equatable {
  /// A column as wide as its widest cell.
  struct Column {
    let width: Int
    /// The greater stays the longer.
    let rank: Int
    /// Whether it means nothing when it is cut, as a number.
    var isRigid = false
  }

  struct Shown: Equatable {
    let column: Int
    var width: Int
  }

  private(set) var shown: [Shown]
  /// The columns that have no room.
  private(set) var leftOut: [Int]

  /// Between two columns.
  static let gap = 2
  /// What a text is at least worth showing of.
  private static let least = 8

  /// Columns go, the least of rank first, until the others have room, of texts a good part. What room
  /// is left then goes to those that are cut. `keepsAll` leaves none out while each has a little.
  init(_ columns: [Column], room: Int?, keepsAll: Bool = false) {
    shown = columns.enumerated().map { Shown(column: $0, width: $1.width) }
    leftOut = []
    guard let room, Self.total(shown) > room else { return }
    let byRank = columns.indices.sorted { (columns[$0].rank, $1) > (columns[$1].rank, $0) }
    let first = byRank[0]
    var widths = columns.map { $0.isRigid ? $0.width : min($0.width, max(12, room * 2 / 5)) }
    // What tells a row from another is whole where that leaves room for one more column.
    widths[first] =
      min(columns[first].width, max(widths[first], room - Self.gap - Self.least * 2))
    if keepsAll {
      widths = columns.map { min($0.width, Self.least / 2) }
    }
    var kept = byRank
    while kept.count > 1, Self.total(kept.map { widths[$0] }) > room {
      if kept.count == 2, !keepsAll, Self.shrink(&widths, kept, columns, to: room) { break }
      leftOut.append(kept.removeLast())
    }
    leftOut.sort()
    widths[first] = min(widths[first], room)
    var spare = room - Self.total(kept.map { widths[$0] })
    for column in kept {
      let more = min(max(0, spare), columns[column].width - widths[column])
      widths[column] += more
      spare -= more
    }
    shown = kept.sorted().map { Shown(column: $0, width: widths[$0]) }
  }

  /// Makes the last of two columns narrower where that is enough.
  private static func shrink(
    _ widths: inout [Int], _ kept: [Int], _ columns: [Column], to room: Int
  ) -> Bool {
    let last = kept[1]
    let left = room - gap - widths[kept[0]]
    guard !columns[last].isRigid, left >= least else { return false }
    widths[last] = left
    return true
  }

  private static func total(_ shown: [Shown]) -> Int { total(shown.map(\.width)) }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }
}
