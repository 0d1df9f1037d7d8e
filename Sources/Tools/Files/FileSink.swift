/// Where the files are written that a caller names: below directories that the operator opened for
/// it. All that blocks happens away from the caller's thread.
package protocol FileSink: Sendable {
  /// The directories it writes into, for people; at least one. A path that is not absolute begins
  /// in the first.
  var places: [String] { get }

  /// Begins a file that nobody sees under its name before it is committed. What has that name stays
  /// as it is, and is refused unless it may be written over.
  func begin(_ path: String, overwrite: Bool) async throws(SaveRefusal) -> any FileWriter
}

/// One file that is being written, by one caller, one call after the other. When nobody holds it any
/// more before it is committed, nothing is left of it.
package protocol FileWriter: AnyObject, Sendable {
  /// The absolute path that it will have.
  var path: String { get }

  func append(_ bytes: [UInt8]) async throws(SaveRefusal)

  /// Gives the file its name, once all of it is on the disk; how many bytes it has. In a cancelled
  /// task, and where it fails, nothing is left of it.
  func commit() async throws(SaveRefusal) -> Int

  /// Takes away what was written. It does nothing after `commit` or after itself.
  func discard() async
}

/// Why a file is not written.
package enum SaveRefusal: Error, Hashable, CaseIterable {
  /// It lies elsewhere, or its path has a `..` in it.
  case outside
  /// A name is hidden, or holds a character that no person sees.
  case hidden
  case tooLong
  /// A directory on the way isn't there.
  case noDirectory
  /// A name on the way, or the file's, is a symbolic link.
  case link
  /// There is something of that name.
  case taken
  /// What is to be written over is no plain file.
  case irregular
  /// The system doesn't let this process write there, or nobody: the disk is read-only.
  case forbidden
  /// The disk is full, or what the user may have of it.
  case full
  /// The directory, or what was written so far, was taken away meanwhile.
  case vanished
  /// The disk failed, or something else that nobody thought of.
  case failed
  case cancelled
}

/// The formats that rows can be saved in, told by the end of the file's name.
package enum SavedFormat: String, CaseIterable, Sendable {
  case csv
  case jsonl

  /// Nil where the path ends in neither.
  package init?(path: String) {
    let ending = Self.allCases.first { path.utf8.reversed().starts(with: ".\($0)".utf8.reversed()) }
    guard let ending else { return nil }
    self = ending
  }
}
