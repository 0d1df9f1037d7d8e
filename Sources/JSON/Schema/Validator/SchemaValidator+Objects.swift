extension SchemaValidator {
  mutating func check(
    _ rule: ObjectRule, _ node: SchemaNode, _ object: JSONObject,
    _ evaluated: inout EvaluatedIndexes
  ) -> Bool {
    switch rule {
    case .maximumCount(let limit):
      let count = object.count
      return expect(count <= limit, node, "maxProperties", "at most", limit, "member", has: count)
    case .minimumCount(let limit):
      let count = object.count
      return expect(count >= limit, node, "minProperties", "at least", limit, "member", has: count)
    case .required(let names): return checkRequired(names, node, object)
    case .dependentRequired(let rules): return checkDependent(rules, node, object)
    case .dependentSchemas(let rules): return checkDependent(rules, object, &evaluated)
    case .names(let schema): return checkNames(schema, node, object)
    case .members(let rules): return checkMembers(rules, node, object, &evaluated)
    }
  }

  private mutating func checkRequired(
    _ names: [String], _ node: SchemaNode, _ object: JSONObject
  ) -> Bool {
    var isValid = true
    for name in names where !object.contains(name) {
      isValid = false
      report(node, "required", "must have the member \(Phrase.quote(name)), but has not")
    }
    return isValid
  }

  private mutating func checkDependent(
    _ rules: [(name: String, required: [String])], _ node: SchemaNode, _ object: JSONObject
  ) -> Bool {
    var isValid = true
    for (name, required) in rules where object.contains(name) {
      for other in required where !object.contains(other) {
        isValid = false
        report(
          node, "dependentRequired",
          "must have the member \(Phrase.quote(other)), because it has \(Phrase.quote(name))")
      }
    }
    return isValid
  }

  private mutating func checkDependent(
    _ rules: [(name: String, schema: Int)], _ object: JSONObject,
    _ evaluated: inout EvaluatedIndexes
  ) -> Bool {
    var isValid = true
    for (name, schema) in rules where object.contains(name) {
      if !check(schema, .object(object), marking: &evaluated) { isValid = false }
    }
    return isValid
  }

  private mutating func checkNames(
    _ schema: Int, _ node: SchemaNode, _ object: JSONObject
  ) -> Bool {
    var isValid = true
    for (name, _) in object {
      var evaluated = EvaluatedIndexes()
      guard !probe(schema, .string(name), marking: &evaluated) else { continue }
      isValid = false
      guard !isProbing else { break }
      for violation in explain(schema, .string(name)) {
        report(node, "propertyNames", at: .member(name), "has a name that \(violation.message)")
      }
    }
    return isValid
  }

  mutating func checkUnevaluated(
    _ schema: Int, _ node: SchemaNode, _ object: JSONObject,
    _ evaluated: inout EvaluatedIndexes
  ) -> Bool {
    var isValid = true
    for (index, member) in object.enumerated() where !evaluated.contains(index) {
      if program.nodes[schema].isNever {
        isValid = false
        report(
          node, "unevaluatedProperties", at: .member(member.key),
          "is not a known member: no schema that applies here names it")
      } else if !check(schema, member.value, at: .member(member.key)) {
        isValid = false
      }
      if !isValid, isProbing { return false }
    }
    evaluated.insertAll()
    return isValid
  }

  /// `properties`, `patternProperties` and `additionalProperties`.
  private mutating func checkMembers(
    _ rules: MemberRules, _ node: SchemaNode, _ object: JSONObject,
    _ evaluated: inout EvaluatedIndexes
  ) -> Bool {
    guard spend(object.count, on: node) else { return false }
    var isValid = true
    for (index, member) in object.enumerated() {
      var isKnown = false
      if !check(member, rules, node, &isKnown) { isValid = false }
      if !isKnown, let additional = rules.additional {
        isKnown = true
        if !checkAdditional(additional, member, rules, node) { isValid = false }
      }
      if isKnown, program.tracksEvaluation { evaluated.insert(index) }
      if !isValid, isProbing { return false }
    }
    return isValid
  }

  /// Applies the schemas that name or match a member, and says whether any does.
  private mutating func check(
    _ member: JSONObject.Member, _ rules: MemberRules, _ node: SchemaNode, _ isKnown: inout Bool
  ) -> Bool {
    var isValid = true
    if let schema = rules.named[ExactString(text: member.key)] {
      isKnown = true
      isValid = check(schema, member.value, at: .member(member.key))
    }
    guard !rules.patterned.isEmpty else { return isValid }
    guard member.key.utf8.count <= SchemaPattern.maximumLength else {
      report(
        node, "patternProperties", at: .member(member.key),
        "has a name too long to check against a pattern")
      return false
    }
    for (pattern, schema) in rules.patterned {
      guard spend(SchemaPattern.cost(of: member.key), on: node) else { return false }
      guard pattern.occurs(in: member.key) else { continue }
      isKnown = true
      if !check(schema, member.value, at: .member(member.key)) { isValid = false }
    }
    return isValid
  }

  private mutating func checkAdditional(
    _ schema: Int, _ member: JSONObject.Member, _ rules: MemberRules, _ node: SchemaNode
  ) -> Bool {
    guard program.nodes[schema].isNever else {
      return check(schema, member.value, at: .member(member.key))
    }
    let known =
      rules.names.isEmpty
      ? "there are none" : "known are \(Phrase.list(rules.names.map { .string($0) }))"
    report(
      node, "additionalProperties", at: .member(member.key), "is not a known member; \(known)")
    return false
  }
}
