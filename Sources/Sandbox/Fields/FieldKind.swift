import JSON

/// The kinds of values that fields hold.
indirect enum FieldKind: Sendable {
  /// Text of so many characters.
  case text(ClosedRange<Int>)
  case integer(ClosedRange<Int>)
  case flag
  case choice([String])
  /// An absolute URL of HTTP or HTTPS, of at most so many characters.
  case url(maximum: Int)
  case email
  /// `YYYY-MM-DD`, a day that exists.
  case date
  /// RFC 3339.
  case instant
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

  /// Any text that is not empty.
  static let anyText = FieldKind.text(1...Int.max)
  static let anyURL = FieldKind.url(maximum: .max)
  /// An id, whether or not anything has it.
  static let id = count
  static let count = FieldKind.integer(0...Int.max)
}

extension FieldKind {
  /// What the field should hold, completing "must be …".
  var expectation: String {
    switch self {
    case .text(let length): Self.text(of: length)
    case .integer(let range): Self.integer(in: range)
    case .flag: "true or false"
    case .choice(let choices): "one of " + choices.joined(separator: ", ")
    case .url(let maximum):
      maximum == .max ? "an absolute URL" : "an absolute URL of at most \(maximum) characters"
    case .email: "an email address"
    case .date: "a date as YYYY-MM-DD"
    case .instant: "a time as YYYY-MM-DDTHH:MM:SSZ"
    case .custom(let expected, _): expected
    case .object: "an object"
    case .amount: "a number of at least 0 with at most two decimals"
    case .numeral(let kind), .list(let kind): kind.expectation
    }
  }

  /// The value as it is kept, or nothing when `raw` is not of this kind. Numbers and booleans
  /// may come as text, as they do in queries and forms.
  func value(_ raw: JSONValue) -> JSONValue? {
    switch self {
    case .integer(let range): return Self.integer(raw, in: range)
    case .flag: return Self.flag(raw)
    case .numeral(let kind): return kind.value(raw.int.map { .string(String($0)) } ?? raw)
    case .list(let kind): return Self.list(raw, of: kind)
    case .object: return raw.object.map { .object($0) }
    case .amount: return Self.amount(raw)
    case .text, .choice, .url, .email, .date, .instant, .custom:
      guard let text = raw.string, accepts(text) else { return nil }
      return raw
    }
  }

  private func accepts(_ text: String) -> Bool {
    switch self {
    case .text(let length): length.contains(text.count)
    case .choice(let choices): choices.contains(text)
    case .url(let maximum): text.count <= maximum && Self.isURL(text)
    case .email: Self.isEmail(text)
    case .date: CalendarDate(parsing: text) != nil
    case .instant: Timestamp(parsing: text) != nil
    case .custom(_, let test): test(text)
    case .integer, .flag, .numeral, .list, .object, .amount: false
    }
  }

  private static func integer(_ raw: JSONValue, in range: ClosedRange<Int>) -> JSONValue? {
    guard let value = raw.int ?? raw.string.flatMap({ Int($0) }), range.contains(value) else {
      return nil
    }
    return .integer(value)
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

  private static func list(_ raw: JSONValue, of kind: FieldKind) -> JSONValue? {
    let items = raw.array ?? [raw]
    let values = items.compactMap { kind.value($0) }
    return values.count == items.count ? .array(values) : nil
  }

  private static func isURL(_ text: String) -> Bool {
    let rest = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
      .map { text.dropFirst($0.count) }
    let host = rest?.prefix { $0 != "/" && $0 != "?" && $0 != "#" } ?? ""
    return !host.isEmpty && !text.contains(where: \.isWhitespace)
  }

  private static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
      && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".")
      && !text.contains(where: \.isWhitespace)
  }

  private static func text(of length: ClosedRange<Int>) -> String {
    switch (length.lowerBound, length.upperBound) {
    case (0, .max): "text"
    case (1, .max): "text that is not empty"
    case (1, 1): "a single character"
    case (0, let upper): "text of at most \(upper) characters"
    case (let lower, .max): "text of at least \(lower) characters"
    case (let lower, let upper): "text of \(lower) to \(upper) characters"
    }
  }

  private static func integer(in range: ClosedRange<Int>) -> String {
    range.upperBound == .max
      ? "an integer of at least \(range.lowerBound)"
      : "an integer from \(range.lowerBound) to \(range.upperBound)"
  }

  /// A domain name of at least two labels, without a scheme. `expected` completes "must be …".
  static func domain(expected: String, maximum: Int = 253) -> FieldKind {
    .custom(expected: expected) { text in
      let labels = text.split(separator: ".", omittingEmptySubsequences: false)
      return text.utf8.count <= maximum && labels.count > 1
        && labels.allSatisfy { HostFormat.isHostname(String($0)) }
    }
  }
}
