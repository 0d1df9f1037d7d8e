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
