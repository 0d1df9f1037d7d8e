internal import JSON

extension ArgumentRule {
  /// What is wrong under this rule. `spelled` maps canonical names to the ones the caller used.
  func problems(
    in values: [String: JSONValue], spelled: [String: String]
  ) -> [ArgumentProblem] {
    func name(_ argument: String) -> String { spelled[argument] ?? argument }
    func list(_ arguments: [String]) -> String { arguments.map(name).joined(separator: ", ") }
    func problem(_ arguments: [String], _ what: String, _ expected: String) -> [ArgumentProblem] {
      [ArgumentProblem(list(arguments), canonical: arguments, problem: what, expected: expected)]
    }
    func given(_ arguments: [String]) -> [String] { arguments.filter { values[$0] != nil } }

    switch self {
    case .ordered(let first, let second):
      guard let start = values[first]?.moment, let end = values[second]?.moment, end < start
      else { return [] }
      return problem(
        [first, second], "\(name(second)) lies before \(name(first))",
        "\(name(first)) on or before \(name(second))")
    case .maximumDays(let limit, let from, let to):
      guard let days = Self.days(values[from], values[to]), days > limit else { return [] }
      return problem(
        [from, to], "the range spans \(days) days, both ends counted",
        "at most \(limit) days; ask for a longer time in several calls")
    case .together(let names):
      let present = given(names)
      guard !present.isEmpty, present.count < names.count else { return [] }
      return problem(
        names.filter { values[$0] == nil }, "is missing beside \(list(present))",
        "all of \(names.joined(separator: ", ")) or none")
    case .exclusive(let names):
      guard given(names).count > 1 else { return [] }
      return problem(given(names), "exclude each other", "only one of them")
    case .atLeastOne(let names):
      guard given(names).isEmpty else { return [] }
      return problem(names, "none of them was given", "at least one of them")
    case .required(let argument, let condition):
      guard condition.holds(in: values), values[argument] == nil else { return [] }
      return problem([argument], "is missing", "a value, because \(condition)")
    case .only(let names, let condition):
      let present = given(names)
      guard !present.isEmpty, !condition.holds(in: values) else { return [] }
      return problem(present, "has no meaning here", "only given when \(condition)")
    case .needs(let argument, let other):
      guard values[argument] != nil, values[other] == nil else { return [] }
      return problem([argument], "is given without \(other)", "\(other) beside it")
    }
  }

  private static func days(_ from: JSONValue?, _ to: JSONValue?) -> Int? {
    guard let from = from?.moment, let to = to?.moment, from <= to else { return nil }
    return to.date.daysSince1970 - from.date.daysSince1970 + 1
  }
}

extension ArgumentRule.Condition: CustomStringConvertible {
  func holds(in values: [String: JSONValue]) -> Bool {
    values[argument].map(self.values.contains) ?? false
  }

  package var description: String {
    "\(argument) is \(values.map(\.description).joined(separator: " or "))"
  }
}

extension JSONValue {
  /// The instant a date (its first second) or a date-time stands for.
  fileprivate var moment: Timestamp? {
    guard let text = string else { return nil }
    return CalendarDate(parsing: text).map { Timestamp($0) } ?? Timestamp(parsing: text)
  }
}
