/// What is wrong with a query's arguments, all of it at once.
package struct RowQueryProblems: Error, Equatable {
  package var problems: [Problem]

  package struct Problem: Equatable, Sendable {
    /// Its name in the contract: `where`, `group_by` ….
    package let argument: String
    package let problem: String
    package let expected: String
  }

  init(_ problems: [Problem] = []) {
    self.problems = problems
  }

  mutating func add(_ argument: String, _ problem: String, expected: String) {
    let new = Problem(argument: argument, problem: problem, expected: expected)
    if !problems.contains(new) { problems.append(new) }
  }
}
