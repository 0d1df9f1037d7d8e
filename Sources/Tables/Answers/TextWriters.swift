internal import JSON

/// A cell as text: nothing for null, arrays and objects as JSON.
private func cellText(_ value: JSONValue, defusesFormulas: Bool) -> String {
  switch value {
  case .null: ""
  case .bool, .number, .array, .object: value.description
  case .string(let text): defusesFormulas && beginsFormula(text.utf8.first) ? "'" + text : text
  }
}

/// Whether a spreadsheet takes a text for a formula that begins with this byte.
private func beginsFormula(_ first: UInt8?) -> Bool {
  switch first {
  case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
  default: false
  }
}

/// RFC 4180: lines end in CRLF, quotes are doubled. An empty text is `""`, null is nothing.
struct CSVWriter {
  /// Whether a text that a spreadsheet would take for a formula gets an apostrophe in front.
  let defusesFormulas: Bool
  var bytes: [UInt8] = []

  init(defusesFormulas: Bool) {
    self.defusesFormulas = defusesFormulas
  }

  mutating func write(_ row: [JSONValue]) {
    for (index, value) in row.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      writeField(value, isAlone: row.count == 1)
    }
    bytes.append(contentsOf: "\r\n".utf8)
  }

  /// A row of cells of a text, as their values would be written. Those that stand there just as they
  /// are written aren't read for it.
  mutating func write(_ cells: [JSONCell], of source: [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if !copyField(cell, of: source) {
        writeField(cell.value(source), isAlone: cells.count == 1)
      }
    }
    bytes.append(contentsOf: "\r\n".utf8)
  }

  /// False where it has to be written from its value.
  private mutating func copyField(_ cell: JSONCell, of source: [UInt8]) -> Bool {
    let span = source.span
    guard let range = cell.plain(span), let first = range.first else { return false }
    if cell.isString(span) {
      // A text without escapes has no quotes and no line ends in it.
      if defusesFormulas, beginsFormula(source[first]) { return false }
      for index in range where span[index] == UInt8(ascii: ",") { return false }
    }
    bytes.append(contentsOf: source[range])
    return true
  }

  /// A null that is alone would be an empty line, which readers pass over.
  mutating func writeField(_ value: JSONValue, isAlone: Bool) {
    let text = cellText(value, defusesFormulas: defusesFormulas)
    let isQuoted =
      text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      || text.isEmpty && (!value.isNull || isAlone)
    guard isQuoted else { return bytes.append(contentsOf: text.utf8) }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

/// A pipe table. `\|`, `\\`, `\n` and `\r` stand for what would end a cell or be taken for one of
/// these.
struct MarkdownWriter {
  let defusesFormulas: Bool
  var text = ""

  init(defusesFormulas: Bool) {
    self.defusesFormulas = defusesFormulas
  }

  mutating func write(_ row: [JSONValue]) {
    text += "|"
    for value in row {
      text += " " + cell(value) + " |"
    }
    text += "\n"
  }

  func cell(_ value: JSONValue) -> String {
    Self.escaped(cellText(value, defusesFormulas: defusesFormulas))
  }

  mutating func writeRule(_ columns: Int) {
    text += "|" + String(repeating: " --- |", count: columns) + "\n"
  }

  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|", "\\": result.append(contentsOf: "\\".unicodeScalars + [scalar])
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
