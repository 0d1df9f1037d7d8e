import JSON

/// The kinds of values that fields hold.
indirect enum FieldKind: Sendable {
  case integer(ClosedRange<Int>)
  case flag
  /// Text that a test accepts; `expected` completes "must be …".
  case custom(expected: String, @Sendable (String) -> Bool)
  /// Text of that kind, or an integer in JSON, which is kept as its digits.
  case numeral(FieldKind)
  /// A repeated field, or an array in JSON.
  case list(FieldKind)
  /// A JSON object, whatever is in it.
  case object
  /// Money of at least 0 with at most two decimals, kept as hundredths.
  case amount

  /// An id, whether or not anything has it.
  static let id = count
  static let count = FieldKind.integer(0...Int.max)

  /// What the field should hold, completing "must be …".
  var expectation: String {
    switch self {
    case .integer(let range):
      range.upperBound == .max
        ? "an integer of at least \(range.lowerBound)"
        : "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .flag: "true or false"
    case .custom(let expected, _): expected
    case .object: "an object"
    case .amount: "a number of at least 0 with at most two decimals"
    case .numeral(let kind), .list(let kind): kind.expectation
    }
  }

  /// The value as it is kept, or nil when `raw` is not of this kind. Numbers and booleans may
  /// come as text, as they do in queries and forms.
  func value(_ raw: JSONValue) -> JSONValue? {
    switch self {
    case .integer(let range):
      guard let value = raw.int ?? raw.string.flatMap({ Int($0) }), range.contains(value) else {
        return nil
      }
      return .integer(value)
    case .flag: return Self.flag(raw)
    case .custom(_, let test):
      guard let text = raw.string, test(text) else { return nil }
      return raw
    case .numeral(let kind): return kind.value(raw.int.map { .string(String($0)) } ?? raw)
    case .list(let kind):
      let items = raw.array ?? [raw]
      let values = items.compactMap { kind.value($0) }
      return values.count == items.count ? .array(values) : nil
    case .object: return raw.object.map { .object($0) }
    case .amount: return Self.amount(raw)
    }
  }

  private static func flag(_ raw: JSONValue) -> JSONValue? {
    if raw.bool != nil { return raw }
    switch raw.string {
    case "true", "1": return true
    case "false", "0": return false
    default: return nil
    }
  }

  private static func amount(_ raw: JSONValue) -> JSONValue? {
    guard let number = raw.number ?? raw.string.flatMap({ JSONNumber(text: $0) }),
      number >= JSONNumber(0), number <= JSONNumber(largestAmount)
    else { return nil }
    let hundredths = Int((number.double * 100).rounded())
    guard JSONValue.decimal(hundredths: hundredths) == .number(number) else { return nil }
    return .integer(hundredths)
  }

  /// As `Double`, hundredths are exact up to here.
  private static let largestAmount = 1_000_000_000_000
}

/// Kinds of text.
extension FieldKind {
  /// Any text that is not empty.
  static let anyText = text(1...Int.max)
  static let anyURL = url(maximum: .max)
  /// `YYYY-MM-DD`, a day that exists.
  static let date = custom(expected: "a date as YYYY-MM-DD") { CalendarDate(parsing: $0) != nil }
  /// RFC 3339.
  static let instant = custom(expected: "a time as YYYY-MM-DDTHH:MM:SSZ") {
    Timestamp(parsing: $0) != nil
  }
  static let email = custom(expected: "an email address") { text in
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
      && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".")
      && !text.contains(where: \.isWhitespace)
  }

  static func choice(_ choices: [String]) -> FieldKind {
    custom(expected: "one of " + choices.joined(separator: ", "), choices.contains)
  }

  /// Text of so many characters.
  static func text(_ length: ClosedRange<Int>) -> FieldKind {
    let expected =
      switch (length.lowerBound, length.upperBound) {
      case (0, .max): "text"
      case (1, .max): "text that is not empty"
      case (1, 1): "a single character"
      case (0, let upper): "text of at most \(upper) characters"
      case (let lower, .max): "text of at least \(lower) characters"
      case (let lower, let upper): "text of \(lower) to \(upper) characters"
      }
    return custom(expected: expected) { length.contains($0.count) }
  }

  /// An absolute URL of HTTP or HTTPS, of at most so many characters.
  static func url(maximum: Int) -> FieldKind {
    let limit = maximum == .max ? "" : " of at most \(maximum) characters"
    return custom(expected: "an absolute URL" + limit) { text in
      let scheme = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
      let host = text.dropFirst(scheme?.count ?? text.count).prefix { !"/?#".contains($0) }
      return text.count <= maximum && !host.isEmpty && !text.contains(where: \.isWhitespace)
    }
  }

  /// A domain name of at least two labels, without a scheme. `expected` completes "must be …".
  static func domain(expected: String, maximum: Int = 253) -> FieldKind {
    custom(expected: expected) { text in
      let labels = text.split(separator: ".", omittingEmptySubsequences: false)
      return text.utf8.count <= maximum && labels.count > 1
        && labels.allSatisfy { HostFormat.isHostname(String($0), isInternational: true) }
    }
  }
}
