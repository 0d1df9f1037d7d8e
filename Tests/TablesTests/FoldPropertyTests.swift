import JSON
import Tables
import TestSupport
import Testing

/// What must hold however the rows come.
@Suite struct `Folds of pages` {
  private static let queries: [RowQuery.Words] = [
    .init(groupBy: ["name"], measures: ["count()", "sum(price)", "avg(price)", "share(clicks)"]),
    .init(groupBy: ["at:week", "owner.id"], measures: ["min(price)", "max(name)", "sum(clicks)"]),
    .init(
      groupBy: ["extra"], measures: ["distinct(name)", "distinct(price)"],
      sortBy: ["-distinct(price)"]),
    .init(filters: ["clicks > 100", "name != Alpha"], groupBy: ["at:month"]),
    .init(measures: ["ratio(clicks,price)", "distinct(owner)"]),
    .init(filters: ["price is not null"], sortBy: ["-clicks", "name"], limit: 7),
    .init(limit: 30), .init(sortBy: ["extra"], fields: ["clicks", "at"], limit: 1000),
  ]

  private static let context = RowFold.Context(
    known: ["name", "at", "clicks", "price", "owner.id", "owner", "extra"],
    defaultMeasures: ["clicks"], day: "at", offset: { _ in -7200 })

  private static func pages(_ generator: inout SeededGenerator) throws -> [(Int, RowText)] {
    var random = RandomRows(seed: generator.next())
    return try (0..<8).map { page in
      (page, try rows(random.rows(Int.random(in: 0...40, using: &generator))))
    }
  }

  private static func fold(
    _ words: RowQuery.Words, _ pages: [(Int, RowText)]
  ) throws -> RowFold {
    var fold = RowFold(try RowQuery(words), in: context)
    for (page, rows) in pages {
      try fold.add(rows, at: PagePosition(window: page / 3, page: page % 3))
    }
    return fold
  }

  @Test(arguments: queries.indices, UInt64(1)...12)
  func `give the same in any order, and split any way`(query: Int, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let words = Self.queries[query]
    let pages = try Self.pages(&generator)
    let whole = try Self.fold(words, pages).table().whole
    let shuffled = pages.shuffled(using: &generator)
    #expect(try Self.fold(words, shuffled).table().whole == whole)
    let cut = Int.random(in: 0...pages.count, using: &generator)
    let other = Int.random(in: cut...pages.count, using: &generator)
    var merged = try Self.fold(words, Array(shuffled[other...]))
    try merged.merge(Self.fold(words, Array(shuffled[..<cut])))
    try merged.merge(Self.fold(words, Array(shuffled[cut..<other])))
    #expect(try merged.table().whole == whole)
  }

  @Test(arguments: UInt64(1)...20)
  func `add up to the total, whatever they are grouped by`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pages = try Self.pages(&generator)
    for columns in [["name"], ["at:day"], ["owner.id", "extra"], ["price"]] {
      let words = RowQuery.Words(
        groupBy: columns, measures: ["sum(clicks)", "count()"], limit: 10_000)
      let table = try Self.fold(words, pages).table()
      for (index, name) in ["sum(clicks)", "count()"].enumerated() {
        let parts = table.rows.compactMap { $0[columns.count + index].int }
        #expect(table.totals?[name]?.int == parts.reduce(0, +))
      }
      let count = pages.reduce(0) { $0 + $1.1.count }
      #expect(table.totals?["count()"]?.int == count)
    }
  }

  @Test(arguments: UInt64(1)...10) func `equal a plain count`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pages = try Self.pages(&generator)
    var sums: [String: Int] = [:]
    for (_, rows) in pages {
      for index in 0..<rows.count {
        let row = rows.row(index)
        sums[row["name"]?.string ?? "", default: 0] += row["clicks"]?.int ?? 0
      }
    }
    let words = RowQuery.Words(groupBy: ["name"], measures: ["sum(clicks)"])
    let table = try Self.fold(words, pages).table()
    let found = table.rows.map { ($0[0].string ?? "", $0[1].int ?? 0) }
    #expect(Dictionary(uniqueKeysWithValues: found) == sums)
  }
}
