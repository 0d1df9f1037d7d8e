package import JSON

/// One thing wrong with a manifest, or a policy for its tools: where, in which file, and what would
/// be right.
package struct ManifestProblem: Error, Equatable, Sendable {
  /// The file's name, or "the built-in manifest".
  package var source: String
  package var pointer: JSONPointer
  package let message: String

  package init(source: String, pointer: JSONPointer, message: String) {
    self.source = source
    self.pointer = pointer
    self.message = message
  }
}

/// All that is wrong with a manifest, at least one thing.
package struct ManifestProblems: Error, Equatable, CustomStringConvertible {
  package let problems: [ManifestProblem]

  package init(problems: [ManifestProblem]) {
    self.problems = problems
  }

  /// One line a problem: file, pointer, sentence.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension ManifestProblem: CustomStringConvertible {
  package var description: String {
    "\(source): \(pointer.tokens.isEmpty ? "(root)" : pointer.description): \(message)"
  }
}
