/// The rules about objects and their members.
extension SchemaValidator {
  mutating func check(
    _ rule: ObjectRule, _ node: SchemaNode, _ object: JSONObject,
    _ evaluated: inout EvaluatedPlaces
  ) -> Bool {
    switch rule {
    case .maximumCount(let limit):
      if object.count <= limit { return true }
      report(node, "maxProperties", Self.count("at most", limit, object))
      return false
    case .minimumCount(let limit):
      if object.count >= limit { return true }
      report(node, "minProperties", Self.count("at least", limit, object))
      return false
    case .required(let names): return checkRequired(names, node, object)
    case .dependentRequired(let rules): return checkDependent(rules, node, object)
    case .dependentSchemas(let rules):
      return checkDependent(rules, object, &evaluated)
    case .names(let schema): return checkNames(schema, node, object)
    case .members(let rules): return checkMembers(rules, node, object, &evaluated)
    }
  }

  private static func count(_ comparison: String, _ limit: Int, _ object: JSONObject) -> String {
    "must have \(comparison) \(Phrase.count(limit, "member")), but has \(object.count)"
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
    _ evaluated: inout EvaluatedPlaces
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
      var evaluated = EvaluatedPlaces()
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
    _ evaluated: inout EvaluatedPlaces
  ) -> Bool {
    var isValid = true
    for (place, member) in object.enumerated() where !evaluated.contains(place) {
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
}
