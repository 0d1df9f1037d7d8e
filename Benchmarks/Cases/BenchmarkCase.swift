/// A piece of the server's work with a name, measured in several ways.
package struct BenchmarkCase: Sendable {
  /// One run: returns something that depends on all of the work, so that none of it can be left
  /// out.
  package typealias Run = @Sendable () async throws -> Int

  /// Lower-case words and digits with `-` between them: it stands in command lines and records.
  package let name: String
  /// How many runs are counted: enough for a steady figure, few enough to be quick under valgrind.
  package let runs: Int
  /// Makes what the runs have in common, which isn't measured.
  package let prepare: @Sendable () throws -> Run

  init(_ name: String, runs: Int, prepare: @escaping @Sendable () throws -> Run) {
    self.name = name
    self.runs = runs
    self.prepare = prepare
  }

  /// Every case there is, from the bottom module up.
  package static var all: [BenchmarkCase] {
    json + schema + manifest + start + tools + answers + comparedAnswers
  }
}

/// What a case needs and the manifest doesn't have.
struct MissingFixture: Error {
  let name: String
}
