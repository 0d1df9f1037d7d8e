internal import JSON

/// Texts of several lines that begin with `|` or `>`.
extension YAMLText {
  mutating func blockScalar(inside parent: Int) throws(YAMLParseError) -> YAMLScalar {
    let isFolded = peek == UInt8(ascii: ">")
    position += 1
    var ending: UInt8?
    var indentation: Int?
    while !Self.isSpace(peek) {
      if ending == nil, peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") {
        ending = peek
      } else if indentation == nil, ASCII.isDigit(peek), peek != UInt8(ascii: "0") {
        indentation = max(parent, 0) + Int(peek - UInt8(ascii: "0"))
      } else {
        throw failure("only +, - or one digit can follow the sign of a block")
      }
      position += 1
    }
    try endLine()
    if peek == Self.newline { endOfLine() }
    let lines = try blockLines(inside: parent, indentation)
    let content = lines.prefix((lines.lastIndex { !$0.isEmpty } ?? -1) + 1)
    var text = isFolded ? Self.folded(content) : content.joined(separator: "\n")
    switch ending {
    case UInt8(ascii: "-"): break
    case UInt8(ascii: "+"):
      text += String(
        repeating: "\n", count: lines.count - content.count + (content.isEmpty ? 0 : 1))
    default: text += content.isEmpty ? "" : "\n"
    }
    return YAMLScalar(text: text, isPlain: false)
  }

  /// The lines without their indentation, which is that of the first with a word on it unless it is
  /// given.
  private mutating func blockLines(
    inside parent: Int, _ given: Int?
  ) throws(YAMLParseError) -> [String] {
    var indentation = given
    var lines: [String] = []
    while !isAtEnd, !isMarker {
      let start = self
      while peek == UInt8(ascii: " "), column < indentation ?? .max { position += 1 }
      if peek == Self.newline || isAtEnd {
        lines.append("")
        if !isAtEnd { endOfLine() }
        continue
      }
      if indentation == nil, peek == UInt8(ascii: "\t"), column <= parent {
        throw failure("is indented by a tab; YAML takes spaces only")
      }
      if indentation == nil, column > parent { indentation = column }
      guard let indentation, column >= indentation else {
        self = start
        break
      }
      let first = position
      skipLine()
      lines.append(String(decoding: bytes[first..<position], as: UTF8.self))
      if !isAtEnd { endOfLine() }
    }
    return lines
  }

  /// Lines as one, but for those that begin with a blank and for empty ones.
  private static func folded(_ lines: ArraySlice<String>) -> String {
    var text = ""
    var breaks = 0
    var isAfterDeep = true
    for (index, line) in lines.enumerated() {
      guard let first = line.utf8.first else {
        breaks += 1
        continue
      }
      let isDeep = isBlank(first)
      if index == breaks {
        text += String(repeating: "\n", count: breaks)
      } else if isDeep || isAfterDeep {
        text += String(repeating: "\n", count: breaks + 1)
      } else {
        text += breaks == 0 ? " " : String(repeating: "\n", count: breaks)
      }
      text += line
      isAfterDeep = isDeep
      breaks = 0
    }
    return text
  }
}
