import JSON
import Tables
import TestSupport
import Testing

@Suite struct `Answers within a budget` {
  private static let rest: JSONObject = [
    "read": ["rows": 200, "requests": 2, "complete": true], "handle": "r_1",
  ]

  private static func tables() throws -> [Table] {
    var random = RandomRows(seed: 5)
    let page = try rows(random.rows(120))
    let context = RowFold.Context(defaultMeasures: ["clicks"])
    let queries: [RowQuery.Words] = [
      .init(limit: 200), .init(sortBy: ["-clicks"], limit: 40),
      .init(groupBy: ["at:day", "name"], limit: 100), .init(fields: ["name", "owner"], limit: 60),
    ]
    return try queries.map { words in
      var fold = RowFold(try RowQuery(words), in: context)
      try fold.add(page, at: PagePosition(window: 0, page: 0))
      return try fold.table()
    }
  }

  private func check(_ answer: JSONObject, _ table: Table, _ format: Table.Format) throws {
    #expect(try JSONValue(parsing: JSONValue.object(answer).serialized()) == .object(answer))
    #expect(answer["totals"] == table.totals.map { .object($0) })
    #expect(answer["rows_total"]?.int == table.rowsTotal)
    #expect(answer["read"] == Self.rest["read"])
    let columns = try #require(answer["columns"]?.array).compactMap(\.string)
    switch format {
    case .columns:
      let rows = try #require(answer["rows"]?.array)
      #expect(rows.allSatisfy { $0.array?.count == columns.count })
      #expect(rows.count + (answer["dropped"]?["rows"]?.int ?? 0) == table.rows.count)
    case .objects:
      let rows = try #require(answer["rows"]?.array)
      #expect(rows.allSatisfy { $0.object?.keys == columns })
    case .csv, .markdown: #expect(answer["text"]?.string != nil)
    }
  }

  @Test(arguments: 0..<16)
  func `fit every budget from 100 to 5,000`(remainder: Int) throws {
    let tables = try Self.tables()
    let format = Table.Format.allCases[remainder % 4]
    for budget in 100...5000 where (budget + budget / 16) % 16 == remainder {
      let table = tables[budget / 4 % 4]
      let answer = table.json(
        as: format, followedBy: Self.rest, budgetTokens: budget, defusesFormulas: false)
      let size = JSONValue.object(answer).serialized().count
      #expect(size <= 4 * budget, "\(size) bytes for \(budget) tokens")
      try check(answer, table, format)
    }
  }

  /// What is told without writing it must be what is written.
  @Test(arguments: Table.Format.allCases)
  func `are as long as they were reckoned`(format: Table.Format) throws {
    for table in try Self.tables() {
      let whole = table.json(
        as: format, followedBy: [:], budgetTokens: 1_000_000, defusesFormulas: true)
      let size = JSONValue.object(whole).serialized().count
      for budget in [size / 4, (size + 3) / 4] {
        let answer = table.json(
          as: format, followedBy: [:], budgetTokens: budget, defusesFormulas: true)
        #expect((answer == whole) == (size <= 4 * budget))
      }
    }
  }

  @Test func `are whole where there is room, in the contract's order`() throws {
    let table = try Self.tables()[2]
    let answer = table.json(
      as: .columns, followedBy: Self.rest, budgetTokens: 100_000, defusesFormulas: false)
    #expect(answer.keys == ["columns", "rows", "rows_total", "totals", "read", "handle"])
    #expect(answer["rows"]?.array?.count == table.rows.count)
  }

  @Test func `lose constant columns first, then the last ones, then rows`() throws {
    let lines = (0..<10).map { row in
      "{\"a\":\"always\",\"b\":\(row),\"c\":\"long text \(row)\",\"d\":\(10 + row)}"
    }
    let text = "[" + lines.joined(separator: ",") + "]"
    let table = try table(.init(sortBy: ["b"]), of: text)
    func answer(_ bytes: Int) -> JSONObject {
      table.json(as: .columns, followedBy: [:], budgetTokens: bytes / 4, defusesFormulas: false)
    }
    #expect(answer(360)["dropped"] == nil)
    #expect(answer(320)["columns"] == ["b", "c", "d"])
    #expect(answer(320)["dropped"] == ["columns": ["a"]])
    #expect(answer(280)["columns"] == ["b", "c"])
    #expect(answer(160)["dropped"] == ["columns": ["a", "c", "d"]])
    let shortest = answer(112)
    #expect(shortest["columns"] == ["b"])
    #expect(shortest["rows"] == [[0], [1], [2], [3], [4], [5]])
    #expect(shortest["dropped"] == ["columns": ["a", "c", "d"], "rows": 4])
  }
}
