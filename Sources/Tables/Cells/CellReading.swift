internal import JSON

/// What the bytes of a cell are. All texts are known to be JSON.
extension JSONCell {
  func isNull(_ bytes: borrowing Span<UInt8>) -> Bool {
    isMissing || bytes[start] == UInt8(ascii: "n")
  }

  func isString(_ bytes: borrowing Span<UInt8>) -> Bool {
    !isMissing && bytes[start] == UInt8(ascii: "\"")
  }

  /// The bytes of a number, or those between the quotes of a text without escapes.
  func plain(_ bytes: borrowing Span<UInt8>) -> Range<Int>? {
    guard !isMissing else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "\""): return hasEscapes || end - start < 2 ? nil : start + 1..<end - 1
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return start..<end
    default: return nil
    }
  }

  /// The number that this is, or that its text is; true is 1 and false is 0, so that a sum counts and
  /// an average is a part.
  func amount(_ bytes: borrowing Span<UInt8>) -> Amount? {
    if !isMissing {
      if bytes[start] == UInt8(ascii: "t") { return .small(units: 1, scale: 0) }
      if bytes[start] == UInt8(ascii: "f") { return .small(units: 0, scale: 0) }
    }
    guard let range = plain(bytes), !range.isEmpty else { return nil }
    return Amount(bytes, range)
  }

  func date(_ bytes: borrowing Span<UInt8>) -> DateText? {
    plain(bytes).flatMap { DateText(bytes, $0) }
  }

  func value(_ source: [UInt8]) -> JSONValue {
    isMissing ? .null : JSONValue(proven: source, start..<end)
  }

  /// Appends what is the same for equal values, and only for those: their compact JSON, numbers
  /// without zeros that don't count.
  func appendCanonical(_ source: [UInt8], to key: inout [UInt8]) {
    guard !isMissing else {
      key.append(contentsOf: "null".utf8)
      return
    }
    switch source[start] {
    case UInt8(ascii: "\"") where !hasEscapes, UInt8(ascii: "t"), UInt8(ascii: "f"),
      UInt8(ascii: "n"):
      key.append(contentsOf: source[start..<end])
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      if isPlainInteger(source.span) {
        key.append(contentsOf: source[start..<end])
      } else {
        key.append(contentsOf: Self.canonical(source, start..<end).utf8)
      }
    default: value(source).write(into: &key)
    }
  }

  private func isPlainInteger(_ bytes: borrowing Span<UInt8>) -> Bool {
    let isNegative = bytes[start] == UInt8(ascii: "-")
    if isNegative, bytes[start + 1] == UInt8(ascii: "0") { return false }
    for index in start + (isNegative ? 1 : 0)..<end
    where bytes[index] &- UInt8(ascii: "0") >= 10 {
      return false
    }
    return true
  }

  private static func canonical(_ source: [UInt8], _ range: Range<Int>) -> String {
    switch Amount(source.span, range) {
    case .small(let units, let scale): ExactDecimal(units: units, scale: scale).description
    case .large(let decimal): decimal.description
    case .beyond, nil:
      JSONNumber(text: String(decoding: source[range], as: UTF8.self))?.normalText ?? "0"
    }
  }
}

/// A value's place in an order: numbers, then dates, then texts by code point, then nothing. A text
/// that is a number or a date is taken for one.
enum SortKey: Sendable {
  case number(JSONNumber)
  case date(DateText)
  case text(String)
  case null

  init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .number(let number): self = .number(number)
    case .string(let text):
      if let number = JSONNumber(text: text) {
        self = .number(number)
      } else if let date = DateText(text) {
        self = .date(date)
      } else {
        self = .text(text)
      }
    case .bool, .array, .object: self = .text(value.description)
    }
  }

  var isNull: Bool {
    if case .null = self { true } else { false }
  }

  private var rank: Int {
    switch self {
    case .number: 0
    case .date: 1
    case .text: 2
    case .null: 3
    }
  }

  /// Negative, zero, or positive, as this comes before, beside, or after the other.
  func order(to other: SortKey) -> Int {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      left < right ? -1 : right < left ? 1 : 0
    case (.date(let left), .date(let right)):
      (left.secondsSince1970, left.nanoseconds) < (right.secondsSince1970, right.nanoseconds)
        ? -1
        : (left.secondsSince1970, left.nanoseconds) == (right.secondsSince1970, right.nanoseconds)
          ? 0 : 1
    case (.text(let left), .text(let right)): Self.order(left, right)
    case (.number, _), (.date, _), (.text, _), (.null, _): rank - other.rank
    }
  }

  static func order(_ left: String, _ right: String) -> Int {
    if left.utf8.lexicographicallyPrecedes(right.utf8) { return -1 }
    return right.utf8.lexicographicallyPrecedes(left.utf8) ? 1 : 0
  }
}
