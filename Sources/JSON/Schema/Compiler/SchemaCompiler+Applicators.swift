/// The keywords about elements and members, and those that combine schemas.
extension SchemaCompiler {
  mutating func arrayKeywords(_ source: SchemaSource) -> [ArrayRule] {
    var rules: [ArrayRule] = []
    if let count = count("maxItems", source) { rules.append(.maximumCount(count)) }
    if let count = count("minItems", source) { rules.append(.minimumCount(count)) }
    if flag("uniqueItems", source) == true { rules.append(.unique) }
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
