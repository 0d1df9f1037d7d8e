/// The rules that combine schemas for one and the same value.
extension SchemaValidator {
  mutating func check(
    _ rule: LogicRule, _ node: SchemaNode, _ instance: JSONValue,
    _ evaluated: inout EvaluatedIndexes
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
      var unseen = EvaluatedIndexes()
      guard probe(schema, instance, marking: &unseen) else { return true }
      reportMatch(of: schema, node)
      return false
    case .conditional(let condition, let then, let otherwise):
      var seen = EvaluatedIndexes()
      let holds = probe(condition, instance, marking: &seen)
      if holds { evaluated.formUnion(seen) }
      guard let branch = holds ? then : otherwise else { return true }
      return check(branch, instance, marking: &evaluated)
    }
  }

  private mutating func checkAny(
    _ branches: [Int], _ node: SchemaNode, _ instance: JSONValue,
    _ evaluated: inout EvaluatedIndexes
  ) -> Bool {
    let matches = matches(branches, instance, upTo: program.tracksEvaluation ? .max : 1, &evaluated)
    if !matches.isEmpty { return true }
    reportNone(of: branches, node, "anyOf", instance)
    return false
  }

  private mutating func checkOne(
    _ branches: [Int], _ node: SchemaNode, _ instance: JSONValue,
    _ evaluated: inout EvaluatedIndexes
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
    _ branches: [Int], _ instance: JSONValue, upTo limit: Int, _ evaluated: inout EvaluatedIndexes
  ) -> [Int] {
    var matches: [Int] = []
    for (index, branch) in branches.enumerated() where matches.count < limit {
      var seen = EvaluatedIndexes()
      guard probe(branch, instance, marking: &seen) else { continue }
      matches.append(index)
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

/// Explaining in one sentence why no alternative of `anyOf` or `oneOf` fits.
extension SchemaValidator {
  /// How many alternatives are tried again to find what to explain.
  private static let maximumTried = 50
  /// How many alternatives a sentence explains, and by how many violations each.
  private static let maximumExplained = 5
  private static let maximumReasons = 3

  mutating func reportNone(
    of branches: [Int], _ node: SchemaNode, _ keyword: String, _ instance: JSONValue
  ) {
    guard !isProbing else { return }
    let count = keyword == "oneOf" ? "exactly one" : "at least one"
    let expected = "must match \(count) of \(Phrase.count(branches.count, "alternative"))"
    // Alternatives within alternatives would make sentences that nobody can follow.
    let explained = explanations > 0 ? [] : explanations(of: branches, instance)
    report(node, keyword, ([expected] + explained).joined(separator: "; "))
  }

  /// What is wrong with each alternative; but where some are likelier meant, only with those.
  private mutating func explanations(of branches: [Int], _ instance: JSONValue) -> [String] {
    var explained: [(isMeant: Bool, text: String)] = []
    for (index, branch) in branches.prefix(Self.maximumTried).enumerated() {
      let violations = explain(branch, instance)
      guard !violations.isEmpty else { continue }
      let reasons = violations.prefix(Self.maximumReasons).map(reason)
      let text = "alternative \(index + 1): \(reasons.joined(separator: ", and "))"
      explained.append((!violations.contains(where: tellsApart), text))
    }
    let meant = explained.filter(\.isMeant)
    return (meant.isEmpty ? explained : meant).prefix(Self.maximumExplained).map(\.text)
  }

  /// Whether a violation shows that an alternative is not the one meant: the value is of another
  /// type altogether, or a member has to be one certain value, as those that name a kind do.
  private func tellsApart(_ violation: JSONSchema.Violation) -> Bool {
    let distance = violation.instance.tokens.count - path.count
    return violation.keyword == "type" && distance == 0
      || violation.keyword == "const" && distance <= 1
  }

  /// The violation, with its pointer as seen from the value at hand.
  private func reason(_ violation: JSONSchema.Violation) -> String {
    let way = JSONPointer(tokens: Array(violation.instance.tokens.dropFirst(path.count)))
    return way.tokens.isEmpty ? violation.message : "\(way) \(violation.message)"
  }
}
