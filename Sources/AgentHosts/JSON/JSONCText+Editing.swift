internal import JSON

extension JSONCText: ConfigurationText {
  typealias Passages = [(Range<Int>, [UInt8])]

  func checkSection(_ section: String) throws(HostFileProblem) {
    guard let root else { return }
    guard root.kind == .object else {
      throw HostFileProblem(
        "the file holds \(value.kind), no object", at: root.range.lowerBound, in: bytes)
    }
    guard let item = try only(section, in: root) else { return }
    guard item.node.kind == .object else {
      let kind = (value[section] ?? .null).kind
      throw HostFileProblem(
        "\"\(section)\" is \(kind), no object", at: item.node.range.lowerBound, in: bytes)
    }
  }

  /// The member of that name; throws where there are two.
  private func only(_ name: String, in node: Node) throws(HostFileProblem) -> Item? {
    let items = node.items.filter { $0.key.utf8.elementsEqual(name.utf8) }
    if items.count > 1 {
      throw HostFileProblem("\"\(name)\" occurs a second time", at: items[1].start, in: bytes)
    }
    return items.first
  }

  func setting(
    _ entry: JSONObject, named name: String, in section: String
  ) throws(HostFileProblem) -> [Passages] {
    guard let root else { return [newDocument([section: .object([name: .object(entry)])])] }
    guard let parent = try only(section, in: root)?.node else {
      return [insertion(of: .object([name: .object(entry)]), as: section, into: root)]
    }
    guard let item = try only(name, in: parent) else {
      return [insertion(of: .object(entry), as: name, into: parent)]
    }
    let isInline = !bytes[item.node.range].contains(Byte.newline) && isInline(parent)
    let style = style(indentation: bytes.indentation(at: item.start), isInline: isInline)
    return [[(item.node.range, style.text(of: .object(entry)))]]
  }

  func removing(
    _ name: String, from section: String, keepsSection: Bool
  ) throws(HostFileProblem) -> [Passages] {
    guard let root, let parent = try only(section, in: root),
      let item = try only(name, in: parent.node)
    else { return [] }
    if parent.node.items.count == 1, !keepsSection, !hasComment(parent.node, without: item) {
      return removal(of: parent, from: root)
    }
    return removal(of: item, from: parent.node)
  }

  /// Appends elements to a list of the root, which is made where there is none.
  func appending(
    _ elements: [JSONObject], to name: String
  ) throws(HostFileProblem) -> Passages {
    let values = elements.map { JSONValue.object($0) }
    guard let root else { return newDocument([name: .array(values)]) }
    guard let list = try only(name, in: root)?.node else {
      return insertion(of: .array(values), as: name, into: root)
    }
    guard list.kind == .array else {
      throw HostFileProblem(
        "\"\(name)\" is \((value[name] ?? .null).kind), no list", at: list.range.lowerBound,
        in: bytes)
    }
    return insertion(ofAll: values.map { ("", $0) }, into: list)
  }

  /// Takes an element of a list of the root out, and the list where it is to go once it is empty.
  func removing(
    element index: Int, from name: String, keepsList: Bool
  ) throws(HostFileProblem) -> [Passages] {
    guard let root, let list = try only(name, in: root) else { return [] }
    let item = list.node.items[index]
    if list.node.items.count == 1, !keepsList, !hasComment(list.node, without: item) {
      return removal(of: list, from: root)
    }
    return removal(of: item, from: list.node)
  }
}

/// Where things go.
extension JSONCText {
  /// The file has no value yet; its comments stay.
  private func newDocument(_ object: JSONObject) -> Passages {
    let style = style(indentation: [], isInline: false)
    let mark = bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0
    let content = bytes.spaceStart(before: bytes.count)
    let text = style.text(of: .object(object)) + style.lineEnd
    if content <= mark { return [(mark..<bytes.count, text)] }
    // What is left may be a comment that its line ends.
    return [(bytes.count..<bytes.count, (bytes.last == Byte.newline ? [] : style.lineEnd) + text)]
  }

  private func insertion(of value: JSONValue, as key: String, into node: Node) -> Passages {
    insertion(ofAll: [(key, value)], into: node)
  }

  private func insertion(ofAll values: [(String, JSONValue)], into node: Node) -> Passages {
    let isInline = isInline(node)
    let base = bytes.indentation(at: node.range.lowerBound)
    let style = style(indentation: itemIndentation(of: node), isInline: isInline)
    let texts = values.map { key, value in
      (key.isEmpty ? [] : style.key(key)) + style.text(of: value)
    }
    let start = isInline ? [] : style.lineEnd + style.indentation
    let between = [Byte.comma] + (isInline ? style.space : start)
    let text = Array(texts.joined(separator: between))
    guard let last = node.items.last else {
      let inside = node.range.lowerBound + 1..<node.range.upperBound - 1
      let content = bytes.spaceStart(before: inside.upperBound)
      let end = isInline ? [] : style.lineEnd + base
      if content <= inside.lowerBound { return [(inside, start + text + end)] }
      // Behind its comments, of which the last may end with its line.
      let hasEnd = bytes[content..<inside.upperBound].contains(Byte.newline)
      return [(content..<content, style.lineEnd + style.indentation + text + (hasEnd ? [] : end))]
    }
    if isInline {
      let comma = last.comma == nil ? [Byte.comma] + style.space : style.space
      return [(last.end..<last.end, comma + text)]
    }
    let place = endOfLineComment(behind: last.end)
    if last.comma != nil { return [(place..<place, start + text + [Byte.comma])] }
    if place == last.end { return [(place..<place, [Byte.comma] + start + text)] }
    return [(last.end..<last.end, [Byte.comma]), (place..<place, start + text)]
  }

  /// Where a comment ends that stands behind a value on its line; the position itself where there is
  /// none.
  private func endOfLineComment(behind position: Int) -> Int {
    var end = position
    var next = position
    while true {
      while next < bytes.count, Byte.isBlank(bytes[next]) { next += 1 }
      if bytes[next...].starts(with: "//".utf8) {
        end = bytes[next...].firstIndex(of: Byte.newline) ?? bytes.count
        if bytes[end - 1] == Byte.carriageReturn { end -= 1 }
        return end
      }
      guard bytes[next...].starts(with: "/*".utf8) else { return end }
      var close = next + 2
      while !bytes[close...].starts(with: "*/".utf8) {
        // One that goes on in the next line is about what follows.
        guard bytes[close] != Byte.newline else { return end }
        close += 1
      }
      end = close + 2
      next = end
    }
  }

  /// The ways to take an item out. Where a comment that ends with its line stands before it, the line
  /// must not be joined with the next.
  private func removal(of item: Item, from node: Node) -> [Passages] {
    let index = node.items.firstIndex { $0.start == item.start } ?? 0
    var comma: Passages = []
    if item.comma == nil, index > 0, let position = node.items[index - 1].comma {
      comma = [(position..<position + 1, [])]
    }
    let start = bytes.spaceStart(before: item.start)
    var end = item.end
    if node.items.count == 1, start == node.range.lowerBound + 1 {
      while Byte.isSpace(bytes[end]) { end += 1 }
      if end < node.range.upperBound - 1 { end = item.end }
    }
    let isAtComma = comma.first.map { $0.0.upperBound == start } ?? false
    let whole: Passages = isAtComma ? [(start - 1..<end, [])] : comma + [(start..<end, [])]
    return [whole, comma + [(item.start..<item.end, [])]]
  }

  private func hasComment(_ node: Node, without item: Item) -> Bool {
    let before = bytes[node.range.lowerBound + 1..<item.start]
    let after = bytes[item.end..<node.range.upperBound - 1]
    return (before + after).contains { !Byte.isSpace($0) }
  }
}

/// How things look.
extension JSONCText {
  /// Whether what is put into an object or array goes into its line.
  private func isInline(_ node: Node) -> Bool {
    guard let first = node.items.first else {
      guard let root, root.range != node.range,
        !bytes[node.range].contains(where: { $0 == Byte.newline || $0 == UInt8(ascii: "/") })
      else { return false }
      return !bytes[root.range.lowerBound..<node.range.lowerBound].contains(Byte.newline)
    }
    return !bytes[node.range.lowerBound..<first.start].contains(Byte.newline)
  }

  private func itemIndentation(of node: Node) -> [UInt8] {
    if let first = node.items.first, !isInline(node) {
      let indentation = bytes.indentation(at: first.start)
      if bytes.lineStart(of: first.start) + indentation.count == first.start { return indentation }
    }
    return bytes.indentation(at: node.range.lowerBound) + indentUnit
  }

  /// What one level is set in by: as the first member is that stands on a line of its own.
  private var indentUnit: [UInt8] {
    if let root, let first = root.items.first, !isInline(root) {
      let indentation = bytes.indentation(at: first.start)
      let base = bytes.indentation(at: root.range.lowerBound)
      if indentation.count > base.count, indentation.starts(with: base) {
        return Array(indentation[base.count...])
      }
    }
    return [Byte.space, Byte.space]
  }

  private func style(indentation: [UInt8], isInline: Bool) -> JSONStyle {
    let colon = root?.items.first.flatMap { bytes[$0.start..<$0.node.range.lowerBound].last }
    return JSONStyle(
      lineEnd: bytes.lineEnd, unit: indentUnit, indentation: indentation, isInline: isInline,
      isSpaced: colon != Byte.colon)
  }
}
