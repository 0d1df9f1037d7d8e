internal import Platform
package import Tools

/// The directories an operator lets files be read from.
///
/// A path is never handed to the system whole. It must begin with the name of an allowed directory;
/// from there each name is opened in the directory before it, and none of them as a link. Links are
/// read, and followed from the root again by the same rule. So nothing outside is ever looked at,
/// and nothing that is changed meanwhile can lead out.
package struct AllowedDirectories: FileSource {
  private let directories: [AllowedDirectory]
  private let home: String?
  private let workingDirectory: String?

  package let places: [String]

  /// Opens the directories; throws all that is wrong with them. `home` is what `~` stands for.
  package init(
    _ paths: [String], home: String? = getenv("HOME").map({ String(cString: $0) }),
    workingDirectory: String? = Self.currentDirectory()
  ) throws(AllowedDirectoryProblems) {
    directories = try AllowedDirectory.open(paths, home: home, workingDirectory: workingDirectory)
    self.home = home
    self.workingDirectory = workingDirectory
    places = directories.map(\.path)
  }

  package static func currentDirectory() -> String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  package func contents(of path: String, limit: Int) throws(FileRefusal) -> [UInt8] {
    guard let path = FilePath(path, home: home, workingDirectory: workingDirectory) else {
      throw .outside
    }
    let file = try open(path.route)
    defer { close(file) }
    return try Self.bytes(of: file, limit: limit)
  }

  /// As many as Linux follows (path_resolution(7)).
  private static let followedLinks = 40

  /// Opens the file at the end of a way from the root.
  private func open(_ route: [String]) throws(FileRefusal) -> Int32 {
    var route = route
    for _ in 0...Self.followedLinks {
      guard let walk = walk(route) else { throw .outside }
      switch try walk.run() {
      case .file(let descriptor): return descriptor
      case .elsewhere(let way): route = way
      }
    }
    throw .unreadable
  }

  private func walk(_ route: [String]) -> DirectoryWalk? {
    for directory in directories {
      guard let rest = directory.rest(of: route) else { continue }
      return DirectoryWalk(directory: directory, names: Array(rest))
    }
    return nil
  }

  private static func bytes(of file: Int32, limit: Int) throws(FileRefusal) -> [UInt8] {
    var info = stat()
    guard fstat(file, &info) == 0 else { throw .unreadable }
    guard info.st_mode & S_IFMT == S_IFREG else { throw .irregular }
    guard info.st_size > 0 else { throw .empty }
    guard info.st_size <= limit else { throw .tooLarge }
    guard let bytes = remainingBytes(of: file, limit: limit) else { throw .unreadable }
    // It may change while it is read.
    guard bytes.count <= limit else { throw .tooLarge }
    guard !bytes.isEmpty else { throw .empty }
    return bytes
  }
}

/// A directory that the operator lets files be read from, or written into. It is held open: what was
/// named is what it stays, whatever becomes of its name.
final class AllowedDirectory: Sendable {
  let descriptor: Int32
  /// The names on the way to it from the root, without any link.
  let names: [String]
  /// The names the operator wrote, where they are other ones.
  private let alias: [String]?

  /// `path` is what the operator wrote; `route` are its names from the root, where it has no `..`.
  init(_ path: String, route: [String]?) throws(AllowedDirectoryProblems) {
    guard let real = realpath(path, nil) else {
      throw AllowedDirectoryProblems(sentences: ["there is no directory \(path)"])
    }
    defer { free(real) }
    names = FilePath.names(in: String(cString: real))
    alias = route == names ? nil : route
    guard let first = names.first else {
      throw AllowedDirectoryProblems(
        sentences: ["\(path) is the root of all files; name the directory that is meant"])
    }
    guard !Self.systemDirectories.contains(first) else {
      throw AllowedDirectoryProblems(
        sentences: ["\(path) lies in /\(first), which holds no files of people's"])
    }
    descriptor = Platform.open(real, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw AllowedDirectoryProblems(sentences: ["\(path) is no directory that can be read"])
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Opens them in their order; throws all that is wrong with them. `home` is what `~` stands for.
  static func open(
    _ paths: [String], home: String?, workingDirectory: String?
  ) throws(AllowedDirectoryProblems) -> [AllowedDirectory] {
    var directories: [AllowedDirectory] = []
    var sentences: [String] = []
    for path in paths {
      let written = FilePath(path, home: home, workingDirectory: workingDirectory)?.route
      let isHome = path.utf8.starts(with: "~/".utf8)
      let full = isHome ? "/" + (written ?? []).joined(separator: "/") : path
      do throws(AllowedDirectoryProblems) {
        directories.append(
          try AllowedDirectory(full, route: written?.contains("..") == true ? nil : written))
      } catch {
        sentences += error.sentences
      }
    }
    guard sentences.isEmpty else { throw AllowedDirectoryProblems(sentences: sentences) }
    return directories
  }

  /// Without any link.
  var path: String { "/" + names.joined(separator: "/") }

  /// Where the kernel and the devices show themselves as files.
  private static let systemDirectories = ["proc", "sys", "dev"]

  /// What is left of a way from the root once it has come here; nil when it leads elsewhere.
  func rest(of route: [String]) -> ArraySlice<String>? {
    for names in [self.names, alias].compactMap(\.self) where route.starts(with: names) {
      return route.dropFirst(names.count)
    }
    return nil
  }
}

/// Why directories can't be allowed, in sentences without a full stop.
package struct AllowedDirectoryProblems: Error {
  package let sentences: [String]
}
