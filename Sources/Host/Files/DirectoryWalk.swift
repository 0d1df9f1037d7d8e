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
          return .elsewhere(directory.place.dropLast() + rest)
        }
        close(step.descriptor)
        continue
      }
      let parent = steps.last?.descriptor ?? directory.descriptor
      if let target = try Self.target(of: name, in: parent) {
        let here = directory.place + steps.map(\.name)
        let isAbsolute = target.utf8.first == UInt8(ascii: "/")
        return .elsewhere((isAbsolute ? [] : here) + FilePath.names(in: target) + rest)
      }
      if index == last { return .file(try Self.open(name, in: parent)) }
      steps.append((try Self.open(name, in: parent, O_DIRECTORY), name))
    }
    throw .irregular
  }

  /// What a symbolic link says; nothing when the name is no link.
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
