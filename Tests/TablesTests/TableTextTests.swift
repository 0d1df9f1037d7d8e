import JSON
import Tables
import TestSupport
import Testing

/// CSV and Markdown against readers of their own.
@Suite struct `Tables as text` {
  private static func text(_ value: JSONValue) -> String {
    value.isNull ? "" : value.string ?? value.description
  }

  /// RFC 4180: fields, and whether they were quoted.
  private static func readCSV(_ text: [UInt8]) -> [[(text: String, isQuoted: Bool)]] {
    var rows: [[(text: String, isQuoted: Bool)]] = [[]]
    var field: [UInt8] = []
    var isQuoted = false
    var isInside = false
    var index = 0
    func end() { rows[rows.count - 1].append((String(decoding: field, as: UTF8.self), isQuoted)) }
    while index < text.count {
      let byte = text[index]
      let next = index + 1 < text.count ? text[index + 1] : 0
      switch byte {
      case 0x22 where isInside && next == 0x22:
        field.append(byte)
        index += 1
      case 0x22:
        isInside.toggle()
        isQuoted = true
      case 0x2C where !isInside:
        end()
        (field, isQuoted) = ([], false)
      case 0x0D where !isInside && next == 0x0A:
        end()
        (field, isQuoted) = ([], false)
        rows.append([])
        index += 1
      default: field.append(byte)
      }
      index += 1
    }
    return rows.dropLast()
  }

  private static func readMarkdown(_ text: String) -> [[String]] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: true).map { line in
      var cells: [String] = []
      var cell = String.UnicodeScalarView()
      var isEscaped = false
      for scalar in line.dropFirst() {
        if isEscaped {
          cell.append(scalar == "n" ? "\n" : scalar == "r" ? "\r" : scalar)
          isEscaped = false
        } else if scalar == "\\" {
          isEscaped = true
        } else if scalar == "|" {
          cells.append(String(String.UnicodeScalarView(cell.dropFirst().dropLast())))
          cell = String.UnicodeScalarView()
        } else {
          cell.append(scalar)
        }
      }
      return cells
    }
  }

  @Test(arguments: UInt64(1)...20) func `read back to the same values`(seed: UInt64) throws {
    var random = RandomRows(seed: seed)
    var fold = RowFold(try RowQuery(.init(limit: 1000)), in: .init())
    try fold.add(rows(random.rows(30)), at: PagePosition(window: 0, page: 0))
    let table = try fold.table()
    let csv = Self.readCSV(table.csv(defusesFormulas: false))
    #expect(csv.first?.map(\.text) == table.columns)
    #expect(csv.dropFirst().map { $0.map(\.text) } == table.rows.map { $0.map(Self.text) })
    for (read, row) in zip(csv.dropFirst(), table.rows) {
      for (field, value) in zip(read, row) where value.isNull { #expect(!field.isQuoted) }
      for (field, value) in zip(read, row) where value == "" { #expect(field.isQuoted) }
    }
    let markdown = Self.readMarkdown(table.markdown(defusesFormulas: false))
    #expect(markdown.first == table.columns)
    #expect(markdown.dropFirst(2).map { $0 } == table.rows.map { $0.map(Self.text) })
  }

  @Test func `write pages for a file`() throws {
    let page = try rows(#"[{"a":1,"o":{"x":"=2"}}, {"b":"é, \"q\"","a":-3}]"#)
    var columns = RowColumns()
    columns.add(page)
    #expect(columns.names == ["a", "o.x", "b"])
    var csv = RowExport(.csv, columns: columns, defusesFormulas: true)
    #expect(csv.header == Array("a,o.x,b\r\n".utf8))
    #expect(csv.chunk(page) == Array("1,'=2,\r\n-3,,\"é, \"\"q\"\"\"\r\n".utf8))
    var lines = RowExport(.jsonl, columns: columns, defusesFormulas: true)
    #expect(lines.header.isEmpty)
    #expect(
      String(decoding: lines.chunk(page), as: UTF8.self)
        == "{\"a\":1,\"o\":{\"x\":\"=2\"}}\n{\"b\":\"é, \\\"q\\\"\",\"a\":-3}\n")
  }

  @Test(arguments: ["=1", "+1", "-x", "@a", "\tx", "\rx"])
  func `defuse formulas where that is asked for`(text: String) throws {
    let table = Table(columns: ["c"], rows: [[.string(text)], [-5]])
    let fields = Self.readCSV(table.csv(defusesFormulas: true)).map { $0[0].text }
    #expect(fields == ["c", "'" + text, "-5"])
    #expect(Self.readCSV(table.csv(defusesFormulas: false))[1][0].text == text)
  }

  @Test func `write a row a line`() throws {
    let table = Table(columns: ["a", "b"], rows: [[1, nil], ["x\n", [2]]])
    #expect(
      String(decoding: table.jsonLines(), as: UTF8.self)
        == "{\"a\":1,\"b\":null}\n{\"a\":\"x\\n\",\"b\":[2]}\n")
  }
}
