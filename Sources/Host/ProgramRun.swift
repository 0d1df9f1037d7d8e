internal import Platform

/// A program that is started to ask it something short: without a shell, without input, and with no
/// variables but those it is given.
package struct ProgramRun: Sendable {
  let path: String
  let arguments: [String]
  let environment: [String: String]

  /// The most bytes that are read of what it prints.
  private static let limit = 64 << 10

  package init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
  }

  /// Why it told nothing.
  package enum Failure: Error, Equatable {
    /// The system's words.
    case notStarted(reason: String)
    case late
  }

  /// What it prints on standard output until it closes that, or its time is over; then it is ended,
  /// with all it started. It blocks.
  package func output(within limit: Duration) throws(Failure) -> String {
    let (child, output) = try start()
    defer { close(output) }
    let end = ContinuousClock.now + limit
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    var isLate = false
    while bytes.count <= Self.limit {
      var polled = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let left = Int32(clamping: Int((end - .now) / .milliseconds(1)))
      let ready = left > 0 ? poll(&polled, 1, left) : 0
      if ready == 0 {
        isLate = true
        break
      }
      // A signal came: there may be nothing to read.
      if ready < 0 { continue }
      let count = read(output, &chunk, chunk.count)
      if count == 0 { break }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        break
      }
    }
    // It has said what there is to say; should it go on, nobody listens.
    kill(-child, SIGKILL)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    if isLate { throw .late }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func start() throws(Failure) -> (child: pid_t, output: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .notStarted(reason: String(cString: strerror(errno))) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    // A group of its own, so that what it starts ends with it.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    let words = Self.texts([path] + arguments)
    let variables = Self.texts(environment.map { "\($0.key)=\($0.value)" }.sorted())
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, path, &actions, &attributes, words, variables)
    guard code == 0 else {
      close(ends[0])
      throw .notStarted(reason: String(cString: strerror(code)))
    }
    return (child, ends[0])
  }

  private static func texts(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}
