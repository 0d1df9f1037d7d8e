import JSON

/// What a field may hold, as the service's page states it.
struct FieldRule: Sendable {
  let name: String
  let kind: FieldKind
  let isRequired: Bool
  /// What the service takes when the field is not sent.
  let fallback: JSONValue?

  init(_ name: String, _ kind: FieldKind, isRequired: Bool = false, fallback: JSONValue? = nil) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.fallback = fallback
  }
}

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
}

/// What is wrong with one field.
struct FieldProblem: Hashable, Sendable {
  let field: String
  let fault: Fault

  enum Fault: Hashable, Sendable {
    case missing
    /// Completes "must be …".
    case expected(String)
    /// A whole sentence about a rule between fields.
    case rule(String)
  }

  /// The problem in a sentence without its full stop.
  var sentence: String {
    switch fault {
    case .missing: "\(field) is required"
    case .expected(let what): "\(field) must be \(what)"
    case .rule(let sentence): sentence
    }
  }
}
