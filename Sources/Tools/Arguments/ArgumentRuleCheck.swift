internal import JSON

/// Holds the rules of a tool against the arguments of one call.
struct ArgumentRuleCheck {
  let given: GivenValues
  /// What was given and says nothing, by canonical name.
  let blanks: [String: ArgumentReader.Blank]
  let descriptors: [ArgumentDescriptor]
  /// Where the days of instants begin and end.
  let zone: TimeZoneRules

  func problems(under rule: ArgumentRule) -> [ArgumentProblem] {
    switch rule {
    case .ordered(let first, let second): ordered(first, second)
    case .maximumDays(let limit, let from, let to): maximumDays(limit, from, to)
    case .together(let names): together(names)
    case .exclusive(let names):
      given(among: names).count > 1
        ? problem(given(among: names), "exclude each other", "only one of them") : []
    case .atLeastOne(let names):
      given(among: names).isEmpty
        ? problem(names, "none of them was given" + blank(names), "at least one of them") : []
    case .required(let name, let condition):
      given(among: [name]).isEmpty && holds(condition)
        ? problem([name], "is missing", "\(expectation(of: name)), because \(condition)") : []
    case .only(let names, let condition):
      given(among: names).isEmpty || holds(condition)
        ? [] : problem(given(among: names), "has no meaning here", "only given when \(condition)")
    case .needs(let name, let other):
      given(among: [name]).isEmpty || given[other] != nil
        ? []
        : problem(
          [name], "is given without \(other)", "\(other) beside it\(choices(of: [other]))")
    }
  }

  private func ordered(_ first: String, _ second: String) -> [ArgumentProblem] {
    if let low = given[first]?.value.number, let high = given[second]?.value.number {
      guard high < low else { return [] }
      return problem(
        [first, second], "\(spelling(second)) is less than \(spelling(first))",
        "\(spelling(first)) no greater than \(spelling(second))")
    }
    guard let start = given[first]?.value.moment, let end = given[second]?.value.moment, end < start
    else { return [] }
    return problem(
      [first, second], "\(spelling(second)) lies before \(spelling(first))",
      "\(spelling(first)) on or before \(spelling(second))")
  }

  /// Both ends are counted. A range the wrong way round is for `ordered` to refuse.
  private func maximumDays(_ limit: Int, _ from: String, _ to: String) -> [ArgumentProblem] {
    guard let start = given[from]?.value.moment, let end = given[to]?.value.moment, start <= end
    else { return [] }
    let days = day(of: end, to).daysSince1970 - day(of: start, from).daysSince1970 + 1
    guard days > limit else { return [] }
    return problem(
      [from, to], "the range spans \(days) days, both ends counted",
      "at most \(limit) days; ask for a longer time in several calls")
  }

  /// What is given as a day is that day anywhere.
  private func day(of moment: Timestamp, _ name: String) -> CalendarDate {
    given[name]?.value.string.flatMap { CalendarDate(parsing: $0) } ?? zone.date(of: moment)
  }

  private func together(_ names: [String]) -> [ArgumentProblem] {
    let present = given(among: names)
    guard !present.isEmpty, present.count < names.count else { return [] }
    let missing = names.filter { given[$0] == nil }
    return problem(
      missing, "is missing beside \(present.map(spelling).joined(separator: ", "))",
      "all of \(names.joined(separator: ", ")) or none\(choices(of: missing))")
  }

  private func expectation(of name: String) -> String {
    descriptors.first { $0.name == name }?.expectation ?? "a value"
  }

  /// What can be chosen for those that have choices.
  private func choices(of names: [String]) -> String {
    descriptors.filter { $0.hasChoices && names.contains($0.name) }
      .map { "; \($0.name): \($0.expectation)" }.joined()
  }

  /// Which of them were given and say nothing.
  private func blank(_ names: [String]) -> String {
    let blanks = names.compactMap { self.blanks[$0]?.mention }
    return blanks.isEmpty ? "" : "; blank ones count as none: \(blanks.joined(separator: ", "))"
  }

  /// Which of them were given.
  private func given(among names: [String]) -> [String] { names.filter { given[$0] != nil } }

  private func holds(_ condition: ArgumentRule.Condition) -> Bool {
    condition.holds(for: given[condition.argument]?.value)
  }

  /// The name that the caller used.
  private func spelling(_ name: String) -> String { given[name]?.spelling ?? name }

  private func problem(
    _ names: [String], _ problem: String, _ expected: String
  ) -> [ArgumentProblem] {
    let argument = names.map(spelling).joined(separator: ", ")
    return [
      ArgumentProblem(argument, canonical: names, problem: problem, expected: expected)
    ]
  }
}

extension ArgumentRule.Condition: CustomStringConvertible {
  package func holds(in arguments: Arguments) -> Bool { holds(for: arguments[argument]) }

  fileprivate func holds(for value: JSONValue?) -> Bool { value.map(values.contains) ?? false }

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
