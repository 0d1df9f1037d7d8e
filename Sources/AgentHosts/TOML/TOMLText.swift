internal import JSON

/// A text in TOML, and where each of its statements stands.
///
/// Numbers and dates are kept as they are written, as texts behind a zero byte, which no text in TOML
/// has.
struct TOMLText {
  let bytes: [UInt8]
  let statements: [Statement]
  let value: JSONValue

  /// The head of a table, or a key and its value.
  struct Statement {
    /// From the root on.
    let path: [String]
    /// Whole lines, with the end of the last.
    let lines: Range<Int>
    /// Where the value stands; nil for a head.
    let value: Range<Int>?
    /// How many of the names of the path are the head's that the statement stands under.
    let headCount: Int
  }

  init(_ bytes: [UInt8]) throws(HostFileProblem) {
    self.bytes = bytes
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw HostFileProblem("the file is not text in UTF-8")
    }
    var reader = TOMLReader(bytes)
    try reader.readDocument()
    statements = reader.statements
    value = .object(reader.root)
  }

  /// What a number or a date is kept as.
  static let bareMark = "\u{0}"
}

/// Reads TOML 1.0.
struct TOMLReader {
  private(set) var statements: [TOMLText.Statement] = []
  private(set) var root: JSONObject = [:]
  private let bytes: [UInt8]
  private var position: Int
  private var depth = 0
  /// The head that statements stand under.
  private var head: [String] = []
  private var heads: Set<[String]> = []

  private static let depthLimit = JSONParser.defaultDepth

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0
  }

  private var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func failure(_ reason: String, at offset: Int? = nil) -> HostFileProblem {
    HostFileProblem(reason, at: offset ?? position, in: bytes)
  }

  mutating func readDocument() throws(HostFileProblem) {
    while true {
      let start = position
      skipBlanks()
      if position == bytes.count { return }
      if peek == Byte.hash || peek == Byte.newline || peek == Byte.carriageReturn {
        try endLine()
      } else if peek == UInt8(ascii: "[") {
        try readHead(from: start)
      } else {
        try readPair(from: start)
      }
    }
  }

  private mutating func skipBlanks() {
    while Byte.isBlank(peek) { position += 1 }
  }

  /// Goes past the end of the line, and a comment before it.
  private mutating func endLine() throws(HostFileProblem) {
    skipBlanks()
    if peek == Byte.hash {
      position = bytes[position...].firstIndex(of: Byte.newline) ?? bytes.count
    }
    if bytes[position...].starts(with: [Byte.carriageReturn, Byte.newline]) { position += 1 }
    if position == bytes.count { return }
    guard peek == Byte.newline else { throw failure("the end of the line is expected here") }
    position += 1
  }

  private mutating func readHead(from start: Int) throws(HostFileProblem) {
    let isArray = bytes[position...].starts(with: "[[".utf8)
    position += isArray ? 2 : 1
    skipBlanks()
    let path = try readKey()
    let end = isArray ? "]]" : "]"
    guard bytes[position...].starts(with: end.utf8) else {
      throw failure("\(end) is expected here")
    }
    position += end.utf8.count
    try endLine()
    if isArray {
      heads = heads.filter { !$0.starts(with: path) }
    } else if !heads.insert(path).inserted {
      throw failure("the table \(path.joined(separator: ".")) occurs a second time", at: start)
    }
    head = path
    let isRight = Self.update(&root, isArray ? path.dropLast() : path[...]) { table in
      guard isArray, let name = path.last else { return true }
      let elements = table[name] ?? []
      guard let list = elements.array else { return false }
      table[name] = .array(list + [[:]])
      return true
    }
    guard isRight else {
      throw failure("\(path.joined(separator: ".")) is no table", at: start)
    }
    statements.append(
      .init(path: path, lines: start..<position, value: nil, headCount: path.count))
  }

  private mutating func readPair(from start: Int) throws(HostFileProblem) {
    let key = try readKey()
    guard peek == UInt8(ascii: "=") else { throw failure("= is expected here") }
    position += 1
    skipBlanks()
    let valueStart = position
    let value = try readValue()
    let range = valueStart..<position
    try endLine()
    let path = head + key
    let isRight = Self.update(&root, path.dropLast()) { table in
      guard let name = path.last, table[name] == nil else { return false }
      table[name] = value
      return true
    }
    guard isRight else {
      throw failure("\(path.joined(separator: ".")) has a value already", at: start)
    }
    statements.append(
      .init(path: path, lines: start..<position, value: range, headCount: head.count))
  }

  /// Changes a table by its path, which is made as far as it isn't there; false where it can't be.
  private static func update(
    _ table: inout JSONObject, _ path: ArraySlice<String>, _ body: (inout JSONObject) -> Bool
  ) -> Bool {
    guard let name = path.first else { return body(&table) }
    let rest = path.dropFirst()
    let present = table[name] ?? [:]
    if var inner = present.object {
      guard update(&inner, rest, body) else { return false }
      table[name] = .object(inner)
      return true
    }
    guard var list = present.array, var inner = list.last?.object else { return false }
    guard update(&inner, rest, body) else { return false }
    list[list.count - 1] = .object(inner)
    table[name] = .array(list)
    return true
  }
}

/// Keys and values.
extension TOMLReader {
  /// Names with dots between, and the blanks behind them.
  private mutating func readKey() throws(HostFileProblem) -> [String] {
    var names: [String] = []
    while true {
      let start = position
      if peek == Byte.quote || peek == Byte.apostrophe {
        names.append(try readString())
      } else {
        while Self.isBare(peek) { position += 1 }
        guard position > start else { throw failure("a key is expected here") }
        names.append(String(decoding: bytes[start..<position], as: UTF8.self))
      }
      skipBlanks()
      guard peek == UInt8(ascii: ".") else { return names }
      position += 1
      skipBlanks()
    }
  }

  static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private mutating func readValue() throws(HostFileProblem) -> JSONValue {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw failure("lies more than \(Self.depthLimit) levels deep")
    }
    switch peek {
    case Byte.quote, Byte.apostrophe: return .string(try readString())
    case UInt8(ascii: "["): return try readArray()
    case UInt8(ascii: "{"): return try readTable()
    default: return try readBare()
    }
  }

  private mutating func readBare() throws(HostFileProblem) -> JSONValue {
    let start = position
    while position < bytes.count, !Byte.isSpace(peek), !",]}#".utf8.contains(peek) { position += 1 }
    // A date may have a space before its time.
    if position - start == 10, bytes[start + 4] == UInt8(ascii: "-"), peek == Byte.space,
      bytes[(position + 1)...].first.map({ (0x30...0x39).contains($0) }) ?? false
    {
      position += 1
      while position < bytes.count, !Byte.isSpace(peek), !",]}#".utf8.contains(peek) {
        position += 1
      }
    }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    if word == "true" { return true }
    if word == "false" { return false }
    let number = word.utf8.drop { "+-".utf8.contains($0) }
    let isNumber = number.first.map { (0x30...0x39).contains($0) } ?? false
    let isFine = word.utf8.allSatisfy { Self.isBare($0) || "+.: ".utf8.contains($0) }
    guard isFine, isNumber || ["inf", "nan"].contains(String(Substring(number))) else {
      throw failure("a value is expected here", at: start)
    }
    return .string(TOMLText.bareMark + word)
  }

  /// White space, ends of lines and comments.
  private mutating func skipSpace() {
    while position < bytes.count {
      if peek == Byte.hash {
        position = bytes[position...].firstIndex(of: Byte.newline) ?? bytes.count
      } else if Byte.isSpace(peek) {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func readArray() throws(HostFileProblem) -> JSONValue {
    let start = position
    var elements: [JSONValue] = []
    position += 1
    skipSpace()
    while peek != UInt8(ascii: "]") {
      guard position < bytes.count else { throw failure("this bracket is never closed", at: start) }
      elements.append(try readValue())
      skipSpace()
      guard peek == Byte.comma else { break }
      position += 1
      skipSpace()
    }
    guard peek == UInt8(ascii: "]") else { throw failure("a comma or ] is expected here") }
    position += 1
    return .array(elements)
  }

  private mutating func readTable() throws(HostFileProblem) -> JSONValue {
    let start = position
    var table: JSONObject = [:]
    position += 1
    skipSpace()
    while peek != UInt8(ascii: "}") {
      guard position < bytes.count else { throw failure("this brace is never closed", at: start) }
      let keyStart = position
      let path = try readKey()
      guard peek == UInt8(ascii: "=") else { throw failure("= is expected here") }
      position += 1
      skipBlanks()
      let value = try readValue()
      let isRight = Self.update(&table, path.dropLast()) { inner in
        guard let name = path.last, inner[name] == nil else { return false }
        inner[name] = value
        return true
      }
      guard isRight else { throw failure("this key has a value already", at: keyStart) }
      skipSpace()
      guard peek == Byte.comma else { break }
      position += 1
      skipSpace()
    }
    guard peek == UInt8(ascii: "}") else { throw failure("a comma or } is expected here") }
    position += 1
    return .object(table)
  }

  private mutating func readString() throws(HostFileProblem) -> String {
    let start = position
    let quote = peek
    let isLong = bytes[position...].starts(with: [quote, quote, quote])
    position += isLong ? 3 : 1
    if isLong, peek == Byte.carriageReturn { position += 1 }
    if isLong, peek == Byte.newline { position += 1 }
    var text: [UInt8] = []
    while true {
      guard position < bytes.count, isLong || peek != Byte.newline, peek != 0 else {
        throw failure("this text is never closed", at: start)
      }
      if peek == quote {
        let run = bytes[position...].prefix { $0 == quote }.count
        if !isLong {
          position += 1
          break
        }
        // Up to two quotes may stand before the three that end it.
        if run >= 3 {
          text += [UInt8](repeating: quote, count: min(run, 5) - 3)
          position += min(run, 5)
          break
        }
        text += [UInt8](repeating: quote, count: run)
        position += run
      } else if peek == Byte.backslash, quote == Byte.quote {
        text += try readEscape(isLong: isLong)
      } else {
        text.append(peek)
        position += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func readEscape(isLong: Bool) throws(HostFileProblem) -> [UInt8] {
    let start = position
    position += 1
    let letter = peek
    position += 1
    switch letter {
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "e"): return [0x1B]
    case Byte.quote, Byte.backslash: return [letter]
    case UInt8(ascii: "x"): return try readScalar(2, from: start)
    case UInt8(ascii: "u"): return try readScalar(4, from: start)
    case UInt8(ascii: "U"): return try readScalar(8, from: start)
    case _ where isLong && Byte.isSpace(letter):
      // The line goes on behind all white space.
      while position < bytes.count, Byte.isSpace(peek) { position += 1 }
      return []
    default: throw failure("this escape is unknown", at: start)
    }
  }

  private mutating func readScalar(
    _ count: Int, from start: Int
  ) throws(HostFileProblem) -> [UInt8] {
    let digits = String(decoding: bytes[position...].prefix(count), as: UTF8.self)
    guard digits.utf8.count == count, let number = UInt32(digits, radix: 16),
      let scalar = Unicode.Scalar(number)
    else { throw failure("this escape is unknown", at: start) }
    position += count
    return Array(String(scalar).utf8)
  }
}
