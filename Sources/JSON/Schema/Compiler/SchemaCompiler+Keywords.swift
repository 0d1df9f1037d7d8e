extension SchemaCompiler {
  mutating func valueKeywords(_ source: SchemaSource) -> [ValueRule] {
    var rules: [ValueRule] = []
    if let types = types(source) { rules.append(.type(types)) }
    if let value = source.object["const"] { rules.append(.const(value)) }
    if let values = read("enum", source, "an array", \.array) { rules.append(.oneOf(values)) }
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
    for (index, name) in names.enumerated() {
      guard let type = type(name, at: location.appending(index)) else { return nil }
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

  mutating func arrayKeywords(_ source: SchemaSource) -> [ArrayRule] {
    var rules: [ArrayRule] = []
    if let count = count("maxItems", source) { rules.append(.maximumCount(count)) }
    if let count = count("minItems", source) { rules.append(.minimumCount(count)) }
    if read("uniqueItems", source, "a boolean", \.bool) == true { rules.append(.unique) }
    let prefix = schemas("prefixItems", source)
    let rest = schema("items", source)
    if prefix != nil || rest != nil { rules.append(.items(prefix: prefix ?? [], rest: rest)) }
    let minimum = count("minContains", source)
    let maximum = count("maxContains", source)
    if let schema = schema("contains", source) {
      rules.append(.contains(schema, minimum: minimum ?? 1, maximum: maximum))
    }
    return rules
  }

  mutating func objectKeywords(_ source: SchemaSource) -> [ObjectRule] {
    var rules: [ObjectRule] = []
    if let count = count("maxProperties", source) { rules.append(.maximumCount(count)) }
    if let count = count("minProperties", source) { rules.append(.minimumCount(count)) }
    if let names = strings("required", source) { rules.append(.required(names)) }
    let required = dependentRequired(source)
    if !required.isEmpty { rules.append(.dependentRequired(required)) }
    let dependent = namedSchemas("dependentSchemas", source)
    if !dependent.isEmpty { rules.append(.dependentSchemas(dependent)) }
    if let schema = schema("propertyNames", source) { rules.append(.names(schema)) }
    if let members = memberRules(source) { rules.append(.members(members)) }
    return rules
  }

  private mutating func dependentRequired(
    _ source: SchemaSource
  ) -> [(name: String, required: [String])] {
    guard let object = object("dependentRequired", source) else { return [] }
    let location = source.location.appending("dependentRequired")
    return object.members.compactMap { name, value in
      strings(value, at: location.appending(name)).map { (name, $0) }
    }
  }

  private mutating func memberRules(_ source: SchemaSource) -> MemberRules? {
    var rules = MemberRules()
    for (name, schema) in namedSchemas("properties", source) {
      rules.named[ExactString(text: name)] = schema
      rules.names.append(name)
    }
    let location = source.location.appending("patternProperties")
    for (text, schema) in namedSchemas("patternProperties", source) {
      guard let pattern = pattern(text, at: location.appending(text)) else { continue }
      rules.patterned.append((pattern, schema))
    }
    rules.additional = schema("additionalProperties", source)
    let isEmpty = rules.names.isEmpty && rules.patterned.isEmpty && rules.additional == nil
    return isEmpty ? nil : rules
  }

  mutating func logicKeywords(_ source: SchemaSource) -> [LogicRule] {
    var rules: [LogicRule] = []
    if let branches = schemas("allOf", source) { rules.append(.all(branches)) }
    if let branches = schemas("anyOf", source) { rules.append(.any(branches)) }
    if let branches = schemas("oneOf", source) { rules.append(.one(branches)) }
    if let schema = schema("not", source) { rules.append(.not(schema)) }
    let then = schema("then", source)
    let otherwise = schema("else", source)
    if let condition = schema("if", source) {
      rules.append(.conditional(if: condition, then: then, else: otherwise))
    }
    return rules
  }

  mutating func unevaluatedKeywords(_ source: SchemaSource) -> [SchemaKeyword] {
    var keywords: [SchemaKeyword] = []
    if let schema = schema("unevaluatedItems", source) {
      keywords.append(.unevaluatedItems(schema))
    }
    if let schema = schema("unevaluatedProperties", source) {
      keywords.append(.unevaluatedProperties(schema))
    }
    if !keywords.isEmpty { program.tracksEvaluation = true }
    return keywords
  }
}
