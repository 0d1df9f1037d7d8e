package import JSON

/// Makes a JSON value of a YAML 1.2 document, as the core schema reads it: `yes` and dates are texts,
/// numbers keep their digits.
///
/// What JSON has no word for is refused, as is what could be read in two ways: keys that occur twice,
/// keys that are no texts, tags of one's own, several documents. Of YAML 1.1 merge keys (`<<`) are
/// taken.
package struct YAMLParser {
  var text: YAMLText
  private var depth = 0
  private var anchors: [String: Anchor] = [:]
  /// How many values there are, and how many copies of them aliases stand for.
  private var valueCount = 0
  private var copyCount = 0

  /// How deep arrays and objects may nest: as deep as in JSON.
  package static let depthLimit = JSONParser.defaultDepth
  /// So many values all aliases of a document may stand for, since each copy is read like any other.
  package static let copyLimit = 1 << 17

  private struct Anchor {
    let value: JSONValue
    let count: Int
  }

  /// The value of a document in UTF-8.
  package static func parse(_ bytes: [UInt8]) throws(YAMLParseError) -> JSONValue {
    var parser = YAMLParser(text: try YAMLText(bytes))
    return try parser.document()
  }

  private init(text: YAMLText) {
    self.text = text
  }

  private mutating func document() throws(YAMLParseError) -> JSONValue {
    try text.skipToContent()
    let isDirected = text.isDirective
    while text.isDirective {
      text.skipLine()
      try text.skipToContent()
    }
    if text.isMarker("-") {
      text.position += 3
    } else if isDirected {
      throw text.failure("a line with --- must follow what begins with %")
    }
    let value = try block(inside: -1)
    try text.skipToContent()
    if text.isMarker(".") {
      text.position += 3
      try text.skipToContent()
    }
    guard text.isAtEnd else {
      throw text.failure(
        text.isMarker("-")
          ? "a second document begins here, and only one can be read"
          : "belongs to nothing above it: look at the indentation")
    }
    return value
  }

  /// Counts a value that others stand in, as long as `body` reads it.
  private mutating func nested<Value>(
    _ body: (inout YAMLParser) throws(YAMLParseError) -> Value
  ) throws(YAMLParseError) -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw text.failure("lies more than \(Self.depthLimit) levels deep")
    }
    return try body(&self)
  }
}

/// Blocks: values told from each other by their indentation.
extension YAMLParser {
  /// The value that stands here, deeper than `parent`; null where there is none. The list of a key may
  /// stand as deep as the key (`isOfKey`), and only the element of a list may begin another list or a
  /// mapping on its own line (`isElement`).
  private mutating func block(
    inside parent: Int, isOfKey: Bool = false, isElement: Bool = false
  ) throws(YAMLParseError) -> JSONValue {
    let countBefore = valueCount + copyCount
    valueCount += 1
    var isFirstOfLine = try text.skipToContent()
    let beforeMarks = text
    var marks = Marks()
    if !isEmpty(isFirstOfLine, inside: parent, isOfKey) {
      marks = try readMarks()
      isFirstOfLine = try text.skipToContent() || isFirstOfLine
    }
    let start = text
    let value: JSONValue
    if isEmpty(isFirstOfLine, inside: parent, isOfKey) {
      value = try marks.tag.value(of: YAMLScalar(text: ""), at: start)
    } else if text.peek == UInt8(ascii: "*") {
      guard marks.isEmpty else { throw start.failure("an alias has no anchor and no tag") }
      return try alias(endsLine: true)
    } else if text.isEntry {
      guard isFirstOfLine || isElement else {
        throw text.failure("a list can't begin on this line")
      }
      value = .array(try nested { parser throws(YAMLParseError) in try parser.sequence() })
    } else if text.peek == UInt8(ascii: "|") || text.peek == UInt8(ascii: ">") {
      value = try marks.tag.value(of: try text.blockScalar(inside: parent), at: start)
    } else if try text.key() != nil {
      guard isFirstOfLine || isElement else {
        throw start.failure("a key can't stand behind another one on its line")
      }
      // What stands before a key on its line is the key's.
      let isOfFirstKey = !marks.isEmpty && start.lineStart == beforeMarks.lineStart
      if isOfFirstKey { marks = Marks() }
      text = isOfFirstKey ? beforeMarks : start
      value = .object(try nested { parser throws(YAMLParseError) in try parser.mapping() })
    } else if text.isFlow {
      value = try flow()
      try text.endLine()
    } else {
      let scalar = try text.scalar(inside: parent)
      try text.endLine()
      value = try marks.tag.value(of: scalar, at: start)
    }
    try marks.tag.check(value, at: start)
    if let anchor = marks.anchor {
      anchors[anchor] = Anchor(value: value, count: valueCount + copyCount - countBefore)
    }
    return value
  }

  /// Whether what comes next is no part of the value that is looked for.
  private func isEmpty(_ isFirstOfLine: Bool, inside parent: Int, _ isOfKey: Bool) -> Bool {
    if text.isAtEnd || text.isMarker { return true }
    guard isFirstOfLine else { return false }
    return text.column <= parent && !(isOfKey && text.column == parent && text.isEntry)
  }

  private mutating func sequence() throws(YAMLParseError) -> [JSONValue] {
    let column = text.column
    var elements: [JSONValue] = []
    repeat {
      text.position += 1
      elements.append(try block(inside: column, isElement: true))
    } while try text.continues(at: column) && text.isEntry
    return elements
  }

  private mutating func mapping() throws(YAMLParseError) -> JSONObject {
    let column = text.column
    var members = Members()
    repeat {
      let start = text
      let marks = try readMarks()
      guard marks.tag == .none || marks.tag == .text else { throw start.failure(Self.keyFault) }
      guard !text.isEntry, let key = try text.key() else {
        throw start.failure("a key and a colon are expected here")
      }
      if let anchor = marks.anchor { anchors[anchor] = Anchor(value: .string(key.text), count: 1) }
      try members.add(key, try block(inside: column, isOfKey: true), at: start)
    } while try text.continues(at: column)
    return members.object
  }

  fileprivate static let keyFault = "a key must be a text"
}

/// Flows: values in brackets, as in JSON.
extension YAMLParser {
  private mutating func flow() throws(YAMLParseError) -> JSONValue {
    try nested { parser throws(YAMLParseError) in
      parser.text.peek == UInt8(ascii: "[")
        ? .array(try parser.flowSequence()) : .object(try parser.flowMapping())
    }
  }

  private mutating func flowSequence() throws(YAMLParseError) -> [JSONValue] {
    let start = text
    var elements: [JSONValue] = []
    text.position += 1
    while try !ends(UInt8(ascii: "]"), isFirst: elements.isEmpty, from: start) {
      elements.append(try flowValue())
      text.skipFlowSpace()
      guard text.peek != UInt8(ascii: ":") else {
        throw text.failure("a pair in a list stands in braces of its own")
      }
    }
    return elements
  }

  private mutating func flowMapping() throws(YAMLParseError) -> JSONObject {
    let start = text
    var members = Members()
    text.position += 1
    var isFirst = true
    while try !ends(UInt8(ascii: "}"), isFirst: isFirst, from: start) {
      isFirst = false
      let place = text
      guard !text.isFlow, text.peek != UInt8(ascii: "*"), text.peek != UInt8(ascii: "&"),
        text.peek != UInt8(ascii: "!")
      else { throw text.failure(Self.keyFault) }
      let key = try text.scalar(inside: nil)
      text.skipFlowSpace()
      var value = JSONValue.null
      if text.peek == UInt8(ascii: ":") {
        text.position += 1
        text.skipFlowSpace()
        if text.peek != UInt8(ascii: ","), text.peek != UInt8(ascii: "}") {
          value = try flowValue()
        }
      }
      try members.add(key, value, at: place)
    }
    return members.object
  }

  /// Whether the brackets close here; otherwise goes past the comma to what is next.
  private mutating func ends(
    _ bracket: UInt8, isFirst: Bool, from start: YAMLText
  ) throws(YAMLParseError) -> Bool {
    text.skipFlowSpace()
    if !isFirst, text.peek == UInt8(ascii: ",") {
      text.position += 1
      text.skipFlowSpace()
    } else if !isFirst, text.peek != bracket, !text.isAtEnd {
      throw text.failure("a comma or the closing bracket is expected here")
    }
    if text.isAtEnd { throw start.failure("this bracket is never closed") }
    guard text.peek == bracket else { return false }
    text.position += 1
    return true
  }

  private mutating func flowValue() throws(YAMLParseError) -> JSONValue {
    let countBefore = valueCount + copyCount
    valueCount += 1
    let marks = try readMarks()
    text.skipFlowSpace()
    let start = text
    let value: JSONValue
    if text.peek == UInt8(ascii: "*") {
      guard marks.isEmpty else { throw start.failure("an alias has no anchor and no tag") }
      return try alias(endsLine: false)
    } else if text.isFlow {
      value = try flow()
    } else if [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(text.peek) {
      guard !marks.isEmpty else { throw start.failure("a value is expected here") }
      value = try marks.tag.value(of: YAMLScalar(text: ""), at: start)
    } else {
      value = try marks.tag.value(of: try text.scalar(inside: nil), at: start)
    }
    try marks.tag.check(value, at: start)
    if let anchor = marks.anchor {
      anchors[anchor] = Anchor(value: value, count: valueCount + copyCount - countBefore)
    }
    return value
  }
}

/// Anchors, aliases and tags.
extension YAMLParser {
  private struct Marks {
    var anchor: String?
    var tag = YAMLTag.none

    var isEmpty: Bool { anchor == nil && tag == .none }
  }

  /// The anchor and the tag that stand before a value, on its line or on one of their own.
  private mutating func readMarks() throws(YAMLParseError) -> Marks {
    var marks = Marks()
    while true {
      let start = text
      switch text.peek {
      case UInt8(ascii: "&"):
        guard marks.anchor == nil else { throw start.failure("a value has one anchor") }
        text.position += 1
        marks.anchor = try text.name()
      case UInt8(ascii: "!"):
        guard marks.tag == .none else { throw start.failure("a value has one tag") }
        let word = text.word()
        guard let tag = YAMLTag(rawValue: word) else {
          throw start.failure("the tag \(word) is not known here")
        }
        marks.tag = tag
      default: return marks
      }
      text.skipBlanks()
    }
  }

  private mutating func alias(endsLine: Bool) throws(YAMLParseError) -> JSONValue {
    let start = text
    text.position += 1
    let name = try text.name()
    guard let anchor = anchors[name] else {
      throw start.failure("there is no anchor &\(name) before this")
    }
    copyCount += anchor.count
    guard copyCount <= Self.copyLimit else {
      throw start.failure("the aliases stand for more than \(Self.copyLimit) values")
    }
    if endsLine { try text.endLine() }
    return anchor.value
  }

  /// The members of a mapping, each key once.
  private struct Members {
    private(set) var written: JSONObject = [:]
    private var merged: JSONObject = [:]

    /// What is written wins over what is merged.
    var object: JSONObject { merged.isEmpty ? written : merged.merging(written) }

    mutating func add(
      _ key: YAMLScalar, _ value: JSONValue, at place: YAMLText
    ) throws(YAMLParseError) {
      if key.isPlain, key.text == "<<" {
        // The first of several wins.
        for source in (value.array ?? [value]).reversed() {
          guard let object = source.object else {
            throw place.failure("only mappings can be merged")
          }
          merged = merged.merging(object)
        }
      } else if written.contains(key.text) {
        throw place.failure("the key \"\(key.text)\" occurs twice")
      } else {
        written[key.text] = value
      }
    }
  }
}
