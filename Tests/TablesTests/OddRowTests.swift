import JSON
import Tables
import TestSupport
import Testing

/// Rows that no service should send.
@Suite struct `Odd rows` {
  private static let names = [
    "a", "b", "a.b", "", "\"", "\\", "é", "e\u{301}", "n\u{0}", "value", "long name of a column",
    "a\n",
  ]
  private static let numbers = [
    "1e999999999", "-1e-999999999", "0e5", "1.50", "-0", "123456789012345678901234567890", "1E+2",
    "0.1e400", "99999999999999999999e390",
  ]
  private static let texts = [
    "2026-02-30", "2026-03-01T10:00:00.123456789123Z", "9999-12-31", "0000-01-01", "20260301",
    "\u{10FFFF}|\r\n", "-", "1e5", "2026-03-01T10:00:00+25:00", "2026-03-01T", "99999999",
  ]

  private static func text(of name: String, escaped: Bool) -> String {
    guard escaped, let first = name.unicodeScalars.first, first.value < 0x10000 else {
      return JSONValue.string(name).description
    }
    let hex = String(first.value, radix: 16)
    let rest = JSONValue.string(String(name.unicodeScalars.dropFirst())).description.dropFirst()
    return "\"\\u" + String(repeating: "0", count: 4 - hex.count) + hex + rest
  }

  private static func value(_ depth: Int, _ generator: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
    case 0: return "null"
    case 1: return Bool.random(using: &generator) ? "true" : "false"
    case 2: return numbers.randomElement(using: &generator) ?? "0"
    case 3: return String(Int.random(in: -9...9, using: &generator))
    case 4:
      return text(of: texts.randomElement(using: &generator) ?? "", escaped: false)
    case 5: return text(of: names.randomElement(using: &generator) ?? "", escaped: true)
    case 6:
      let items = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        value(depth - 1, &generator)
      }
      return "[" + items.joined(separator: " ,\t") + "]"
    default: return object(depth, &generator)
    }
  }

  private static func object(_ depth: Int, _ generator: inout SeededGenerator) -> String {
    let members = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      let name = names.randomElement(using: &generator) ?? ""
      let space = Bool.random(using: &generator) ? "" : "\n "
      return text(of: name, escaped: .random(using: &generator)) + space + ":" + space
        + value(depth - 1, &generator)
    }
    return "{" + members.joined(separator: Bool.random(using: &generator) ? "," : " , ") + "}"
  }

  private static func page(_ generator: inout SeededGenerator) -> String {
    let rows = (0..<25).map { _ in
      Bool.random(using: &generator) ? object(3, &generator) : value(2, &generator)
    }
    return "[" + rows.joined(separator: ",") + "]"
  }

  @Test(arguments: UInt64(1)...150) func `have the cells that parsing them gives`(
    seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let rows = try rows(Self.page(&generator))
    let paths: [[String]] = [
      ["a"], ["a", "b"], ["a.b"], ["é"], ["b", "a", "b"], ["value"], ["\""],
    ]
    var reader = JSONFieldReader(paths: paths)
    var columns = RowColumns()
    columns.add(rows)
    let text = Array(rows.chunk(0..<rows.count))
    let again = try RowText(chunk: text)
    for index in 0..<rows.count {
      var cells = paths.map { _ in JSONCell.missing }
      let bytes = rows.row(index).serialized()
      reader.read(bytes.span, from: 0, into: &cells)
      #expect(again.row(index) == rows.row(index))
      let row = rows.row(index)
      for (path, cell) in zip(paths, cells) {
        let found =
          cell.isMissing ? JSONValue?.none : JSONValue(proven: bytes, cell.start..<cell.end)
        #expect(found == Self.member(path, of: row))
      }
    }
  }

  @Test(arguments: UInt64(1)...150) func `have the columns and the CSV that parsing them gives`(
    seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    var columns = RowColumns()
    var seen = SeenColumns()
    var pages: [RowText] = []
    for _ in 0..<3 {
      let page = try rows(Self.page(&generator))
      columns.add(page)
      for index in 0..<page.count { seen.add(page.row(index)) }
      pages.append(page)
      #expect(columns.names == seen.paths.map { $0.joined(separator: ".") })
    }
    for defuses in [false, true] {
      var export = RowExport(.csv, columns: columns, defusesFormulas: defuses)
      for page in pages {
        let values = (0..<page.count).map { index in
          seen.paths.map { Self.member($0, of: page.row(index)) ?? .null }
        }
        let table = Table(columns: columns.names, rows: values)
        #expect(export.header + export.chunk(page) == table.csv(defusesFormulas: defuses))
      }
    }
  }

  /// What stands there; what is no object has the member `value`.
  private static func member(_ path: [String], of row: JSONValue) -> JSONValue? {
    guard row.object != nil else { return path == ["value"] ? row : .none }
    var value = row
    for name in path {
      guard let next = value.object?[name] else { return .none }
      value = next
    }
    return value
  }

  @Test(arguments: UInt64(1)...60) func `are folded, sorted and written`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let page = Self.page(&generator)
    let context = RowFold.Context(
      known: ["a", "b", "a.b", "value"], defaultMeasures: ["a"], day: "b", offset: { _ in 60 })
    let queries: [RowQuery.Words] = [
      .init(
        groupBy: ["a", "b:week"], measures: ["sum(b)", "avg(value)", "distinct(a)", "max(b)"]),
      .init(filters: ["a >= 1", "b != x"], sortBy: ["-a", "b"]), .init(),
      .init(filters: ["a ~ e"], measures: ["ratio(a,b)", "share(b)", "min(a)"]),
    ]
    for words in queries {
      let table = try table(words, of: page, in: context)
      for format in Table.Format.allCases {
        let answer = table.json(
          as: format, followedBy: [:], budgetTokens: 2000, defusesFormulas: true)
        let bytes = JSONValue.object(answer).serialized()
        #expect(bytes.count <= 8000)
        #expect(throws: Never.self) { try JSONValue(parsing: bytes) }
      }
    }
  }

  @Test func `count what is true`() throws {
    let words = RowQuery.Words(measures: ["sum(a)", "avg(a)"])
    let answer = try table(words, of: #"[{"a":true},{"a":false},{"a":true},{"a":null},{"a":"1"}]"#)
    #expect(answer.line == "[[3,0.75]]")
    #expect(answer.notes == [])
  }

  @Test func `may have a name twice, the last one counts`() throws {
    let text = #"[{"a":{"x":1},"a":{"y":2},"n":1,"n":5}]"#
    let words = RowQuery.Words(fields: ["n", "a.x", "a.y"])
    let context = RowFold.Context(known: ["a.x"])
    #expect(try table(words, of: text, in: context).line == "[[5,null,2]]")
  }

  @Test func `may be as deep as the parser lets them be`() throws {
    let depth = 120
    let text =
      "[" + String(repeating: "{\"a\":", count: depth) + "1"
      + String(repeating: "}", count: depth) + "]"
    let name = Array(repeating: "a", count: depth).joined(separator: ".")
    #expect(try table(.init(fields: [name]), of: text).line == "[[1]]")
  }
}

/// The columns of rows, from their values.
private struct SeenColumns {
  private var order: [[String]] = []
  private var leaves: Set<[[UInt8]]> = []
  private var filled: Set<[[UInt8]]> = []
  private var parents: Set<[[UInt8]]> = []

  private static func key(_ path: [String]) -> [[UInt8]] { path.map { Array($0.utf8) } }

  /// Where something but an object stood, and not only nulls in the place of one.
  var paths: [[String]] {
    order.filter {
      let key = Self.key($0)
      return leaves.contains(key) && (filled.contains(key) || !parents.contains(key))
    }
  }

  mutating func add(_ row: JSONValue) {
    guard row.object != nil else { return see(["value"], row) }
    see([], row)
  }

  private mutating func see(_ path: [String], _ value: JSONValue) {
    let key = Self.key(path)
    if !path.isEmpty, !order.contains(where: { Self.key($0) == key }) { order.append(path) }
    if let object = value.object, !object.isEmpty || path.isEmpty {
      parents.insert(key)
      for (name, member) in object { see(path + [name], member) }
    } else {
      leaves.insert(key)
      if !value.isNull { filled.insert(key) }
    }
  }
}
