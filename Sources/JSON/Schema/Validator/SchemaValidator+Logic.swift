/// The rules that combine schemas for one and the same value.
extension SchemaValidator {
  mutating func check(
    _ rule: LogicRule, _ node: SchemaNode, _ instance: JSONValue,
    _ evaluated: inout EvaluatedPlaces
  ) -> Bool {
    switch rule {
    case .all(let branches):
      var isValid = true
      for branch in branches where !check(branch, instance, marking: &evaluated) {
        isValid = false
        if isProbing { break }
      }
      return isValid
    case .any(let branches): return checkAny(branches, node, instance, &evaluated)
    case .one(let branches): return checkOne(branches, node, instance, &evaluated)
    case .not(let schema):
      var unseen = EvaluatedPlaces()
      guard probe(schema, instance, marking: &unseen) else { return true }
      reportMatch(of: schema, node)
      return false
    case .conditional(let condition, let then, let otherwise):
      var seen = EvaluatedPlaces()
      let holds = probe(condition, instance, marking: &seen)
      if holds { evaluated.formUnion(seen) }
      guard let branch = holds ? then : otherwise else { return true }
      return check(branch, instance, marking: &evaluated)
    }
  }

  private mutating func checkAny(
    _ branches: [Int], _ node: SchemaNode, _ instance: JSONValue,
    _ evaluated: inout EvaluatedPlaces
  ) -> Bool {
    let matches = matches(branches, instance, upTo: program.tracksEvaluation ? .max : 1, &evaluated)
    if !matches.isEmpty { return true }
    reportNone(of: branches, node, "anyOf", instance)
    return false
  }

  private mutating func checkOne(
    _ branches: [Int], _ node: SchemaNode, _ instance: JSONValue,
    _ evaluated: inout EvaluatedPlaces
  ) -> Bool {
    let matches = matches(branches, instance, upTo: 2, &evaluated)
    if matches.count == 1 { return true }
    if matches.isEmpty {
      reportNone(of: branches, node, "oneOf", instance)
    } else {
      let found = "but matches alternatives \(matches[0] + 1) and \(matches[1] + 1)"
      report(node, "oneOf", "must match exactly one of \(branches.count) alternatives, \(found)")
    }
    return false
  }

  /// Which branches hold, by their order; stops looking when there are enough.
  private mutating func matches(
    _ branches: [Int], _ instance: JSONValue, upTo limit: Int, _ evaluated: inout EvaluatedPlaces
  ) -> [Int] {
    var matches: [Int] = []
    for (place, branch) in branches.enumerated() where matches.count < limit {
      var seen = EvaluatedPlaces()
      guard probe(branch, instance, marking: &seen) else { continue }
      matches.append(place)
      evaluated.formUnion(seen)
    }
    return matches
  }

  private mutating func reportMatch(of schema: Int, _ node: SchemaNode) {
    guard !isProbing else { return }
    let text = program.nodes[schema].location.value(in: document).map(Phrase.value)
    report(node, "not", "must not match \(text ?? "the schema of \"not\""), but does")
  }
}
