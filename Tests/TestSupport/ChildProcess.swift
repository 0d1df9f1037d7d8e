import Foundation
import Synchronization

/// A child with pipes on its three streams.
///
/// Foundation's `Process` leaves the pipes of one child open in every other that is started
/// beside it, so that no end of input ever arrives.
final class ChildProcess: Sendable {
  let identifier: pid_t
  let input: Int32
  let output: Int32
  private let isReaped = Atomic(false)

  /// Starts `path` with exactly this environment; its standard error goes to `errorFile`.
  init(_ path: String, _ arguments: [String], environment: [String: String], errorFile: String)
    throws
  {
    let started = try Self.start(path, arguments, environment, errorFile)
    identifier = started.identifier
    input = started.input
    output = started.output
  }

  /// A child that has ended stays until it is waited for, and is in the way of those who wait for
  /// any, as exit tests do.
  deinit {
    guard !isReaped.load(ordering: .acquiring) else { return }
    let identifier = identifier
    DispatchQueue(label: "test.reaper").async {
      var status: Int32 = 0
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    }
  }

  private struct Started {
    let identifier: pid_t
    let input: Int32
    let output: Int32
  }

  struct Failure: Error {
    let activity: String
    let code: Int32
  }

  /// Waits for the end: the exit status, or the signal's number as a negative one.
  func waitUntilExit() -> Int32 {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
    }
    isReaped.store(true, ordering: .releasing)
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : -signal
  }

  private static func start(
    _ path: String, _ arguments: [String], _ environment: [String: String], _ errorFile: String
  ) throws -> Started {
    let (inputEnd, input) = try PrivateDescriptors.pipe()
    let (output, outputEnd) = try PrivateDescriptors.pipe()
    defer {
      close(inputEnd)
      close(outputEnd)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, inputEnd, 0)
    posix_spawn_file_actions_adddup2(&actions, outputEnd, 1)
    posix_spawn_file_actions_addopen(&actions, 2, errorFile, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    let words = cStrings([path] + arguments)
    let settings = cStrings(variables)
    defer { for text in words + settings { free(text) } }
    var identifier: pid_t = 0
    let code = PrivateDescriptors.whileNoneIsMade {
      posix_spawn(&identifier, path, &actions, nil, words, settings)
    }
    guard code == 0 else { throw Failure(activity: "starting \(path)", code: code) }
    return Started(identifier: identifier, input: input, output: output)
  }

  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}
