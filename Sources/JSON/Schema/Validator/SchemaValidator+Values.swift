/// The rules about a value alone.
extension SchemaValidator {
  mutating func check(_ rule: ValueRule, _ node: SchemaNode, _ instance: JSONValue) -> Bool {
    switch rule {
    case .type(let types):
      if types.contains(where: { $0.includes(instance) }) { return true }
      let expected = Phrase.alternatives(types.map(\.phrase))
      report(node, "type", "must be \(expected), but is \(Phrase.type(instance))")
    case .const(let value):
      if value == instance { return true }
      report(node, "const", "must be \(Phrase.value(value)), but is \(Phrase.brief(instance))")
    case .oneOf(let values):
      guard spend(values.count, on: node) else { return false }
      if values.contains(instance) { return true }
      let expected = values.count == 1 ? "" : "one of "
      report(
        node, "enum",
        "must be \(expected)\(Phrase.list(values)), but is \(Phrase.brief(instance))")
    }
    return false
  }

  mutating func check(_ rule: NumberRule, _ node: SchemaNode, _ number: JSONNumber) -> Bool {
    switch rule {
    case .multiple(let divisor):
      if number.decimal.isMultiple(of: divisor.decimal) == true { return true }
      report(node, "multipleOf", Self.comparison("a multiple of", divisor, number))
    case .bound(let bound, let limit):
      if bound.allows(number, limit) { return true }
      report(node, bound.rawValue, Self.comparison(bound.phrase, limit, number))
    }
    return false
  }

  private static func comparison(
    _ relation: String, _ expected: JSONNumber, _ found: JSONNumber
  ) -> String {
    "must be \(relation) \(expected.text), but is \(Phrase.value(.number(found)))"
  }

  mutating func check(_ rule: StringRule, _ node: SchemaNode, _ string: String) -> Bool {
    switch rule {
    case .maximumLength(let limit):
      // A code point has at least one byte, so most strings need not be counted.
      if string.utf8.count <= limit || string.unicodeScalars.count <= limit { return true }
      report(node, "maxLength", Self.length("at most", limit, string))
    case .minimumLength(let limit):
      if string.unicodeScalars.count >= limit { return true }
      report(node, "minLength", Self.length("at least", limit, string))
    case .pattern(let pattern):
      return check(pattern, node, string)
    case .format(let format):
      if format.accepts(string) { return true }
      report(node, "format", "must be \(format.phrase), but is \(Phrase.quote(string))")
    }
    return false
  }

  private static func length(_ comparison: String, _ limit: Int, _ string: String) -> String {
    let expected = Phrase.count(limit, "character")
    return "must be \(comparison) \(expected) long, but has \(string.unicodeScalars.count)"
  }

  private mutating func check(
    _ pattern: SchemaPattern, _ node: SchemaNode, _ string: String
  ) -> Bool {
    guard string.utf8.count <= SchemaPattern.maximumLength else {
      let limit = SchemaPattern.maximumLength
      report(node, "pattern", "is too long to check against a pattern: more than \(limit) bytes")
      return false
    }
    guard spend(SchemaPattern.cost(of: string), on: node) else { return false }
    if pattern.occurs(in: string) { return true }
    report(
      node, "pattern",
      "must match the pattern \(pattern.text), but is \(Phrase.quote(string))")
    return false
  }
}

extension NumberBound {
  fileprivate func allows(_ number: JSONNumber, _ limit: JSONNumber) -> Bool {
    switch self {
    case .minimum: number >= limit
    case .exclusiveMinimum: number > limit
    case .maximum: number <= limit
    case .exclusiveMaximum: number < limit
    }
  }

  fileprivate var phrase: String {
    switch self {
    case .minimum: "at least"
    case .exclusiveMinimum: "greater than"
    case .maximum: "at most"
    case .exclusiveMaximum: "less than"
    }
  }
}
