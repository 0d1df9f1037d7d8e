internal import Platform
internal import Tools

/// A file that stays locked for as long as the process lives that made it, however it ends. So
/// other processes can tell whether what it began may still be going on.
final class ProcessMark: Sendable {
  /// Stands for the process in the ledger.
  let name: String
  private let path: String
  private let descriptor: Int32

  private static let folder = "processes"

  init(in directory: StateDirectory) throws(LedgerFailure) {
    for _ in 1...10 {
      let name = String(UInt64.random(in: .min ... .max), radix: 36)
      let path = try directory.file("\(Self.folder)/\(name)")
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw StateDirectory.failure("\(path) can't be made") }
      // Between its making and its locking another process may have taken it for a dead one's.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, access(path, F_OK) == 0 {
        self.name = name
        self.path = path
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
    throw LedgerFailure(reason: "no file in \(directory.path)/\(Self.folder) can be locked")
  }

  deinit {
    unlink(path)
    close(descriptor)
  }

  /// The processes of a directory that have left marks but live no more. Their marks are removed.
  static func removeDead(in directory: StateDirectory) throws(LedgerFailure) {
    let folder = try directory.file("\(folder)/")
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { _ = isAlive(name, in: directory) }
    }
  }

  /// Whether the process of that name lives; its mark is left alone.
  static func holds(_ name: String, in directory: StateDirectory) -> Bool {
    let descriptor = open("\(directory.path)/\(folder)/\(name)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno != ENOENT }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  /// Whether the process of that name lives. A dead one's mark is removed.
  static func isAlive(_ name: String, in directory: StateDirectory) -> Bool {
    let path = "\(directory.path)/\(folder)/\(name)"
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return errno != ENOENT }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return true }
    unlink(path)
    return false
  }
}
