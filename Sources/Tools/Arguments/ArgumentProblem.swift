package import JSON

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
