package import JSON

/// The arguments of one call, read: canonical names, right types, in the manifest's order.
package struct Arguments: Equatable, Sendable {
  package let values: JSONObject

  package init(_ values: JSONObject) {
    self.values = values
  }

  package subscript(name: String) -> JSONValue? { values[name] }
}

/// One thing wrong with the arguments of a call.
package struct ArgumentProblem: Error, Equatable {
  /// The argument as the caller spelled it; several, joined by `, `, when they are wrong together.
  package let argument: String
  /// What was wrong, as a clause.
  package let problem: String
  /// What would be right, as a clause.
  package let expected: String
  /// The canonical names of the arguments it is about.
  let names: [String]

  package init(
    _ argument: String, canonical names: [String] = [], problem: String, expected: String
  ) {
    self.argument = argument
    self.names = names
    self.problem = problem
    self.expected = expected
  }

  package var json: JSONValue {
    [
      "argument": .string(argument), "problem": .string(problem), "expected": .string(expected),
    ]
  }
}
