internal import Platform
internal import Tools

/// A way into an allowed directory, name by name.
struct DirectoryWalk {
  let directory: AllowedDirectory
  /// From the directory on; `..` among them.
  let names: [String]

  enum End {
    /// It came to something that could be opened, for its caller to close.
    case file(Int32)
    /// It came to a link, or to `..` above the directory: the whole way from the root, to be looked
    /// at anew.
    case elsewhere([String])
  }

  /// Opens what lies at its end.
  func run() throws(FileRefusal) -> End {
    guard let last = names.indices.last else { throw .irregular }
    // Open directories below the first, and their names.
    var steps: [(descriptor: Int32, name: String)] = []
    defer { for step in steps { close(step.descriptor) } }
    for (index, name) in names.enumerated() {
      let rest = names[(index + 1)...]
      if name == ".." {
        guard let step = steps.popLast() else {
          return .elsewhere(directory.names.dropLast() + rest)
        }
        close(step.descriptor)
        continue
      }
      let parent = steps.last?.descriptor ?? directory.descriptor
      if let target = try Self.target(of: name, in: parent) {
        let here = directory.names + steps.map(\.name)
        let isAbsolute = target.utf8.first == UInt8(ascii: "/")
        return .elsewhere((isAbsolute ? [] : here) + FilePath.names(in: target) + rest)
      }
      if index == last { return .file(try Self.open(name, in: parent)) }
      steps.append((try Self.open(name, in: parent, O_DIRECTORY), name))
    }
    throw .irregular
  }

  /// What a symbolic link says; nil when the name is no link.
  private static func target(of name: String, in parent: Int32) throws(FileRefusal) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlinkat(parent, name, &buffer, buffer.count)
    if count < 0 {
      switch errno {
      case EINVAL: return nil
      case ENOENT, ENOTDIR: throw .missing
      default: throw .unreadable
      }
    }
    // A target that fills the buffer may have been cut.
    guard count < buffer.count else { throw .unreadable }
    return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Opens a name that must be no link; a pipe that nobody writes to is not waited for.
  private static func open(
    _ name: String, in parent: Int32, _ kind: Int32 = 0
  ) throws(FileRefusal) -> Int32 {
    let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | kind
    let descriptor = openat(parent, name, flags)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR, ELOOP: throw .missing
      default: throw .unreadable
      }
    }
    return descriptor
  }
}

/// The names on the way from the root to a file. It is worked out without a look at the disk.
struct FilePath {
  let route: [String]

  /// Longer ways are nobody's, and each name on a way costs a descriptor.
  private static let longest = 64

  /// Reads a path that is absolute or begins with `~/`, `./` or `../`; nil when it is none that
  /// a system takes.
  init?(_ path: String, home: String?, workingDirectory: String?) {
    guard !path.utf8.contains(0), path.utf8.count < Int(PATH_MAX) else { return nil }
    var names = Self.names(in: path)[...]
    var route: [String] = []
    if path.utf8.first != UInt8(ascii: "/") {
      let isHome = path.utf8.starts(with: "~/".utf8)
      guard let base = isHome ? home : workingDirectory else { return nil }
      route = Self.names(in: base)
      if isHome { names = names.dropFirst() }
      // A working directory's name holds no link, so the way up from it can be seen in the name.
      while !isHome, names.first == ".." {
        names = names.dropFirst()
        route = route.dropLast()
      }
    }
    self.route = route + names
    guard self.route.count <= Self.longest else { return nil }
  }

  /// The names in a path, without those that lead nowhere. They are told apart by bytes: a combining
  /// mark behind a slash would hide it among characters.
  static func names(in path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.filter { $0 != "." }
  }
}
