internal import JSON

/// A cell as text: nothing for null, arrays and objects as JSON.
private func cellText(_ value: JSONValue, defusesFormulas: Bool) -> String {
  switch value {
  case .null: return ""
  case .bool, .number, .array, .object: return value.description
  case .string(let text):
    guard defusesFormulas, let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) else {
      return text
    }
    return "'" + text
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
