/// The keywords about a value alone: its type, its equals, numbers and strings.
extension SchemaCompiler {
  mutating func valueKeywords(_ source: SchemaSource) -> [ValueRule] {
    var rules: [ValueRule] = []
    if let types = types(source) { rules.append(.type(types)) }
    if let value = source.object["const"] { rules.append(.const(value)) }
    if let value = source.object["enum"] {
      if let values = value.array {
        rules.append(.oneOf(values))
      } else {
        let _: Never? = refuse(value, "an array", at: source.location.appending("enum"))
      }
    }
    return rules
  }

  private mutating func types(_ source: SchemaSource) -> [SchemaType]? {
    guard let value = source.object["type"] else { return nil }
    let location = source.location.appending("type")
    if let name = value.string { return type(name, at: location).map { [$0] } }
    guard let elements = value.array, !elements.isEmpty else {
      return refuse(value, "the name of a type or an array of such names", at: location)
    }
    guard let names = strings(value, at: location) else { return nil }
    var types: [SchemaType] = []
    for (place, name) in names.enumerated() {
      guard let type = type(name, at: location.appending(place)) else { return nil }
      types.append(type)
    }
    return types
  }

  private mutating func type(_ name: String, at location: JSONPointer) -> SchemaType? {
    if let type = SchemaType(rawValue: name) { return type }
    let names = SchemaType.allCases.map { JSONValue.string($0.rawValue) }
    return refuse(.string(name), "one of \(Phrase.list(names))", at: location)
  }

  mutating func numberKeywords(_ source: SchemaSource) -> [NumberRule] {
    var rules: [NumberRule] = []
    for bound in NumberBound.allCases {
      if let limit = number(bound.rawValue, source) { rules.append(.bound(bound, limit)) }
    }
    if let divisor = number("multipleOf", source) {
      if divisor > JSONNumber(0), divisor.decimal.digits.count <= JSONDecimal.maximumDivisorDigits {
        rules.append(.multiple(of: divisor))
      } else {
        let digits = "at most \(JSONDecimal.maximumDivisorDigits) significant digits"
        let _: Never? = refuse(
          .number(divisor), "greater than 0 and of \(digits)",
          at: source.location.appending("multipleOf"))
      }
    }
    return rules
  }

  mutating func stringKeywords(_ source: SchemaSource) -> [StringRule] {
    var rules: [StringRule] = []
    if let count = count("maxLength", source) { rules.append(.maximumLength(count)) }
    if let count = count("minLength", source) { rules.append(.minimumLength(count)) }
    if let text = string("pattern", source),
      let pattern = pattern(text, at: source.location.appending("pattern"))
    {
      rules.append(.pattern(pattern))
    }
    if let name = string("format", source), let format = SchemaFormat(rawValue: name) {
      rules.append(.format(format))
    }
    return rules
  }
}
