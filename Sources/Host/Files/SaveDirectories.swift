internal import Dispatch
internal import Platform
package import Tools

/// The directories an operator lets files be written into. Being apart from those that files are
/// read from, nothing that a caller had written is sent anywhere.
///
/// A path is never handed to the system whole: each name is opened in the directory before it, and
/// none of them as a link.
package struct SaveDirectories: FileSink {
  private let directories: [AllowedDirectory]
  private let home: String?

  package let places: [String]

  /// Opens the directories; throws all that is wrong with them. `home` is what `~` stands for.
  package init(
    _ paths: [String], home: String? = getenv("HOME").map({ String(cString: $0) }),
    workingDirectory: String? = AllowedDirectories.currentDirectory()
  ) throws(AllowedDirectoryProblems) {
    directories = try AllowedDirectory.open(paths, home: home, workingDirectory: workingDirectory)
    places = directories.map(\.path)
    self.home = home
    let closed = directories.filter {
      faccessat($0.descriptor, ".", W_OK | X_OK, AT_EACCESS) != 0
    }
    guard closed.isEmpty else {
      throw AllowedDirectoryProblems(
        sentences: closed.map { "this server may not write to \($0.path)" })
    }
  }

  package func begin(
    _ path: String, overwrite: Bool
  ) async throws(SaveRefusal) -> any FileWriter {
    let (directory, names) = try place(of: path)
    let queue = DispatchQueue(label: "clickport.save")
    return try await queue.run { () throws(SaveRefusal) in
      guard let name = names.last else { throw .outside }
      let parent = try Self.open(names.dropLast(), in: directory)
      let target = SaveTarget(
        directory: parent, name: name, path: ([directory.path] + names).joined(separator: "/"),
        overwrite: overwrite)
      return try UnfinishedFile(target, queue: queue)
    }
  }

  /// The directory that a path leads to, and the names below it. It is worked out without a look at
  /// the disk.
  private func place(of path: String) throws(SaveRefusal) -> (AllowedDirectory, [String]) {
    guard !path.unicodeScalars.contains(where: Self.isUnseen) else { throw .hidden }
    guard !FilePath.names(in: path).contains("..") else { throw .outside }
    guard let file = FilePath(path, home: home, workingDirectory: places.first) else {
      throw .tooLong
    }
    for directory in directories {
      guard let rest = directory.rest(of: file.route), !rest.isEmpty else { continue }
      guard !rest.contains(where: { $0.utf8.first == UInt8(ascii: ".") }) else { throw .hidden }
      return (directory, Array(rest))
    }
    throw .outside
  }

  /// A name with such characters is shown as another one than it is.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Opens the last of the directories of these names, each in the one before.
  private static func open(
    _ names: [String], in directory: AllowedDirectory
  ) throws(SaveRefusal) -> Descriptor {
    guard isInPlace(directory) else { throw .vanished }
    var parent = try open(".", in: directory.descriptor)
    for name in names { parent = try open(name, in: parent.number) }
    return parent
  }

  private static func open(_ name: String, in parent: Int32) throws(SaveRefusal) -> Descriptor {
    let number = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if number >= 0 { return Descriptor(number) }
    let failure = errno
    var info = stat()
    if fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) == 0, info.st_mode & S_IFMT == S_IFLNK {
      throw .link
    }
    throw failure == ENOENT || failure == ENOTDIR ? .noDirectory : SaveRefusal(failure)
  }

  /// Whether the path that a caller is told still leads to the directory that is held open.
  private static func isInPlace(_ directory: AllowedDirectory) -> Bool {
    var held = stat()
    var named = stat()
    return fstat(directory.descriptor, &held) == 0 && lstat(directory.path, &named) == 0
      && held.st_dev == named.st_dev && held.st_ino == named.st_ino
  }
}

/// Closed when nobody holds it any more.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// What is in it, if it is a directory; empty where that can't be told.
  var names: [String] {
    let again = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard again >= 0 else { return [] }
    guard let stream = fdopendir(again) else {
      close(again)
      return []
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }
}

extension SaveRefusal {
  /// Of a system call that failed with this `errno`.
  init(_ failure: Int32) {
    self =
      switch failure {
      case EACCES, EPERM, EROFS: .forbidden
      case ENOSPC, EDQUOT, EFBIG: .full
      case ENAMETOOLONG: .tooLong
      case ENOENT, ESTALE: .vanished
      case EEXIST: .taken
      case ELOOP: .link
      case EISDIR, ENOTDIR: .irregular
      default: .failed
      }
  }
}
