import JSON
import Tables
import TestSupport

/// Rows of a text of theirs.
func rows(_ text: String) throws -> RowText { try RowText(chunk: Array(text.utf8)) }

func rows(_ values: [JSONValue]) throws -> RowText {
  try RowText(chunk: JSONValue.array(values).serialized())
}

/// The table of one page.
func table(
  _ words: RowQuery.Words, of text: String, in context: RowFold.Context = .init()
) throws -> Table {
  var fold = RowFold(try RowQuery(words), in: context)
  try fold.add(rows(text), at: PagePosition(window: 0, page: 0))
  return try fold.table()
}

/// What is told of a query that can't be answered.
func problems(
  _ words: RowQuery.Words, of text: String, in context: RowFold.Context = .init()
) -> [RowQueryProblems.Problem] {
  do {
    _ = try table(words, of: text, in: context)
    return []
  } catch {
    return (error as? RowQueryProblems)?.problems ?? []
  }
}

extension Table {
  /// The rows as one line of JSON.
  var line: String { JSONValue.array(rows.map { .array($0) }).description }

  /// All that a table says, for comparison.
  var whole: String {
    let days = "\(firstDay?.description ?? "-") \(lastDay?.description ?? "-")"
    let totals = totals.map { JSONValue.object($0).description } ?? "-"
    return "\(columns) \(line) \(rowsTotal) \(totals) \(days) \(rowsRead) \(notes)"
  }
}

/// Rows of clicks as a service may list them: most of a kind, some odd.
struct RandomRows {
  var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &generator)]
  }

  mutating func row() -> JSONValue {
    let day = Int.random(in: 1...28, using: &generator)
    let hour = Int.random(in: 10...23, using: &generator)
    var row: JSONObject = [
      "name": .string(pick(["Alpha", "Beta | \"b\"", "Gamma\n\\", "Ünï", "=1+1", "", "7"])),
      "at": .string("2026-0\(pick([1, 2, 3]))-\(day < 10 ? "0" : "")\(day)T\(hour):00:00Z"),
      "clicks": .number(JSONNumber(Int.random(in: -50...500, using: &generator))),
      "price": pick([
        .number(JSONNumber(text: "\(Int.random(in: 0...99, using: &generator)).10") ?? .init(0)),
        .string("12.5"), .null, "n/a", .number(JSONNumber(text: "1e-7") ?? .init(0)),
      ]),
      "owner": .object(["id": .number(JSONNumber(pick([1, 2]))), "tags": ["a", nil]]),
    ]
    if pick([true, false, false]) { row["extra"] = .bool(pick([true, false])) }
    return .object(row)
  }

  mutating func rows(_ count: Int) -> [JSONValue] { (0..<count).map { _ in row() } }
}
