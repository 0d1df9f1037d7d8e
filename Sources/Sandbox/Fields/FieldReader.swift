import JSON

/// Reads fields by name and keeps what is wrong with them, so that a caller sees all at once.
///
/// A field without a value (`status=`, `""`, `null`) counts as not sent.
struct FieldReader: Sendable {
  enum Source: Sendable {
    case text(Fields)
    case json(JSONObject)
  }

  private let source: Source
  private(set) var problems: [FieldProblem] = []

  init(_ source: Source) {
    self.source = source
  }

  /// The value of that field when it is sent and of that kind.
  mutating func value(_ name: String, _ kind: FieldKind) -> JSONValue? {
    guard let raw = raw(name, kind) else { return nil }
    guard let value = kind.value(raw) else {
      report(name, .expected(kind.expectation))
      return nil
    }
    return value
  }

  /// The values of these fields, in this order: what was sent, else what the service takes.
  mutating func values(_ rules: [FieldRule]) -> JSONObject {
    var values = JSONObject()
    for rule in rules {
      if rule.isRequired { require(rule.name) }
      values[rule.name] = value(rule.name, rule.kind) ?? rule.fallback
    }
    return values
  }

  mutating func integer(_ name: String, in range: ClosedRange<Int> = 1...Int.max) -> Int? {
    value(name, .integer(range))?.int
  }

  mutating func id(_ name: String) -> Int? { value(name, .id)?.int }

  mutating func text(_ name: String, _ kind: FieldKind = .anyText) -> String? {
    value(name, kind)?.string
  }

  mutating func choice(_ name: String, of choices: [String]) -> String? {
    text(name, .choice(choices))
  }

  mutating func flag(_ name: String) -> Bool? { value(name, .flag)?.bool }

  mutating func date(_ name: String) -> CalendarDate? {
    text(name, .date).flatMap { CalendarDate(parsing: $0) }
  }

  mutating func instant(_ name: String) -> Timestamp? {
    text(name, .instant).flatMap { Timestamp(parsing: $0) }
  }

  mutating func require(_ names: String...) {
    for name in names where !isSent(name) { report(name, .missing) }
  }

  func isSent(_ name: String) -> Bool { raw(name, .anyText) != nil }

  /// The names that were sent, in their order.
  var names: [String] {
    switch source {
    case .text(let fields): fields.pairs.map(\.name)
    case .json(let object): object.keys
    }
  }

  mutating func report(_ field: String, _ fault: FieldProblem.Fault) {
    problems.append(FieldProblem(field: field, fault: fault))
  }

  /// Refuses when anything was wrong.
  func check() throws(Refusal) {
    guard problems.isEmpty else { throw .invalid(problems) }
  }

  private func raw(_ name: String, _ kind: FieldKind) -> JSONValue? {
    switch source {
    case .text(let fields):
      let values = fields.all(name).filter { !$0.isEmpty }.map { JSONValue.string($0) }
      guard let last = values.last else { return nil }
      if case .list = kind { return .array(values) }
      return last
    case .json(let object):
      let value = object[name]
      return value == .null || value == .string("") ? nil : value
    }
  }
}
