/// Where settings and keys come from: the process's variables and files, or a test's.
package struct Environment: Sendable {
  /// The value of an environment variable.
  package let variable: @Sendable (String) -> String?
  /// The text of a small file; nothing when it can't be read.
  package let file: @Sendable (String) -> String?

  package init(
    variable: @escaping @Sendable (String) -> String?,
    file: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.variable = variable
    self.file = file
  }

  /// Exactly these variables, and no files.
  package init(_ variables: [String: String]) {
    self.init { variables[$0] }
  }
}
