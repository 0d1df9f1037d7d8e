extension SchemaValidator {
  mutating func check(
    _ rule: ArrayRule, _ node: SchemaNode, _ elements: [JSONValue],
    _ evaluated: inout EvaluatedIndexes
  ) -> Bool {
    switch rule {
    case .maximumCount(let limit):
      let count = elements.count
      return expect(count <= limit, node, "maxItems", "at most", limit, "element", has: count)
    case .minimumCount(let limit):
      let count = elements.count
      return expect(count >= limit, node, "minItems", "at least", limit, "element", has: count)
    case .unique: return checkUnique(node, elements)
    case .items(let prefix, let rest):
      return checkItems(prefix, rest, elements, &evaluated)
    case .contains(let schema, let minimum, let maximum):
      let matches = matches(of: schema, in: elements, &evaluated)
      return check(matches, isAtLeast: minimum, isAtMost: maximum, node)
    }
  }

  private mutating func checkUnique(_ node: SchemaNode, _ elements: [JSONValue]) -> Bool {
    guard spend(elements.count, on: node) else { return false }
    var indexes: [JSONValue: Int] = [:]
    for (index, element) in elements.enumerated() {
      guard let first = indexes.updateValue(index, forKey: element) else { continue }
      report(
        node, "uniqueItems",
        "must not hold a value twice, but elements \(first) and \(index) are equal")
      return false
    }
    return true
  }

  private mutating func checkItems(
    _ prefix: [Int], _ rest: Int?, _ elements: [JSONValue], _ evaluated: inout EvaluatedIndexes
  ) -> Bool {
    var isValid = true
    for (index, element) in elements.enumerated() {
      guard let schema = index < prefix.count ? prefix[index] : rest else { break }
      if program.tracksEvaluation { evaluated.insert(index) }
      if check(schema, element, at: .element(index)) { continue }
      isValid = false
      if isProbing { break }
    }
    return isValid
  }

  private mutating func matches(
    of schema: Int, in elements: [JSONValue], _ evaluated: inout EvaluatedIndexes
  ) -> Int {
    var count = 0
    for (index, element) in elements.enumerated() {
      var inner = EvaluatedIndexes()
      guard probe(schema, element, marking: &inner) else { continue }
      count += 1
      if program.tracksEvaluation { evaluated.insert(index) }
    }
    return count
  }

  private mutating func check(
    _ matches: Int, isAtLeast minimum: Int, isAtMost maximum: Int?, _ node: SchemaNode
  ) -> Bool {
    let keyword = minimum == 1 ? "contains" : "minContains"
    return expect(matches >= minimum, node, keyword, Self.contained("at least", minimum, matches))
      && maximum.map { maximum in
        expect(
          matches <= maximum, node, "maxContains", Self.contained("at most", maximum, matches))
      } ?? true
  }

  private static func contained(_ comparison: String, _ limit: Int, _ matches: Int) -> String {
    let expected = "\(comparison) \(Phrase.count(limit, "element")) fit for \"contains\""
    return "must have \(expected), but has \(matches)"
  }

  mutating func checkUnevaluated(
    _ schema: Int, _ node: SchemaNode, _ elements: [JSONValue],
    _ evaluated: inout EvaluatedIndexes
  ) -> Bool {
    var isValid = true
    for (index, element) in elements.enumerated() where !evaluated.contains(index) {
      if program.nodes[schema].isNever {
        isValid = false
        report(
          node, "unevaluatedItems", at: .element(index),
          "is an element too many: no schema allows one in this place")
      } else if !check(schema, element, at: .element(index)) {
        isValid = false
      }
      if !isValid, isProbing { return false }
    }
    evaluated.insertAll()
    return isValid
  }
}
