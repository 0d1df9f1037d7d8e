internal import Platform

/// The few system calls a line protocol over two descriptors needs, `EINTR` handled.
package enum Descriptors {
  /// A private descriptor for the real standard output. From here on whatever a library prints to
  /// descriptor 1 lands on standard error, and a broken pipe is an error code, not a signal.
  package static func claimStandardOutput() throws(SystemError) -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    // A parent may have left it ignored: its end must stay the end of this process.
    signal(SIGTERM, SIG_DFL)
    let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    guard output >= 0 else { throw SystemError("duplicating standard output") }
    guard dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else {
      throw SystemError("pointing standard output at standard error")
    }
    return output
  }

  /// A private descriptor for the real standard input, so that no child process can read from it.
  package static func claimStandardInput() throws(SystemError) -> Int32 {
    let input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    guard input >= 0 else { throw SystemError("duplicating standard input") }
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard nothing >= 0, dup2(nothing, STDIN_FILENO) >= 0 else {
      throw SystemError("pointing standard input at /dev/null")
    }
    close(nothing)
    return input
  }

  static func makePipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw SystemError("making a pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  static func closeBoth(_ ends: (reading: Int32, writing: Int32)) {
    close(ends.reading)
    close(ends.writing)
  }

  /// What is there to read, at least one byte; empty at the end of the stream.
  static func readSome(_ descriptor: Int32) throws(SystemError) -> [UInt8] {
    var outcome = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, filled in
      repeat {
        outcome = read(descriptor, buffer.baseAddress, buffer.count)
      } while outcome < 0 && errno == EINTR
      if outcome < 0 { outcome = -Int(errno) }
      filled = max(outcome, 0)
    }
    guard outcome >= 0 else { throw SystemError("reading", Int32(-outcome)) }
    return bytes
  }

  /// Writes all of `bytes`, in one call where the system takes them at once.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
      }
      switch (count, errno) {
      case (0..., _): start += count
      case (_, EINTR): continue
      case (_, EAGAIN): try wait(for: descriptor, Int16(POLLOUT))
      case (_, let error): throw SystemError("writing", error)
      }
    }
  }

  /// Blocks until there is something to read, the stream ends, `wakeup` becomes readable, or the
  /// reader of `output` is gone.
  static func waitForInput(
    _ input: Int32, wakeup: Int32, output: Int32
  ) throws(SystemError) -> Readiness {
    // Asking for no event of `output` still reports its errors: a pipe nobody reads any more.
    var descriptors = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0),
      pollfd(fd: output, events: 0, revents: 0),
    ]
    while poll(&descriptors, nfds_t(descriptors.count), -1) < 0 {
      guard errno == EINTR else { throw SystemError("waiting for input") }
    }
    if descriptors[1].revents != 0 { return .interrupted }
    if descriptors[2].revents != 0 { return .outputClosed }
    return .readable
  }

  enum Readiness {
    case readable
    case interrupted
    case outputClosed
  }

  /// Whether a line that a pipe takes whole would be taken now, without waiting (pipe(7)).
  static func takesShortLine(_ descriptor: Int32) -> Bool {
    var one = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&one, 1, 0) == 1 && one.revents == Int16(POLLOUT)
  }

  private static func wait(for descriptor: Int32, _ events: Int16) throws(SystemError) {
    var one = pollfd(fd: descriptor, events: events, revents: 0)
    while poll(&one, 1, -1) < 0 {
      guard errno == EINTR else { throw SystemError("waiting to write") }
    }
  }
}

/// A system call that failed: what was being done, and the system's reason.
package struct SystemError: Error, CustomStringConvertible {
  package let activity: String
  package let code: Int32

  init(_ activity: String, _ code: Int32 = errno) {
    self.activity = activity
    self.code = code
  }

  package var description: String { "\(activity): \(String(cString: strerror(code)))" }
}
