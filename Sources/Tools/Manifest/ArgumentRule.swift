package import JSON

/// A condition that ties arguments of one call to each other.
package enum ArgumentRule: Sendable {
  /// The second must not lie before the first, nor be less; both are dates, instants or numbers.
  case ordered(String, String)
  /// From the first day to the last, both counted, at most so many.
  case maximumDays(Int, from: String, to: String)
  /// All of them or none.
  case together([String])
  /// One of them at most.
  case exclusive([String])
  case atLeastOne([String])
  /// The argument must be given when the condition holds.
  case required(String, when: Condition)
  /// The arguments have a meaning only when the condition holds.
  case only([String], when: Condition)
  /// The first can be given only beside the second.
  case needs(String, String)

  /// An argument that has one of these values.
  package struct Condition: Sendable {
    package let argument: String
    package let values: [JSONValue]

    /// Reads `"when": {"rotator_mode": "random"}`; an array stands for any of its values.
    init?(reading cursor: ManifestCursor) {
      guard let when = cursor.child("when"), let member = when.object.members.first,
        when.object.count == 1
      else { return nil }
      argument = member.key
      values = member.value.array ?? [member.value]
    }
  }

  /// How many days that range may have; nil where it says nothing of it.
  package func cap(on period: PeriodDescriptor?) -> Int? {
    guard let period, case .maximumDays(let days, let from, let to) = self,
      from == period.start.argument, to == period.end.argument
    else { return nil }
    return days
  }

  /// Every argument the rule speaks of.
  package var arguments: [String] {
    switch self {
    case .ordered(let first, let second), .needs(let first, let second): [first, second]
    case .maximumDays(_, let from, let to): [from, to]
    case .together(let names), .exclusive(let names), .atLeastOne(let names): names
    case .required(let name, let condition): [name, condition.argument]
    case .only(let names, let condition): names + [condition.argument]
    }
  }

  /// Reads `{"ordered": ["a", "b"]}` and its siblings; the field's name says which rule it is.
  init?(reading cursor: ManifestCursor) {
    let kinds = Self.readers.filter { cursor.object.contains($0.key) }
    guard let (key, reader) = kinds.first, kinds.count == 1 else {
      let known = Self.readers.map(\.key).joined(separator: ", ")
      cursor.report("a rule must have exactly one of \(known)")
      return nil
    }
    cursor.allowOnly([key] + reader.others)
    guard let rule = reader.read(cursor) else {
      if !cursor.problems.hasProblem(under: cursor.pointer) {
        cursor.report(at: key, reader.expected)
      }
      return nil
    }
    self = rule
  }

  private struct Reader: Sendable {
    var others: [String] = []
    let expected: String
    let read: @Sendable (ManifestCursor) -> ArgumentRule?
  }

  private static let readers: KeyValuePairs<String, Reader> = [
    "ordered": Reader(expected: "must name the earlier and the later argument") { cursor in
      pair(cursor.strings("ordered")).map { .ordered($0, $1) }
    },
    "max_days": Reader(others: ["from", "to"], expected: "needs a number, from and to") { cursor in
      guard let days = cursor.positiveInt("max_days"), let from = cursor.string("from"),
        let to = cursor.string("to")
      else { return nil }
      return .maximumDays(days, from: from, to: to)
    },
    "together": several("together") { .together($0) },
    "exclusive": several("exclusive") { .exclusive($0) },
    "at_least_one": several("at_least_one") { .atLeastOne($0) },
    "required": Reader(others: ["when"], expected: "needs an argument's name and when") { cursor in
      guard let name = cursor.string("required"), let condition = Condition(reading: cursor)
      else { return nil }
      return .required(name, when: condition)
    },
    "only": Reader(others: ["when"], expected: "needs arguments' names and when") { cursor in
      guard let names = cursor.strings("only"), let condition = Condition(reading: cursor)
      else { return nil }
      return .only(names, when: condition)
    },
    "needs": Reader(expected: "must name an argument and the one it needs") { cursor in
      pair(cursor.strings("needs")).map { .needs($0, $1) }
    },
  ]

  private static func pair(_ names: [String]?) -> (String, String)? {
    guard let names, names.count == 2 else { return nil }
    return (names[0], names[1])
  }

  private static func several(
    _ key: String, _ rule: @escaping @Sendable ([String]) -> ArgumentRule
  ) -> Reader {
    Reader(expected: "must name two arguments or more") { cursor in
      cursor.strings(key).flatMap { $0.count >= 2 ? rule($0) : nil }
    }
  }
}
