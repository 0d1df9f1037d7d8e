internal import JSON

/// A text in YAML, and the place in it that is read next.
struct YAMLText {
  /// Every line break is one byte, and none of them is zero.
  let bytes: [UInt8]
  var position = 0
  /// Where the line begins that is read.
  private(set) var lineStart = 0

  static let newline = UInt8(ascii: "\n")

  /// Text that a person can read: UTF-8 without control characters.
  init(_ written: [UInt8]) throws(YAMLParseError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(written.count)
    var isAfterReturn = false
    for byte in written.starts(with: [0xEF, 0xBB, 0xBF]) ? written.dropFirst(3) : written[...] {
      if byte == 0x0D {
        bytes.append(Self.newline)
      } else if !(isAfterReturn && byte == Self.newline) {
        bytes.append(byte)
      }
      isAfterReturn = byte == 0x0D
    }
    self.bytes = bytes
    let control = bytes.firstIndex { byte in
      byte < 0x20 && byte != Self.newline && byte != UInt8(ascii: "\t") || byte == 0x7F
    }
    if let control { throw failure("is a control character", at: control) }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw YAMLParseError(reason: "the text is not UTF-8", line: 1, column: 1)
    }
  }

  func failure(_ reason: String) -> YAMLParseError { failure(reason, at: position) }

  private func failure(_ reason: String, at position: Int) -> YAMLParseError {
    let before = bytes[..<min(position, bytes.count)]
    let line = before.count { $0 == Self.newline } + 1
    let start = before.lastIndex(of: Self.newline).map { $0 + 1 } ?? 0
    // A byte that goes on with a character begins none.
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    return YAMLParseError(reason: reason, line: line, column: column)
  }

  /// The next byte; zero at the end.
  var peek: UInt8 { byte(at: position) }

  private func byte(at position: Int) -> UInt8 { position < bytes.count ? bytes[position] : 0 }

  var isAtEnd: Bool { position >= bytes.count }

  /// From 0.
  var column: Int { position - lineStart }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// Whether a byte is no part of a word: a blank, the line's end or the text's.
  static func isSpace(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == newline || byte == 0
  }

  private static func isFlowSign(_ byte: UInt8) -> Bool { ",[]{}".utf8.contains(byte) }

  var isFlow: Bool { peek == UInt8(ascii: "[") || peek == UInt8(ascii: "{") }

  /// Whether an element of a list begins here.
  var isEntry: Bool { peek == UInt8(ascii: "-") && Self.isSpace(byte(at: position + 1)) }

  var isDirective: Bool { column == 0 && peek == UInt8(ascii: "%") }

  /// Whether a document begins or ends here.
  var isMarker: Bool { isMarker("-") || isMarker(".") }

  func isMarker(_ sign: Unicode.Scalar) -> Bool {
    column == 0 && (0..<3).allSatisfy { byte(at: position + $0) == UInt8(ascii: sign) }
      && Self.isSpace(byte(at: position + 3))
  }
}

/// What stands between values.
extension YAMLText {
  mutating func endOfLine() {
    position += 1
    lineStart = position
  }

  mutating func skipBlanks() {
    while Self.isBlank(peek) { position += 1 }
  }

  mutating func skipLine() {
    while !isAtEnd, peek != Self.newline { position += 1 }
  }

  /// Goes to the next value, past comments; tells whether nothing stands before it on its line.
  @discardableResult
  mutating func skipToContent() throws(YAMLParseError) -> Bool {
    skipFlowSpace()
    let before = bytes[lineStart..<position]
    guard before.allSatisfy(Self.isBlank) else { return false }
    guard isAtEnd || !before.contains(UInt8(ascii: "\t")) else {
      throw failure("is indented by a tab; YAML takes spaces only")
    }
    return true
  }

  /// The same inside brackets, where lines mean nothing.
  mutating func skipFlowSpace() {
    while true {
      skipBlanks()
      if peek == UInt8(ascii: "#"), isAfterSpace { skipLine() }
      guard peek == Self.newline else { return }
      endOfLine()
    }
  }

  private var isAfterSpace: Bool { position == lineStart || Self.isBlank(byte(at: position - 1)) }

  /// Goes past what may stand behind a value on its line.
  mutating func endLine() throws(YAMLParseError) {
    let start = position
    skipBlanks()
    if peek == UInt8(ascii: "#"), position > start { skipLine() }
    guard isAtEnd || peek == Self.newline else {
      throw failure(
        peek == UInt8(ascii: ":")
          ? "only a text on one line can be a key" : "nothing can stand here behind the value")
    }
  }

  /// Whether a list or a mapping whose parts begin in that column goes on.
  mutating func continues(at column: Int) throws(YAMLParseError) -> Bool {
    try skipToContent()
    guard !isAtEnd, !isMarker else { return false }
    guard self.column <= column else {
      throw failure("is indented more than what it should stand beside")
    }
    return self.column == column
  }

  /// Up to the next blank or line's end.
  mutating func word() -> String {
    let start = position
    while !Self.isSpace(peek), !Self.isFlowSign(peek) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// The name of an anchor.
  mutating func name() throws(YAMLParseError) -> String {
    let name = word()
    guard !name.isEmpty else { throw failure("the name of an anchor is expected here") }
    return name
  }
}

/// Texts.
extension YAMLText {
  /// The key that stands here on one line, and goes past its colon; nil, and stays, where there is none.
  mutating func key() throws(YAMLParseError) -> YAMLScalar? {
    let start = self
    if peek == UInt8(ascii: "?"), Self.isSpace(byte(at: position + 1)) {
      throw failure("keys that begin with ? can't be read; a key must be a text")
    }
    var key: YAMLScalar?
    if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") {
      key = try quoted()
    } else if isPlainStart(isFlow: false) {
      key = YAMLScalar(text: plainLine(isFlow: false))
    } else if isColon {
      key = YAMLScalar(text: "")
    }
    skipBlanks()
    guard let key, isColon, lineStart == start.lineStart else {
      self = start
      return nil
    }
    position += 1
    return key
  }

  /// A text in quotation marks or without; over several lines where those are deeper than `parent`, and
  /// inside brackets (nil) anyhow.
  mutating func scalar(inside parent: Int?) throws(YAMLParseError) -> YAMLScalar {
    if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") { return try quoted() }
    let isFlow = parent == nil
    guard isPlainStart(isFlow: isFlow) else {
      throw failure(
        isColon
          ? "there is no key before this colon"
          : "a text that begins with this sign needs quotation marks")
    }
    var text = plainLine(isFlow: isFlow)
    while true {
      let end = self
      skipBlanks()
      let breaks = skipEmptyLines()
      let isInside = parent.map { column > $0 } ?? !(Self.isFlowSign(peek) || isColon)
      let goesOn = breaks > 0 && isInside && !isAtEnd && !isMarker && peek != UInt8(ascii: "#")
      guard goesOn else {
        self = end
        break
      }
      text += breaks == 1 ? " " : String(repeating: "\n", count: breaks - 1)
      text += plainLine(isFlow: isFlow)
    }
    if !isFlow, isColon {
      throw failure("a colon and a space stand inside a text; put it into quotation marks")
    }
    return YAMLScalar(text: text)
  }

  /// Whether a colon ends a key here.
  private var isColon: Bool { peek == UInt8(ascii: ":") && Self.isSpace(byte(at: position + 1)) }

  /// Whether a text without quotation marks can begin here.
  private func isPlainStart(isFlow: Bool) -> Bool {
    let next = byte(at: position + 1)
    if "-?:".utf8.contains(peek) {
      return !Self.isSpace(next) && !(isFlow && Self.isFlowSign(next))
    }
    return !Self.isSpace(peek) && !",[]{}#&*!|>'\"%@`".utf8.contains(peek)
  }

  /// The part of such a text that stands on this line.
  private mutating func plainLine(isFlow: Bool) -> String {
    let start = position
    var end = position
    while !isAtEnd, peek != Self.newline {
      if peek == UInt8(ascii: "#"), position > start, isAfterSpace { break }
      if peek == UInt8(ascii: ":") {
        let next = byte(at: position + 1)
        if Self.isSpace(next) || isFlow && Self.isFlowSign(next) { break }
      }
      if isFlow, Self.isFlowSign(peek) { break }
      position += 1
      if !Self.isBlank(bytes[position - 1]) { end = position }
    }
    position = end
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Goes past a line's end and the empty lines behind it; how many ends that are.
  private mutating func skipEmptyLines() -> Int {
    var breaks = 0
    while peek == Self.newline {
      endOfLine()
      breaks += 1
      skipBlanks()
    }
    return breaks
  }

  private mutating func quoted() throws(YAMLParseError) -> YAMLScalar {
    let start = self
    let mark = peek
    var text: [UInt8] = []
    // What stands before it is never cut off again.
    var kept = 0
    position += 1
    while true {
      guard !isAtEnd, !isMarker else {
        throw start.failure("the closing quotation mark is missing")
      }
      let byte = peek
      if byte == mark {
        position += 1
        guard mark == UInt8(ascii: "'"), peek == mark else { break }
        text.append(mark)
        position += 1
      } else if byte == UInt8(ascii: "\\"), mark == UInt8(ascii: "\"") {
        text += try escape()
        kept = text.count
      } else if byte == Self.newline {
        while text.count > kept, let last = text.last, Self.isBlank(last) { text.removeLast() }
        let breaks = skipEmptyLines()
        text +=
          breaks == 1 ? [UInt8(ascii: " ")] : .init(repeating: Self.newline, count: breaks - 1)
        kept = text.count
      } else {
        text.append(byte)
        position += 1
      }
    }
    return YAMLScalar(text: String(decoding: text, as: UTF8.self), isPlain: false)
  }

  private static let escapes: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{7}", UInt8(ascii: "b"): "\u{8}",
    UInt8(ascii: "t"): "\t", UInt8(ascii: "\t"): "\t", UInt8(ascii: "n"): "\n",
    UInt8(ascii: "v"): "\u{B}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "r"): "\r",
    UInt8(ascii: "e"): "\u{1B}", UInt8(ascii: " "): " ", UInt8(ascii: "\""): "\"",
    UInt8(ascii: "/"): "/", UInt8(ascii: "\\"): "\\", UInt8(ascii: "N"): "\u{85}",
    UInt8(ascii: "_"): "\u{A0}", UInt8(ascii: "L"): "\u{2028}", UInt8(ascii: "P"): "\u{2029}",
  ]

  /// What a backslash and what follows it stand for.
  private mutating func escape() throws(YAMLParseError) -> [UInt8] {
    let start = self
    position += 1
    let sign = peek
    if sign == Self.newline {
      return .init(repeating: Self.newline, count: skipEmptyLines() - 1)
    }
    position += 1
    if let scalar = Self.escapes[sign] { return Array(String(scalar).utf8) }
    let length = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8][sign]
    guard let length, var code = hexadecimal(length) else {
      throw start.failure("is no escape that YAML has")
    }
    // As in JSON, two may stand for one character.
    if code & 0xFC00 == 0xD800, peek == UInt8(ascii: "\\"), byte(at: position + 1) == sign {
      position += 2
      guard let low = hexadecimal(length), low & 0xFC00 == 0xDC00 else {
        throw start.failure("is half a character")
      }
      code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
    }
    guard let scalar = Unicode.Scalar(code) else { throw start.failure("is no character") }
    return Array(String(scalar).utf8)
  }

  private mutating func hexadecimal(_ length: Int) -> UInt32? {
    let digits = bytes[position..<min(position + length, bytes.count)]
    guard digits.count == length, digits.allSatisfy(ASCII.isHexDigit) else { return nil }
    position += length
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
