import JSON

extension FieldReader {
  /// The settings as they are to be: what was sent laid over what there is. An empty value takes
  /// a field that is clearable back to what the service takes without it.
  mutating func settings(
    over settings: JSONObject, _ rules: [FieldRule], clearable: Set<String>
  ) -> JSONObject {
    var changed = JSONObject()
    for rule in rules {
      if isEmptied(rule.name) {
        changed[rule.name] = rule.fallback
        if !clearable.contains(rule.name) {
          report(rule.name, .rule("\(rule.name) cannot be empty"))
        }
      } else {
        changed[rule.name] = value(rule.name, rule.kind) ?? settings[rule.name]
      }
    }
    if !rules.contains(where: { names.contains($0.name) }) {
      report("", .rule("Nothing to change was sent"))
    }
    return changed
  }

  /// Whether the field was sent without a value.
  func isEmptied(_ name: String) -> Bool { names.contains(name) && !isSent(name) }

  /// The values of `id`, in their order; there must be one.
  mutating func ids() -> [Int] {
    require("id")
    return value("id", .list(.id))?.array?.compactMap(\.int) ?? []
  }
}
