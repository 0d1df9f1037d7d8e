import JSON

extension FieldReader {
  /// The values of those fields that were sent, and `null` for a `clearable` one that was sent
  /// without a value. Reports when there is nothing to change.
  mutating func changes(_ rules: [FieldRule], clearable: Set<String> = []) -> JSONObject {
    var changes = JSONObject()
    for rule in rules {
      changes[rule.name] = value(rule.name, rule.kind)
      let isCleared = clearable.contains(rule.name) && !isSent(rule.name)
      if isCleared, names.contains(rule.name) { changes[rule.name] = .null }
    }
    if changes.isEmpty, problems.isEmpty {
      let known = rules.map(\.name).joined(separator: ", ")
      report(rules.first?.name ?? "", .rule("at least one field must be sent: \(known)"))
    }
    return changes
  }
}
