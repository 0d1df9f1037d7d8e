internal import Platform

/// A file that several processes append to, each with all of it in view.
///
/// Who appends has its lock, and has read it to its end before. The lock is given back when a process
/// ends, however that comes.
package struct SharedLog: Sendable {
  package let path: String
  private var file: Descriptor?
  /// Where that ends which was read or appended here.
  private var end: off_t = 0

  package init(path: String) {
    self.path = path
  }

  /// Takes the lock, and makes the file for its owner alone where there is none; false when another
  /// process has the lock. A file that was put in the other's place is followed.
  package mutating func lock() throws(SharedLogFailure) -> Bool {
    while true {
      let file = try current()
      guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
        if errno == EWOULDBLOCK { return false }
        if errno == EINTR { continue }
        throw failure("can't be locked")
      }
      if isCurrent(file) { return true }
      // It was moved away in between.
      unlock()
    }
  }

  /// Gives the lock back.
  package func unlock() {
    if let file { _ = flock(file.number, LOCK_UN) }
  }

  /// What was appended since it was last read: `isWhole` tells that it is all there is.
  package mutating func read() throws(SharedLogFailure) -> (bytes: [UInt8], isWhole: Bool) {
    let start = end
    guard let file, lseek(file.number, start, SEEK_SET) == start,
      let bytes = remainingBytes(of: file.number)
    else { throw failure("can't be read") }
    end += off_t(bytes.count)
    return (bytes, start == 0)
  }

  /// Has all of it read again.
  package mutating func forget() { end = 0 }

  /// Appends to what was read; all of it, or nothing.
  package mutating func append(_ bytes: [UInt8]) throws(SharedLogFailure) {
    guard let file else { return }
    let count = bytes.withUnsafeBytes { Platform.write(file.number, $0.baseAddress, $0.count) }
    guard count == bytes.count else {
      let failure =
        count < 0
        ? failure("can't be written to")
        : SharedLogFailure(reason: "\(path) took only a part of a line: the disk may be full")
      _ = ftruncate(file.number, end)
      throw failure
    }
    end += off_t(count)
  }

  /// Removes the last bytes of what was read.
  package mutating func cut(_ count: Int) throws(SharedLogFailure) {
    guard let file, ftruncate(file.number, end - off_t(count)) == 0 else {
      throw failure("can't be written to")
    }
    end -= off_t(count)
  }

  /// The file as it was opened, while it is the one of that name and nothing of it was cut.
  private mutating func current() throws(SharedLogFailure) -> Descriptor {
    if let file, isCurrent(file) { return file }
    let (number, isPlain) = openForAppending(path)
    guard number >= 0 else {
      if errno == ENOENT {
        throw SharedLogFailure(reason: "\(path) can't be made: make its directory first")
      }
      throw failure("can't be opened")
    }
    let opened = Descriptor(number)
    guard isPlain else {
      throw SharedLogFailure(reason: "\(path) is not a plain file: name another one")
    }
    file = opened
    end = 0
    return opened
  }

  private func isCurrent(_ file: Descriptor) -> Bool {
    var (named, opened) = (stat(), stat())
    return stat(path, &named) == 0 && fstat(file.number, &opened) == 0
      && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino && opened.st_size >= end
  }

  /// The reason is the system's, for the call that failed last.
  private func failure(_ problem: String) -> SharedLogFailure {
    SharedLogFailure(reason: "\(path) \(problem): \(String(cString: strerror(errno)))")
  }
}

/// Why a shared file can't be used, as a clause.
package struct SharedLogFailure: Error {
  package let reason: String

  package init(reason: String) {
    self.reason = reason
  }
}
