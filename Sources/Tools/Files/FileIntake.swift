/// Turns what a caller gives for a file into its content in bare base64, checked for size and type.
package struct FileIntake: Sendable {
  private let source: (any FileSource)?

  /// Without a source no path is read.
  package init(source: (any FileSource)? = nil) {
    self.source = source
  }

  /// The content of bare base64, of a `data:` URL, or of the file at a path, in base64.
  ///
  /// A path is read here and now, on the caller's thread: the files are small, and on disks of the
  /// operator's choice.
  func content(_ text: String, _ limits: FileLimits) throws(FileFault) -> FileContent {
    switch try GivenFile(text) {
    case .base64(let text): FileContent(base64: try checked(text, limits))
    case .data(let mediaType, let name, let text):
      FileContent(base64: try checked(text, limits.naming(mediaType)), path: name)
    case .path(let path): FileContent(base64: try read(path, limits), path: path)
    }
  }

  private func checked(_ text: String, _ limits: FileLimits) throws(FileFault) -> String {
    guard let content = Base64Text(mending: text) else {
      throw FileFault(
        problem:
          "is neither base64 (A to Z, a to z, 0 to 9, + and /, padded with =) nor a path",
        expected: "base64 of \(limits.expectation)\(pathHint)")
    }
    try check(content, limits)
    return content.text
  }

  private func read(_ path: String, _ limits: FileLimits) throws(FileFault) -> String {
    guard let source else {
      throw FileFault(
        problem: "is a path, and this server reads no files",
        expected: "base64 of \(limits.expectation); the operator can allow a directory with "
          + "--allow-dir")
    }
    let bytes: [UInt8]
    do throws(FileRefusal) {
      bytes = try source.contents(of: path, limit: limits.maximumBytes)
    } catch {
      throw FileFault(
        problem: error.problem,
        expected: "a file of \(limits.expectation)\(Self.list(source.places))")
    }
    let content = Base64Text(encoding: bytes)
    try check(content, limits)
    return content.text
  }

  private func check(_ content: Base64Text, _ limits: FileLimits) throws(FileFault) {
    guard content.byteCount > 0 else {
      throw FileFault(problem: FileRefusal.empty.problem, expected: limits.expectation)
    }
    guard content.byteCount <= limits.maximumBytes else {
      throw FileFault(problem: FileRefusal.tooLarge.problem, expected: limits.expectation)
    }
    guard limits.takesAny || limits.types.contains(where: { $0.matches(content.head) }) else {
      throw FileFault(
        problem: "does not begin as such a file does", expected: "a file of \(limits.expectation)")
    }
  }

  private var pathHint: String { source.map { ", or a path\(Self.list($0.places))" } ?? "" }

  private static func list(_ places: [String]) -> String {
    " in \(places.joined(separator: " or "))"
  }
}

/// The content of a file, and its name where it has one.
struct FileContent: Equatable {
  let base64: String
  let name: String?

  /// The name is the last of the path.
  init(base64: String, path: String? = nil) {
    self.base64 = base64
    let last = path?.utf8.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.last
    name = last.map { String(Substring($0)) }
  }
}

/// Why no content can be had, for the caller: two clauses without a full stop.
package struct FileFault: Error, Equatable {
  package let problem: String
  package let expected: String
}

extension FileLimits {
  /// The limits of content that is said to be of a type: it must be of that one, where its first
  /// bytes can tell.
  fileprivate func naming(_ mediaType: String) throws(FileFault) -> FileLimits {
    guard !mediaType.isEmpty else { return self }
    let type = FileType(mediaType: mediaType)
    guard takesAny || type.map(types.contains) == true else {
      throw FileFault(problem: "says that it is of another type", expected: expectation)
    }
    guard let type else { return self }
    return FileLimits(maximumBytes: maximumBytes, types: [type])
  }
}

extension FileRefusal {
  /// The same for all that lies outside, be it there or not.
  fileprivate var problem: String {
    switch self {
    case .outside: "is a path outside the directories that the operator allows"
    case .missing: "is a path at which there is no file"
    case .irregular: "is a path at which there is no plain file"
    case .empty: "holds nothing"
    case .tooLarge: "is too large"
    case .unreadable: "is a path whose file can't be read by this server"
    }
  }
}

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
