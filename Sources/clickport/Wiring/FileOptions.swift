import ArgumentParser
import Host

/// Which files arguments may name instead of holding their content.
struct FileOptions: UnsetOptions {
  @Option(
    name: .customLong("allow-dir"),
    help: ArgumentHelp(
      "Let tools that send files read them from this directory; may be repeated.",
      discussion: "Without it they take base64 only. What links lead out to is not read.",
      valueName: "directory"))
  var allowedDirectories: [String] = []

  static var unset: Self {
    var options = Self()
    options.allowedDirectories = []
    return options
  }

  func validate() throws {
    _ = try directories()
  }

  /// The directories, open; nothing where none is allowed.
  func directories() throws -> AllowedDirectories? {
    guard !allowedDirectories.isEmpty else { return nil }
    do throws(AllowedDirectoryProblems) {
      return try AllowedDirectories(allowedDirectories)
    } catch {
      throw ValidationError(error.sentences.map { "--allow-dir: \($0)" }.joined(separator: "\n"))
    }
  }
}
