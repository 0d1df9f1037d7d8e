import JSON

extension JSONObject {
  /// These settings, and what the service takes for those that are not there.
  func completed(_ rules: [FieldRule]) -> JSONObject {
    JSONObject(
      rules.compactMap { rule in
        (self[rule.name] ?? rule.fallback).map { (rule.name, $0) }
      })
  }

  /// These settings in the order in which the service lists them.
  func inOrder(of rules: [FieldRule]) -> JSONObject {
    JSONObject(rules.compactMap { rule in self[rule.name].map { (rule.name, $0) } })
  }
}
