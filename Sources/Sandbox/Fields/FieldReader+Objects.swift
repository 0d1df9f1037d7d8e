import JSON

extension FieldReader {
  /// The values of those of these fields that were sent.
  mutating func changes(_ rules: [FieldRule]) -> JSONObject {
    var values = JSONObject()
    for rule in rules { values[rule.name] = value(rule.name, rule.kind) }
    return values
  }

  /// Those of these fields that were sent inside the object of that name.
  mutating func changes(in name: String, _ rules: [FieldRule]) -> JSONObject? {
    guard let object = value(name, .object)?.object else { return nil }
    var inner = FieldReader(.json(object))
    let values = inner.changes(rules)
    report(inner.problems, in: name)
    return values
  }

  /// What `read` makes of each object of the list of that name, when all of them are right.
  mutating func each<Value>(
    _ name: String, _ read: (inout FieldReader) -> Value?
  ) -> [Value]? {
    guard let elements = value(name, .list(.object))?.array else { return nil }
    var values: [Value] = []
    for (place, element) in elements.enumerated() {
      var inner = FieldReader(.json(element.object ?? [:]))
      if let value = read(&inner) { values.append(value) }
      report(inner.problems, in: "\(name)[\(place)]")
    }
    return values.count == elements.count ? values : nil
  }

  private mutating func report(_ problems: [FieldProblem], in name: String) {
    for problem in problems { report("\(name).\(problem.field)", problem.fault) }
  }
}
