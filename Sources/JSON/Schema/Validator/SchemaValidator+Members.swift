/// `properties`, `patternProperties` and `additionalProperties`.
extension SchemaValidator {
  mutating func checkMembers(
    _ rules: MemberRules, _ node: SchemaNode, _ object: JSONObject,
    _ evaluated: inout EvaluatedPlaces
  ) -> Bool {
    guard spend(object.count, on: node) else { return false }
    var isValid = true
    for (place, member) in object.enumerated() {
      var isKnown = false
      if !check(member, rules, node, &isKnown) { isValid = false }
      if !isKnown, let additional = rules.additional {
        isKnown = true
        if !checkAdditional(additional, member, rules, node) { isValid = false }
      }
      if isKnown, program.tracksEvaluation { evaluated.insert(place) }
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
    let known = rules.names.isEmpty ? "there are none" : "known are \(Phrase.names(rules.names))"
    report(
      node, "additionalProperties", at: .member(member.key), "is not a known member; \(known)")
    return false
  }
}
