import Tables

extension String {
  /// The lines of a text, no wider than `width` where a blank can be broken at. The first is set in
  /// by `indent`, those that go on by `hanging`. What is set in itself is to be copied: it goes on
  /// behind a backslash.
  func wrapped(to width: Int, indent: Int = 0, hanging: Int? = nil) -> [String] {
    split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      if line.isEmpty { return [""] }
      if line.hasPrefix("  ") {
        return Self.command(line, width - indent).map { indent.blanks + $0 }
      }
      var lines: [String] = []
      for word in line.split(separator: " ") {
        if let last = lines.last, last.displayWidth + 1 + word.displayWidth <= width {
          lines[lines.count - 1] += " " + word
        } else {
          lines.append((lines.isEmpty ? indent : hanging ?? indent).blanks + word)
        }
      }
      return lines
    }
  }

  /// A command that is longer than a line goes on in the next, as a shell reads it. Nothing is broken
  /// within quotes.
  private static func command(_ line: Substring, _ width: Int) -> [String] {
    guard line.displayWidth > width else { return [String(line)] }
    let margin = line.prefix { $0 == " " }.count
    var words: [String] = []
    var quote: Character?
    for word in line.dropFirst(margin).split(separator: " ") {
      if quote != nil { words[words.count - 1] += " " + word } else { words.append(String(word)) }
      for character in word where character == "'" || character == "\"" {
        quote = quote == nil ? character : quote == character ? nil : quote
      }
    }
    let goesOn = words.last == "\\"
    if goesOn { words.removeLast() }
    var lines: [String] = []
    for (index, word) in words.enumerated() {
      let end = index == words.count - 1 && !goesOn ? 0 : 2
      if let last = lines.last, last.displayWidth + 1 + word.displayWidth + end <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append((lines.isEmpty ? margin : margin + 2).blanks + word)
      }
    }
    return lines.enumerated().map { index, line in
      index == lines.count - 1 && !goesOn ? line : line + " \\"
    }
  }
}

extension Int {
  /// So many of them.
  var blanks: String { String(repeating: " ", count: Swift.max(0, self)) }
}
