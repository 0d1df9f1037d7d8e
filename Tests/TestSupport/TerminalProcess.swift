package import Foundation
import Synchronization

/// The built binary on a terminal of its own: what a person would see, and types.
package final class TerminalProcess: Sendable {
  private let identifier: pid_t
  private let terminal: Int32
  private let queue = DispatchQueue(label: "test.terminal")
  private let state = Mutex(State())

  private struct State {
    var bytes: [UInt8] = []
    /// Up to where what is shown has been waited for.
    var position = 0
    var hasEnded = false
    var isReaped = false
  }

  /// What every child needs of this process's environment to find its libraries.
  private static let inherited = ProcessInfo.processInfo.environment
    .filter { ["PATH", "LD_LIBRARY_PATH"].contains($0.key) }

  /// With these variables beside the inherited ones.
  package init(
    _ arguments: [String], environment: [String: String], columns: UInt16 = 100,
    program: URL = ServerProcess.binary
  ) throws {
    let ends = PrivateDescriptors.make {
      var (outer, inner): (Int32, Int32) = (-1, -1)
      return openpty(&outer, &inner, nil, nil, nil) == 0 ? [outer, inner] : [-1, -1]
    }
    terminal = ends[0]
    var name = [CChar](repeating: 0, count: 256)
    guard terminal >= 0, ttyname_r(ends[1], &name, name.count) == 0 else {
      throw POSIXError(.EMFILE)
    }
    // Only whoever runs on it has it open, so that it ends with them.
    defer { close(ends[1]) }
    var size = winsize(ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    identifier = try Self.start(
      program.path, arguments, Self.inherited.merging(environment) { $1 }, on: name)
  }

  deinit {
    close(terminal)
    guard !state.withLock(\.isReaped) else { return }
    // One that has ended stays until it is waited for.
    let identifier = identifier
    kill(identifier, SIGKILL)
    DispatchQueue(label: "test.reaper").async {
      var status: Int32 = 0
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    }
  }

  /// Begins a session whose terminal the first that it opens becomes.
  private static func start(
    _ path: String, _ arguments: [String], _ environment: [String: String],
    on terminal: UnsafePointer<CChar>
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Whoever runs the tests in the background has some of them ignored.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // A session of its own, and the signals' defaults.
    #if canImport(Darwin)
    posix_spawnattr_setflags(&attributes, 0x400 | 0x4)
    #else
    posix_spawnattr_setflags(&attributes, 0x80 | 0x4)
    #endif
    let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    let settings: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var identifier: pid_t = 0
    let code = PrivateDescriptors.whileNoneIsMade {
      posix_spawn(&identifier, path, &actions, &attributes, words, settings)
    }
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    return identifier
  }

  /// Waits until this is shown, behind what was waited for before; false when it never will be.
  package func shows(_ text: String) async -> Bool {
    let wanted = Array(text.utf8)
    return await withCheckedContinuation { continuation in
      queue.async { [self] in
        while true {
          let isShown = state.withLock { state in
            guard let end = Self.end(of: wanted, in: state.bytes, from: state.position) else {
              return state.hasEnded ? false : nil as Bool?
            }
            state.position = end
            return true
          }
          if let isShown { return continuation.resume(returning: isShown) }
          read()
        }
      }
    }
  }

  private static func end(of wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count - start >= wanted.count else { return nil }
    return (start...(bytes.count - wanted.count)).first {
      bytes[$0..<($0 + wanted.count)].elementsEqual(wanted)
    }.map { $0 + wanted.count }
  }

  private func read() {
    var chunk = [UInt8](repeating: 0, count: 1 << 12)
    let count = Foundation.read(terminal, &chunk, chunk.count)
    if count < 0, errno == EINTR { return }
    state.withLock { state in
      // Once the last program has closed it, a terminal can't be read.
      if count > 0 { state.bytes += chunk[..<count] } else { state.hasEnded = true }
    }
  }

  /// Types this, as a person would.
  package func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
  }

  /// Whether the terminal shows what is typed.
  package var echoes: Bool {
    var settings = termios()
    return tcgetattr(terminal, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
  }

  package func signal(_ number: Int32) { kill(identifier, number) }

  /// Waits for the end: all that was shown, and the exit status, or the signal's number as a
  /// negative one.
  package func finish() async -> (shown: String, status: Int32) {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        while !state.withLock(\.hasEnded) { read() }
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        let shown = state.withLock { state in
          state.isReaped = true
          return String(decoding: state.bytes, as: UTF8.self)
        }
        continuation.resume(
          returning: (shown, signal == 0 ? (status >> 8) & 0xFF : -signal))
      }
    }
  }
}
