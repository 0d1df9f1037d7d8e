package import JSON
internal import Synchronization

/// One thing wrong with a manifest, or a policy for its tools: where, in which file, and what would
/// be right.
package struct ManifestProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's name, or "the built-in manifest".
  package var source: String
  package var pointer: JSONPointer
  package let message: String

  package var description: String {
    "\(source): \(pointer.tokens.isEmpty ? "(root)" : pointer.description): \(message)"
  }
}

/// All that is wrong with a manifest, at least one thing.
package struct ManifestProblems: Error, Equatable, CustomStringConvertible {
  package let problems: [ManifestProblem]

  package init(problems: [ManifestProblem]) {
    self.problems = problems
  }

  /// One thing that is wrong with a whole file.
  package init(_ source: String, _ message: String) {
    problems = [ManifestProblem(source: source, pointer: .root, message: message)]
  }

  /// One line a problem: file, pointer, sentence.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Gathers problems while a file is read, so that its author sees all of them at once.
final class ProblemCollector: Sendable {
  typealias Problem = (pointer: JSONPointer, message: String)

  /// For what is proven to be right: its form is not checked, and a problem in it is a bug.
  static let ofProven = ProblemCollector(isProven: true)

  let isProven: Bool
  private let found = Mutex(Found())

  private struct Found {
    var problems: [Problem] = []
    /// Fields that were probably meant by a misspelled one.
    var misspelled: Set<JSONPointer> = []
  }

  init(isProven: Bool = false) {
    self.isProven = isProven
  }

  var problems: [Problem] { found.withLock(\.problems) }

  /// Adds a problem, once: a field may be looked at by more than one check.
  func add(_ pointer: JSONPointer, _ message: String) {
    precondition(!isProven, "what was proven to be right is wrong: \(pointer): \(message)")
    found.withLock { found in
      guard !found.problems.contains(where: { $0 == (pointer, message) }) else { return }
      found.problems.append((pointer, message))
    }
  }

  /// Remembers that the field's absence is told already, by the problem of its misspelling.
  func addMisspelling(of pointer: JSONPointer) {
    found.withLock { found in _ = found.misspelled.insert(pointer) }
  }

  func isMisspelled(_ pointer: JSONPointer) -> Bool {
    found.withLock { $0.misspelled.contains(pointer) }
  }

  /// Whether anything there or beneath is wrong.
  func hasProblem(under pointer: JSONPointer) -> Bool {
    problems.contains { $0.pointer.tokens.starts(with: pointer.tokens) }
  }
}
