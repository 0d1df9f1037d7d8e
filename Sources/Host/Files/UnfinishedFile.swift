internal import Dispatch
internal import Platform
internal import Synchronization
internal import Tools

/// Where a file is to be, once it is whole.
struct SaveTarget: Sendable {
  let directory: Descriptor
  let name: String
  /// Absolute, for people.
  let path: String
  let overwrite: Bool

  /// Throws where something has the name that may not be written over. It can still come to be
  /// there: `take` is what counts.
  func check() throws(SaveRefusal) {
    var info = stat()
    guard fstatat(directory.number, name, &info, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT { return }
      throw SaveRefusal(errno)
    }
    switch info.st_mode & S_IFMT {
    case S_IFLNK: throw .link
    case S_IFREG: if !overwrite { throw .taken }
    default: throw .irregular
    }
  }

  /// Gives its name to a file that has another one in the same directory. Of several that want the
  /// same name at once, one gets it, unless it may be written over.
  func take(from other: String) throws(SaveRefusal) {
    let here = directory.number
    if overwrite {
      guard renameat(here, other, here, name) == 0 else { throw SaveRefusal(errno) }
    } else if linkat(here, other, here, name, 0) == 0 {
      unlinkat(here, other, 0)
    } else {
      switch errno {
      case EPERM, EOPNOTSUPP, ENOTSUP, ENOSYS, EMLINK: try reserve(for: other)
      default: throw SaveRefusal(errno)
      }
    }
    // The file is there, even where its directory can't be flushed.
    fsync(here)
  }

  /// For disks on which a file has one name only: an empty one takes the place, and is replaced.
  func reserve(for other: String) throws(SaveRefusal) {
    let here = directory.number
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let place = openat(here, name, flags, 0o600)
    guard place >= 0 else { throw SaveRefusal(errno) }
    close(place)
    guard renameat(here, other, here, name) == 0 else {
      let failure = errno
      unlinkat(here, name, 0)
      throw SaveRefusal(failure)
    }
  }
}

/// A file that is written beside its place, under a name of its own: `.clickport-….part`, which only
/// its owner can read. It is locked for as long as it has that name, so what a killed process left
/// is known for that, and removed by the next that is begun in the same directory.
final class UnfinishedFile: FileWriter {
  private let target: SaveTarget
  private let queue: DispatchQueue
  private let name: String
  private let state: Mutex<State>

  private enum State {
    case open(Descriptor, byteCount: Int)
    case ended(SaveRefusal)
  }

  static let prefix = ".clickport-"
  static let suffix = ".part"

  var path: String { target.path }

  /// `queue` is for the blocking work of this file alone; it is made there.
  init(_ target: SaveTarget, queue: DispatchQueue) throws(SaveRefusal) {
    try target.check()
    Self.removeDead(in: target.directory)
    let (name, file) = try Self.make(in: target.directory)
    self.target = target
    self.queue = queue
    self.name = name
    state = Mutex(.open(file, byteCount: 0))
  }

  deinit { end(.cancelled) }

  func append(_ bytes: [UInt8]) async throws(SaveRefusal) {
    try await queue.run { [self] () throws(SaveRefusal) in
      try work { file, count throws(SaveRefusal) in
        try Self.write(bytes, to: file)
        return .open(file, byteCount: count + bytes.count)
      }
    }
  }

  func commit() async throws(SaveRefusal) -> Int {
    let count = try await queue.run { [self] () throws(SaveRefusal) in
      var total = 0
      try work { file, count throws(SaveRefusal) in
        guard fsync(file.number) == 0 else { throw SaveRefusal(errno) }
        total = count
        return .open(file, byteCount: count)
      }
      return total
    }
    if Task.isCancelled { await discard() }
    try await queue.run { [self] () throws(SaveRefusal) in
      try work { _, _ throws(SaveRefusal) in
        try target.take(from: name)
        return .ended(.failed)
      }
    }
    return count
  }

  func discard() async {
    await queue.run { [self] in end(.cancelled) }
  }

  /// Does a piece of work that blocks, on the queue. Once one has failed, nothing is left.
  private func work(
    _ body: (Descriptor, Int) throws(SaveRefusal) -> State
  ) throws(SaveRefusal) {
    let current = state.withLock { $0 }
    switch current {
    case .ended(let refusal): throw refusal
    case .open(let file, let count):
      do throws(SaveRefusal) {
        let next = try body(file, count)
        state.withLock { $0 = next }
      } catch {
        end(error)
        throw error
      }
    }
  }

  private func end(_ refusal: SaveRefusal) {
    let wasOpen = state.withLock { state in
      guard case .open = state else { return false }
      state = .ended(refusal)
      return true
    }
    if wasOpen { unlinkat(target.directory.number, name, 0) }
  }

  static func write(_ bytes: [UInt8], to file: Descriptor) throws(SaveRefusal) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Platform.write(file.number, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR || count == 0 {
        throw count == 0 ? .failed : SaveRefusal(errno)
      }
    }
  }
}

extension UnfinishedFile {
  /// Writes a whole file, which has its name once it is on the disk. It blocks.
  static func write(_ bytes: [UInt8], at target: SaveTarget) throws(SaveRefusal) {
    try target.check()
    removeDead(in: target.directory)
    let (name, file) = try make(in: target.directory)
    do throws(SaveRefusal) {
      try write(bytes, to: file)
      guard fsync(file.number) == 0 else { throw SaveRefusal(errno) }
      try target.take(from: name)
    } catch {
      unlinkat(target.directory.number, name, 0)
      throw error
    }
  }

  /// A new file in that directory, locked.
  private static func make(in directory: Descriptor) throws(SaveRefusal) -> (String, Descriptor) {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    for _ in 1...10 {
      let name = prefix + String(UInt64.random(in: .min ... .max), radix: 36) + suffix
      let number = openat(directory.number, name, flags, 0o600)
      guard number >= 0 else { throw SaveRefusal(errno) }
      let file = Descriptor(number)
      // Whatever the mask of this process takes away.
      fchmod(number, 0o600)
      // Where nothing can be locked, nobody takes it for a dead one's.
      let isLocked = flock(number, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
      var info = stat()
      // Between its making and its locking another process may have done so.
      if isLocked, fstat(number, &info) == 0, info.st_nlink > 0 { return (name, file) }
    }
    throw .failed
  }

  /// Removes what processes that live no more have left there: whatever of this user isn't locked.
  static func removeDead(in directory: Descriptor) {
    for name in directory.names where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      removeIfDead(name, in: directory)
    }
  }

  private static func removeIfDead(_ name: String, in directory: Descriptor) {
    let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let number = openat(directory.number, name, flags)
    guard number >= 0 else { return }
    defer { close(number) }
    var info = stat()
    guard fstat(number, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_uid == geteuid(),
      flock(number, LOCK_EX | LOCK_NB) == 0
    else { return }
    unlinkat(directory.number, name, 0)
  }
}
