import JSON
import TestSupport
import Tools

extension Warehouse {
  /// The first day that has stock.
  static let firstDay = CalendarDate(year: 2026, month: 2, day: 20) ?? .first(of: 2026)
  static let days = 56

  /// So many items, none at midnight.
  static func stock(_ count: Int, _ generator: inout SeededGenerator) -> [Item] {
    let start = firstDay.daysSince1970 * 86_400
    return (0..<count).map { id in
      let second = Int.random(in: 0..<days * 86_400 / 2, using: &generator) * 2 + 1
      return Item(
        id: id, seconds: start + second, kind: ["a", "b", "c"][generator.index(below: 3)],
        amount: Int.random(in: -5...50, using: &generator))
    }
  }

  /// One of any kind.
  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let kinds = [PagingDescriptor.Kind.page, .offset, .cursor]
    paging = kinds[generator.index(below: 3)]
    tellsTotal = generator.oneIn(2)
    isNewestFirst = generator.oneIn(2)
    pageSize = [1, 2, 7, 30, 500][generator.index(below: 5)]
    cap = [nil, 1, 3, 10, 31][generator.index(below: 5)]
    takesInstants = generator.oneIn(3)
    tellsInstants = takesInstants || generator.oneIn(2)
    zone = generator.oneIn(2) ? .utc : .newYork
    stock = Self.stock([0, 1, 20, 90][generator.index(below: 4)], &generator)
  }
}
