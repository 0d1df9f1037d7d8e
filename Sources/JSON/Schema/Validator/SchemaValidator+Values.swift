extension SchemaValidator {
  mutating func check(_ rule: ValueRule, _ node: SchemaNode, _ instance: JSONValue) -> Bool {
    switch rule {
    case .type(let types):
      return expect(
        types.contains { $0.includes(instance) }, node, "type",
        "must be \(Phrase.alternatives(types.map(\.phrase))), but is \(Phrase.type(instance))")
    case .const(let value):
      return expect(
        value == instance, node, "const",
        "must be \(Phrase.value(value)), but is \(Phrase.brief(instance))")
    case .oneOf(let values):
      guard spend(values.count, on: node) else { return false }
      let expected = values.count == 1 ? "" : "one of "
      return expect(
        values.contains(instance), node, "enum",
        "must be \(expected)\(Phrase.list(values)), but is \(Phrase.brief(instance))")
    }
  }

  mutating func check(_ rule: NumberRule, _ node: SchemaNode, _ number: JSONNumber) -> Bool {
    switch rule {
    case .multiple(let divisor):
      expect(
        number.decimal.isMultiple(of: divisor.decimal) == true, node, "multipleOf",
        Self.comparison("a multiple of", divisor, number))
    case .bound(let bound, let limit):
      expect(
        bound.allows(number, limit), node, bound.rawValue,
        Self.comparison(bound.phrase, limit, number))
    }
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
      expect(
        string.utf8.count <= limit || string.unicodeScalars.count <= limit, node, "maxLength",
        Self.length("at most", limit, string))
    case .minimumLength(let limit):
      expect(
        string.unicodeScalars.count >= limit, node, "minLength",
        Self.length("at least", limit, string))
    case .pattern(let pattern): check(pattern, node, string)
    case .format(let format):
      expect(
        format.accepts(string), node, "format",
        "must be \(format.phrase), but is \(Phrase.quote(string))")
    }
  }

  private static func length(_ comparison: String, _ limit: Int, _ string: String) -> String {
    let expected = Phrase.count(limit, "character")
    return "must be \(comparison) \(expected) long, but has \(string.unicodeScalars.count)"
  }

  private mutating func check(
    _ pattern: SchemaPattern, _ node: SchemaNode, _ string: String
  ) -> Bool {
    let limit = SchemaPattern.maximumLength
    return expect(
      string.utf8.count <= limit, node, "pattern",
      "is too long to check against a pattern: more than \(limit) bytes")
      && spend(SchemaPattern.cost(of: string), on: node)
      && expect(
        pattern.occurs(in: string), node, "pattern",
        "must match the pattern \(pattern.text), but is \(Phrase.quote(string))")
  }
}
