/// Where the files are read from that a caller names.
package protocol FileSource: Sendable {
  /// The directories it reads from, for people.
  var places: [String] { get }

  /// The bytes of a file, at least one and at most `limit`. The path is absolute, or begins with
  /// `~/`, `./` or `../`; whatever it says, nothing outside the places is looked at. It blocks for
  /// as long as the disk needs.
  func contents(of path: String, limit: Int) throws(FileRefusal) -> [UInt8]
}

/// Why a file is not read.
package enum FileRefusal: Error, CaseIterable {
  /// It lies elsewhere, whether there is one or not.
  case outside
  case missing
  /// It is a directory, a pipe, a device.
  case irregular
  case empty
  case tooLarge
  case unreadable
}
