import JSON
import Tools

/// A set of arguments with one thing wrong.
struct ArgumentFault {
  let kind: String
  /// One of these must be named in the answer.
  let names: [String]
  let arguments: JSONObject
}

extension ArgumentSets {
  /// Every way to get one thing wrong, each in a valid set of its own.
  mutating func faults() throws -> [ArgumentFault] {
    var faults = [try unknownArgument()]
    for argument in tool.arguments {
      faults += try badValues(of: argument)
      if argument.isRequired { faults += try missing(argument) }
    }
    for rule in tool.rules {
      faults.append(try broken(rule))
    }
    return faults
  }

  private mutating func unknownArgument() throws -> ArgumentFault {
    var set = try valid()
    set["zz_no_such_argument"] = true
    return ArgumentFault(kind: "unknown", names: ["zz_no_such_argument"], arguments: set)
  }

  private mutating func badValues(of argument: ArgumentDescriptor) throws -> [ArgumentFault] {
    try BadValue.all(for: argument.schema.document).compactMap { bad in
      // What says nothing is no fault.
      guard argument.isRequired || bad.value != "",
        !argument.schema.violations(in: bad.value).isEmpty
      else { return nil }
      var set = try valid()
      set[argument.name] = bad.value
      return ArgumentFault(kind: bad.keyword, names: [argument.name], arguments: set)
    }
  }

  private mutating func missing(_ argument: ArgumentDescriptor) throws -> [ArgumentFault] {
    try [nil, JSONValue.null].map { value in
      var set = try valid()
      if tool.period?.isEnd(argument.name) == true { set["range"] = nil }
      set[argument.name] = value
      return ArgumentFault(
        kind: value == nil ? "missing" : "null", names: [argument.name], arguments: set)
    }
  }

  /// A set that breaks a rule.
  private mutating func broken(_ rule: ArgumentRule) throws -> ArgumentFault {
    var set = try valid()
    // It would stand for arguments that the rule wants, or beside them.
    if tool.period != nil { set["range"] = nil }
    let kind: String
    switch rule {
    case .ordered(let first, let second):
      kind = "ordered"
      (set[second], set[first]) = neighbours(of: first)
    case .maximumDays(let limit, let from, let to):
      kind = "max_days"
      let start = CalendarDate(daysSince1970: 20_454)
      set[from] = .string(start.description)
      set[to] = .string(start.adding(days: limit).description)
    case .together(let names):
      kind = "together"
      for name in names { set[name] = nil }
      if let name = names.first { set[name] = try value(of: name) }
    case .exclusive(let names):
      kind = "exclusive"
      for name in names { set[name] = try value(of: name) }
    case .atLeastOne(let names):
      kind = "at_least_one"
      for name in names + names.flatMap({ argument($0)?.implied?.causes ?? [] }) { set[name] = nil }
    case .required(let name, let condition):
      kind = "required"
      set[condition.argument] = condition.values.randomElement(using: &values.random)
      set[name] = nil
    case .only(let names, let condition):
      kind = "only"
      set[condition.argument] = other(than: condition)
      if let name = names.randomElement(using: &values.random) { set[name] = try value(of: name) }
    case .needs(let name, let other):
      kind = "needs"
      set[name] = try value(of: name)
      set[other] = nil
    }
    return ArgumentFault(kind: kind, names: rule.arguments, arguments: set)
  }

  /// Two values of an argument that has an order, the smaller first.
  private func neighbours(of name: String) -> (JSONValue, JSONValue) {
    let schema = argument(name)?.schema.document ?? [:]
    switch schema["format"]?.string {
    case "date": return ("2026-03-01", "2026-03-02")
    case "date-time": return ("2026-03-01T10:00:00Z", "2026-03-01T10:00:01Z")
    case _:
      let least = schema["minimum"]?.int ?? 0
      return (.number(JSONNumber(least)), .number(JSONNumber(least + 1)))
    }
  }

  /// A value under which the condition doesn't hold; nothing, which is the same as leaving it out.
  private func other(than condition: ArgumentRule.Condition) -> JSONValue? {
    let schema = argument(condition.argument)?.schema.document ?? [:]
    let choices = schema["type"] == "boolean" ? [true, false] : schema["enum"]?.array ?? []
    return choices.first { !condition.values.contains($0) }
  }
}
