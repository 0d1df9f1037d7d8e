internal import JSON

/// JSON as editors take it, with comments and trailing commas, and where each part of it stands.
struct JSONCText {
  let bytes: [UInt8]
  /// nil where there is nothing but white space and comments.
  let root: Node?
  let value: JSONValue

  /// A value in the text.
  struct Node {
    let range: Range<Int>
    /// Those of an object or an array, in their order.
    var items: [Item] = []
    let kind: Kind

    enum Kind {
      case object
      case array
      case scalar
    }
  }

  /// A member of an object, or an element of an array.
  struct Item {
    /// Empty in an array.
    let key: String
    /// Where its key begins, or its value where it has none.
    let start: Int
    let node: Node
    /// Where the comma behind it stands; nil where there is none.
    var comma: Int?

    /// Behind its comma, where it has one.
    var end: Int { comma.map { $0 + 1 } ?? node.range.upperBound }
  }

  init(_ bytes: [UInt8]) throws(HostFileProblem) {
    self.bytes = bytes
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw HostFileProblem("the file is not text in UTF-8")
    }
    var reader = JSONCReader(bytes)
    root = try reader.document()
    value =
      try root.map { root throws(HostFileProblem) in
        try Self.value(of: root, in: bytes)
      } ?? [:]
  }

  private static func value(of node: Node, in bytes: [UInt8]) throws(HostFileProblem) -> JSONValue {
    switch node.kind {
    case .object:
      var object = JSONObject(reserving: node.items.count)
      for item in node.items { object[item.key] = try value(of: item.node, in: bytes) }
      return .object(object)
    case .array:
      var elements: [JSONValue] = []
      for item in node.items { elements.append(try value(of: item.node, in: bytes)) }
      return .array(elements)
    case .scalar:
      do throws(JSONParseError) {
        return try JSONValue(parsing: Array(bytes[node.range]))
      } catch {
        throw HostFileProblem("this is no value of JSON", at: node.range.lowerBound, in: bytes)
      }
    }
  }
}

/// Reads JSON with comments and trailing commas.
struct JSONCReader {
  private let bytes: [UInt8]
  private var position: Int
  private var depth = 0

  private static let depthLimit = JSONParser.defaultDepth

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0
  }

  mutating func document() throws(HostFileProblem) -> JSONCText.Node? {
    try skipSpace()
    if position == bytes.count { return nil }
    let root = try node()
    try skipSpace()
    guard position == bytes.count else { throw failure("something follows the end of the object") }
    return root
  }

  private func failure(_ reason: String, at offset: Int? = nil) -> HostFileProblem {
    HostFileProblem(reason, at: offset ?? position, in: bytes)
  }

  private var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func skipSpace() throws(HostFileProblem) {
    while position < bytes.count {
      if Byte.isSpace(bytes[position]) {
        position += 1
      } else if bytes[position...].starts(with: "//".utf8) {
        position = bytes[position...].firstIndex(of: Byte.newline) ?? bytes.count
      } else if bytes[position...].starts(with: "/*".utf8) {
        let start = position
        position += 2
        while !bytes[position...].starts(with: "*/".utf8) {
          guard position < bytes.count else {
            throw failure("this comment is never closed", at: start)
          }
          position += 1
        }
        position += 2
      } else {
        return
      }
    }
  }

  private mutating func node() throws(HostFileProblem) -> JSONCText.Node {
    let start = position
    switch peek {
    case UInt8(ascii: "{"): return try container(.object)
    case UInt8(ascii: "["): return try container(.array)
    case Byte.quote: try skipString()
    case 0 where position == bytes.count: throw failure("the file ends where a value is expected")
    default: while position < bytes.count, Self.isOfWord(bytes[position]) { position += 1 }
    }
    guard position > start else { throw failure("a value is expected here") }
    let range = start..<position
    guard (try? JSONValue(parsing: Array(bytes[range]))) != nil else {
      throw failure("this is no value of JSON", at: start)
    }
    return JSONCText.Node(range: range, kind: .scalar)
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    !Byte.isSpace(byte) && !",:[]{}\"/".utf8.contains(byte)
  }

  private mutating func skipString() throws(HostFileProblem) {
    let start = position
    position += 1
    while peek != Byte.quote {
      if position >= bytes.count || peek == Byte.newline {
        throw failure("this text is never closed", at: start)
      }
      position += peek == Byte.backslash ? 2 : 1
    }
    position += 1
  }

  private mutating func container(
    _ kind: JSONCText.Node.Kind
  ) throws(HostFileProblem) -> JSONCText.Node {
    let start = position
    let isObject = kind == .object
    let bracket = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    var items: [JSONCText.Item] = []
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw failure("lies more than \(Self.depthLimit) levels deep")
    }
    position += 1
    try skipSpace()
    while peek != bracket {
      if let last = items.last, last.comma == nil {
        throw failure("a comma or the closing bracket is expected here")
      }
      guard position < bytes.count else { throw failure("this bracket is never closed", at: start) }
      items.append(try item(isObject: isObject))
      try skipSpace()
      guard peek == Byte.comma else { continue }
      items[items.count - 1].comma = position
      position += 1
      try skipSpace()
    }
    guard position < bytes.count else { throw failure("this bracket is never closed", at: start) }
    position += 1
    return JSONCText.Node(range: start..<position, items: items, kind: kind)
  }

  private mutating func item(isObject: Bool) throws(HostFileProblem) -> JSONCText.Item {
    let start = position
    guard isObject else {
      return JSONCText.Item(key: "", start: start, node: try node())
    }
    guard peek == Byte.quote else { throw failure("a name in quotation marks is expected here") }
    try skipString()
    guard let key = (try? JSONValue(parsing: Array(bytes[start..<position])))?.string else {
      throw failure("this is no name", at: start)
    }
    try skipSpace()
    guard peek == Byte.colon else { throw failure("a colon is expected here") }
    position += 1
    try skipSpace()
    return JSONCText.Item(key: key, start: start, node: try node())
  }
}
