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
    for (place, branch) in branches.prefix(Self.maximumTried).enumerated() {
      let violations = explain(branch, instance)
      guard !violations.isEmpty else { continue }
      let reasons = violations.prefix(Self.maximumReasons).map(reason)
      let text = "alternative \(place + 1): \(reasons.joined(separator: ", and "))"
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

  /// The violation, with its place as seen from the value at hand.
  private func reason(_ violation: JSONSchema.Violation) -> String {
    let way = JSONPointer(tokens: Array(violation.instance.tokens.dropFirst(path.count)))
    return way.tokens.isEmpty ? violation.message : "\(way) \(violation.message)"
  }
}
