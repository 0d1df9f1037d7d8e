internal import JSON
internal import YAML

/// A text in YAML whose root is a mapping in block style, by its lines.
struct YAMLFileText {
  let bytes: [UInt8]
  let value: JSONValue
  private let lines: [Line]

  private struct Line {
    /// With its end.
    let range: Range<Int>
    /// How many blanks it begins with.
    let indentation: Int
    /// Where what it says begins; empty for a blank line.
    let content: Range<Int>
    let isComment: Bool

    var isBlank: Bool { content.isEmpty }
  }

  init(_ bytes: [UInt8]) throws(HostFileProblem) {
    self.bytes = bytes
    do throws(YAMLParseError) {
      let value = try YAMLParser.parse(bytes)
      self.value = value.isNull ? [:] : value
    } catch {
      throw HostFileProblem(error.reason, line: error.line, column: error.column)
    }
    var lines: [Line] = []
    var start = bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0
    while start < bytes.count {
      let newline = bytes[start...].firstIndex(of: Byte.newline)
      let end = newline.map { $0 + 1 } ?? bytes.count
      let content = bytes[start..<end].firstIndex { !Byte.isSpace($0) } ?? end
      lines.append(
        Line(
          range: start..<end, indentation: content - start,
          content: content..<max(content, bytes.spaceStart(before: end)),
          isComment: content < end && bytes[content] == Byte.hash))
      start = end
    }
    self.lines = lines
  }
}

extension YAMLFileText: ConfigurationText {
  typealias Passages = [(Range<Int>, [UInt8])]

  func checkSection(_ section: String) throws(HostFileProblem) {
    guard let root = value.object else {
      throw HostFileProblem("the file holds \(value.kind), no mapping", line: 1, column: 1)
    }
    guard let present = root[section] else { return }
    guard present.object != nil || present.isNull else {
      throw HostFileProblem(
        "\(section) is \(present.kind), no mapping", line: lineNumber(of: section), column: 1)
    }
    guard let head = head(of: section) else {
      throw HostFileProblem("\(section) doesn't begin a line of its own")
    }
    if children(of: head).isEmpty, present.object?.isEmpty == false {
      throw HostFileProblem(
        "\(section) is written in braces, and only lines can be added", line: head + 1, column: 1)
    }
  }

  func setting(
    _ entry: JSONObject, named name: String, in section: String
  ) throws(HostFileProblem) -> [Passages] {
    guard let head = head(of: section) else {
      let text = line(0, Self.scalar(section) + ":") + block(entry, name, indentation: 2)
      return [[(bytes.count..<bytes.count, (endsInLine ? bytes.lineEnd : []) + text)]]
    }
    let children = children(of: head)
    guard let first = children.first(where: { !lines[$0].isBlank && !lines[$0].isComment }) else {
      // `{}` or `null` goes; a comment stays.
      let content = lines[head].content
      let colon = keyEnd(content, of: section) ?? content.upperBound
      let rest = bytes[colon..<content.upperBound]
      let comment = rest.firstIndex(of: Byte.hash) ?? content.upperBound
      let valueEnd = bytes.spaceStart(before: comment)
      let end = lines[head].range.upperBound
      let missing = bytes[end - 1] == Byte.newline ? [] : bytes.lineEnd
      let text = missing + block(entry, name, indentation: 2)
      return [[(colon..<max(colon, valueEnd), []), (end..<end, text)]]
    }
    let indentation = lines[first].indentation
    let text = block(entry, name, indentation: indentation)
    if let own = ownLines(of: name, children, indentation) {
      let range = lines[own.lowerBound].range.lowerBound..<lines[own.upperBound].range.upperBound
      let isLast = bytes[range.upperBound - 1] != Byte.newline
      return [[(range, isLast ? Array(text.dropLast(bytes.lineEnd.count)) : text)]]
    }
    // The second is for a text that keeps the blank lines behind it.
    let last = children.last { !lines[$0].isBlank && lines[$0].indentation > 0 } ?? first
    return [last, children.upperBound - 1].map { index in
      let end = lines[index].range.upperBound
      let missing = bytes[end - 1] == Byte.newline ? [] : bytes.lineEnd
      return [(end..<end, missing + text)]
    }
  }

  func removing(
    _ name: String, from section: String, keepsSection: Bool
  ) throws(HostFileProblem) -> [Passages] {
    guard let head = head(of: section) else { return [] }
    let children = children(of: head)
    guard let first = children.first(where: { !lines[$0].isBlank && !lines[$0].isComment }),
      let own = ownLines(of: name, children, lines[first].indentation)
    else { return [] }
    let range = lines[own.lowerBound].range.lowerBound..<lines[own.upperBound].range.upperBound
    guard value[section]?.object?.count == 1 else { return [[(range, [])]] }
    let content = lines[head].content
    let colon = keyEnd(content, of: section) ?? content.upperBound
    let emptied: Passages = [(colon..<colon, Array(" {}".utf8)), (range, [])]
    let isAlone = own.lowerBound == head + 1
    if keepsSection || !isAlone { return [emptied] }
    return [[(lines[head].range.lowerBound..<range.upperBound, [])], emptied]
  }

  /// Whether the last line has no end.
  private var endsInLine: Bool {
    guard let last = lines.last else { return false }
    return bytes[last.range.upperBound - 1] != Byte.newline
  }

  /// The line with a key of the root.
  private func head(of section: String) -> Int? {
    lines.firstIndex { line in
      line.indentation == 0 && keyEnd(line.content, of: section) != nil
    }
  }

  private func lineNumber(of section: String) -> Int { (head(of: section) ?? 0) + 1 }

  /// Behind the colon of the key that a line begins with, where it is this one.
  private func keyEnd(_ content: Range<Int>, of key: String) -> Int? {
    let quoted = JSONValue.string(key).description
    for spelling in [key, quoted, "'\(key)'"] where bytes[content].starts(with: spelling.utf8) {
      let rest = bytes[(content.lowerBound + spelling.utf8.count)..<content.upperBound]
      let colon = rest.drop { Byte.isBlank($0) }
      guard colon.first == Byte.colon else { continue }
      let end = colon.startIndex + 1
      if end == content.upperBound || Byte.isBlank(bytes[end]) { return end }
    }
    return nil
  }

  /// The lines below a key of the root.
  private func children(of head: Int) -> Range<Int> {
    let next = lines[(head + 1)...].firstIndex { line in
      line.indentation == 0 && !line.isBlank && !line.isComment
    }
    return head + 1..<(next ?? lines.count)
  }

  /// The first and the last line of an entry.
  private func ownLines(
    of name: String, _ children: Range<Int>, _ indentation: Int
  ) -> ClosedRange<Int>? {
    let key = children.first { index in
      lines[index].indentation == indentation && keyEnd(lines[index].content, of: name) != nil
    }
    guard let key else { return nil }
    let rest = lines[(key + 1)..<children.upperBound]
    let end = rest.firstIndex { !$0.isBlank && $0.indentation <= indentation } ?? rest.endIndex
    let last = lines[(key + 1)..<end].lastIndex { !$0.isBlank } ?? key
    return key...last
  }
}

/// How things are written.
extension YAMLFileText {
  private func line(_ indentation: Int, _ text: String) -> [UInt8] {
    [UInt8](repeating: Byte.space, count: indentation) + text.utf8 + bytes.lineEnd
  }

  private func block(_ entry: JSONObject, _ name: String, indentation: Int) -> [UInt8] {
    var text = line(indentation, Self.scalar(name) + ":")
    for (key, value) in entry.members {
      text += member(Self.scalar(key), value, indentation + 2)
    }
    return text
  }

  private func member(_ key: String, _ value: JSONValue, _ indentation: Int) -> [UInt8] {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      return elements.reduce(line(indentation, key + ":")) { text, element in
        text + line(indentation, "- " + Self.flow(element))
      }
    case .object(let object) where !object.isEmpty:
      return object.members.reduce(line(indentation, key + ":")) { text, member in
        text + self.member(Self.scalar(member.key), member.value, indentation + 2)
      }
    case .null, .bool, .number, .string, .array, .object:
      return line(indentation, key + ": " + Self.flow(value))
    }
  }

  private static func flow(_ value: JSONValue) -> String {
    if case .string(let text) = value { return scalar(text) }
    return value.escaped
  }

  /// A text as it is, where nobody reads it as something else, or else in quotation marks.
  private static func scalar(_ text: String) -> String {
    let isPlain = text.utf8.enumerated().allSatisfy { index, byte in
      TOMLReader.isBare(byte) && (index > 0 || byte != UInt8(ascii: "-"))
        || byte == UInt8(ascii: "/") || index > 0 && byte == UInt8(ascii: ".")
        || index > 0 && index < text.utf8.count - 1 && byte == Byte.space
    }
    let begins = text.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    return isPlain && begins && !words.contains(text.lowercased())
      ? text : JSONValue.string(text).escaped
  }
}
