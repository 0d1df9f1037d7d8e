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
  /// What was sent, is taken, and has no effect; in sentences without their full stops.
  private(set) var warnings: [String] = []

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

  mutating func warn(_ sentence: String) { warnings.append(sentence) }

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

  /// The values of those of these fields that were sent.
  mutating func changes(_ rules: [FieldRule]) -> JSONObject {
    var values = JSONObject()
    for rule in rules { values[rule.name] = value(rule.name, rule.kind) }
    return values
  }

  /// Those of these fields that were sent inside the object of that name.
  mutating func changes(in name: String, _ rules: [FieldRule]) -> JSONObject? {
    guard let object = value(name, .object)?.object else { return nil }
    var inner = FieldReader(.json(object))
    let values = inner.changes(rules)
    report(inner.problems, in: name)
    return values
  }

  /// What `read` makes of each object of the list of that name, when all of them are right.
  mutating func each<Value>(_ name: String, _ read: (inout FieldReader) -> Value?) -> [Value]? {
    guard let elements = value(name, .list(.object))?.array else { return nil }
    var values: [Value] = []
    for (index, element) in elements.enumerated() {
      var inner = FieldReader(.json(element.object ?? [:]))
      if let value = read(&inner) { values.append(value) }
      report(inner.problems, in: "\(name)[\(index)]")
    }
    return values.count == elements.count ? values : nil
  }

  private mutating func report(_ problems: [FieldProblem], in name: String) {
    for problem in problems { report("\(name).\(problem.field)", problem.fault) }
  }

  /// The settings as they are to be: what was sent laid over what there is. An empty value takes
  /// a field that is clearable back to what the service takes without it.
  mutating func settings(
    over settings: JSONObject, _ rules: [FieldRule], clearable: Set<String>
  ) -> JSONObject {
    var changed = JSONObject()
    for rule in rules {
      if isEmptied(rule.name) {
        changed[rule.name] = rule.fallback
        if !clearable.contains(rule.name) {
          report(rule.name, .rule("\(rule.name) cannot be empty"))
        }
      } else {
        changed[rule.name] = value(rule.name, rule.kind) ?? settings[rule.name]
      }
    }
    if !rules.contains(where: { names.contains($0.name) }) {
      report("", .rule("Nothing to change was sent"))
    }
    return changed
  }

  /// Whether the field was sent without a value.
  func isEmptied(_ name: String) -> Bool { names.contains(name) && !isSent(name) }

  /// The values of `id`, in their order; there must be one.
  mutating func ids() -> [Int] {
    require("id")
    return value("id", .list(.id))?.array?.compactMap(\.int) ?? []
  }

  // About names they do not know services differ: in bodies ClickMeter refuses them and
  // ClickMagick warns of them; the others, and all queries that only read, pass over them.

  /// Reports what was sent under a name that is none of these.
  mutating func reportUnknown(among known: [String]) {
    for name in names where !known.contains(name) {
      report(name, .expected("left out: it is not a known field"))
    }
  }

  /// Warns of each name that no rule knows.
  mutating func warnOfUnknown(_ rules: [FieldRule]) {
    var known = Set(rules.map(\.name))
    for name in names where known.insert(name).inserted {
      warn("\(name) is not a known parameter and was ignored")
    }
  }
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
