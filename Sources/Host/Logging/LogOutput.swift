internal import Platform
internal import Synchronization

/// Where the log goes: a descriptor whose reader is never waited for. The lines that it has no room
/// for are dropped and counted, and when there is room again the log says how many.
package final class LogOutput: Sendable {
  /// Standard error, which a host may have opened and forgotten.
  package static let standardError = LogOutput(STDERR_FILENO)

  private struct State {
    var dropped = 0
    /// Whether the last line lacks its end.
    var isTorn = false
  }

  private let take: @Sendable (ArraySlice<UInt8>) -> Int
  private let state = Mutex(State())

  /// What a pipe that is ready takes in one piece (pipe(7)).
  private static let pieceSize = Int(PIPE_BUF)

  package convenience init(_ descriptor: Int32) {
    self.init { bytes in
      var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      // What can't be asked, a device on some systems, is written to all the same.
      guard poll(&entry, 1, 0) != 0 else { return 0 }
      return bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
  }

  /// `take` takes of a piece what it can without waiting, and returns how many bytes that were.
  init(take: @escaping @Sendable (ArraySlice<UInt8>) -> Int) {
    self.take = take
  }

  /// Writes a line, which has no line feed, or drops it. `note` is the line that tells of so many
  /// that were dropped before.
  package func append(_ line: String, after note: (Int) -> String) {
    state.withLock { state in
      if state.dropped > 0, put(note(state.dropped), &state) { state.dropped = 0 }
      guard state.dropped == 0, put(line, &state) else {
        state.dropped += 1
        return
      }
    }
  }

  /// Whether all of it could be written.
  private func put(_ line: String, _ state: inout State) -> Bool {
    var bytes = Array(((state.isTorn ? "\n" : "") + line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = take(bytes.prefix(Self.pieceSize))
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
      state.isTorn = !bytes.isEmpty
    }
    return true
  }
}
