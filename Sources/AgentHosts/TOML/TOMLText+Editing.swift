internal import JSON

extension TOMLText: ConfigurationText {
  typealias Passages = [(Range<Int>, [UInt8])]

  func checkSection(_ section: String) throws(HostFileProblem) {
    let present = value[section] ?? [:]
    guard present.object != nil else {
      let start = statements.first { $0.path.first == section }?.lines.lowerBound ?? 0
      throw HostFileProblem("\(section) is \(present.kind), no table", at: start, in: bytes)
    }
    if let inline = statements.first(where: { $0.path == [section] && $0.value != nil }) {
      throw HostFileProblem(
        "\(section) is written in braces, where no further table can be added",
        at: inline.lines.lowerBound, in: bytes)
    }
  }

  func setting(
    _ entry: JSONObject, named name: String, in section: String
  ) throws(HostFileProblem) -> [Passages] {
    let table = table(entry, [section, name])
    guard value[section]?[name] != nil else { return [appending(table)] }
    let passages = removal(of: [section, name])
    var whole = passages
    if let first = passages.first { whole[0] = (first.0, table) }
    // Keys of the root must not come to stand below a head.
    let atEnd = passages + appending(table)
    return [memberwise(entry, [section, name]), whole, atEnd].compactMap(\.self)
  }

  func removing(
    _ name: String, from section: String, keepsSection: Bool
  ) throws(HostFileProblem) -> [Passages] {
    let passages = removal(of: [section, name])
    let wider = passages.map { range, text in (withBlankLine(range), text) }
    return [wider, passages]
  }

  private func appending(_ table: [UInt8]) -> Passages {
    let end = bytes.lineEnd
    let content = bytes.starts(with: [UInt8].byteOrderMark) ? bytes[3...] : bytes[...]
    var before: [UInt8] = []
    if let last = content.last {
      if last != Byte.newline { before = end }
      // A blank line before it, unless there is one.
      let isBlank = content.suffix(end.count * 2).elementsEqual(end + end)
      if !isBlank { before += end }
    }
    return [(bytes.count..<bytes.count, before + table)]
  }

  /// Changes only the members that differ; nil where the table isn't written as a head with keys
  /// below.
  private func memberwise(_ entry: JSONObject, _ path: [String]) -> Passages? {
    guard let head = statements.firstIndex(where: { $0.path == path && $0.value == nil }) else {
      return nil
    }
    let below = statements[(head + 1)...].prefix { $0.value != nil }
    let present = value[path[0]]?[path[1]]?.object ?? [:]
    var passages: Passages = []
    var added: [UInt8] = []
    for (key, value) in entry.members where present[key] != value {
      if present[key] == nil {
        added += line(key, value)
      } else {
        guard let range = below.first(where: { $0.path == path + [key] })?.value else { return nil }
        passages.append((range, text(of: value)))
      }
    }
    for key in present.keys where entry[key] == nil {
      guard let statement = below.first(where: { $0.path == path + [key] }) else { return nil }
      passages.append((statement.lines, []))
    }
    if !added.isEmpty {
      let end = (below.last ?? statements[head]).lines.upperBound
      let start = bytes[end - 1] == Byte.newline ? [] : bytes.lineEnd
      passages.append((end..<end, start + added))
    }
    return passages.sorted { $0.0.lowerBound < $1.0.lowerBound }
  }

  /// Everything that is said about a table: from its head on with the comments between, or by
  /// statements that stand elsewhere.
  private func removal(of path: [String]) -> Passages {
    var passages: Passages = []
    var isUnderHead = false
    for statement in statements {
      guard statement.path.starts(with: path) else {
        isUnderHead = false
        continue
      }
      if isUnderHead, let last = passages.last {
        passages[passages.count - 1].0 = last.0.lowerBound..<statement.lines.upperBound
      } else {
        passages.append((statement.lines, []))
      }
      isUnderHead = isUnderHead || statement.value == nil
    }
    return passages
  }

  /// With the blank line before it, where a blank line or nothing follows.
  private func withBlankLine(_ range: Range<Int>) -> Range<Int> {
    let end = bytes.lineEnd
    let after = bytes[range.upperBound...]
    guard after.isEmpty || after.starts(with: end) else { return range }
    let before = bytes[..<range.lowerBound]
    guard before.elementsEqual(end) || before.suffix(end.count + 1).elementsEqual([10] + end)
    else { return range }
    return range.lowerBound - end.count..<range.upperBound
  }
}

/// How things are written.
extension TOMLText {
  private static let lineLength = 100

  private func table(_ entry: JSONObject, _ path: [String]) -> [UInt8] {
    let head = path.map { Self.key($0) }.joined(separator: ".")
    var text = Array("[\(head)]".utf8) + bytes.lineEnd
    for (key, value) in entry.members { text += line(key, value) }
    return text
  }

  private func line(_ key: String, _ value: JSONValue) -> [UInt8] {
    Array((Self.key(key) + " = ").utf8) + text(of: value) + bytes.lineEnd
  }

  private static func key(_ key: String) -> String {
    let isBare = !key.isEmpty && key.utf8.allSatisfy(TOMLReader.isBare)
    return isBare ? key : JSONValue.string(key).escaped
  }

  private func text(of value: JSONValue) -> [UInt8] {
    switch value {
    case .array(let elements):
      let texts = elements.map { text(of: $0) }
      let separator = Array(", ".utf8)
      let line = [UInt8(ascii: "[")] + texts.joined(separator: separator) + [UInt8(ascii: "]")]
      guard line.count > Self.lineLength else { return line }
      let end = bytes.lineEnd
      var lines = [UInt8(ascii: "[")] + end
      for text in texts { lines += [Byte.space, Byte.space] + text + [Byte.comma] + end }
      return lines + [UInt8(ascii: "]")]
    case .object(let object):
      let pairs = object.members.map { key, value in
        Array((Self.key(key) + " = ").utf8) + text(of: value)
      }
      if pairs.isEmpty { return Array("{}".utf8) }
      return Array("{ ".utf8) + pairs.joined(separator: Array(", ".utf8)) + Array(" }".utf8)
    case .string(let text) where text.hasPrefix(Self.bareMark):
      return Array(text.utf8.dropFirst(Self.bareMark.utf8.count))
    case .null, .bool, .number, .string: return Array(value.escaped.utf8)
    }
  }
}
