internal import Dispatch
internal import JSON
internal import Synchronization

/// Whole lines to a descriptor, one `write` each, never interleaved.
///
/// A line is made and written on a private queue, unless it is short and sure not to wait: a host
/// that stops reading stalls its answers, and through them the reading of more requests, but no
/// thread of the pool; and only one line is in memory at a time, whatever the number of those that
/// wait.
final class LineWriter: Sendable {
  private let output: Int32
  private let queue = DispatchQueue(label: "clickport.writer")
  private let state = Mutex(State())

  private struct State {
    var isBroken = false
    /// The memory of the last line, for the next.
    var line: [UInt8] = []

    mutating func make(_ value: () -> JSONValue) {
      line.removeAll(keepingCapacity: true)
      value().write(into: &line)
      line.append(UInt8(ascii: "\n"))
    }

    mutating func write(to output: Int32) -> Bool {
      do {
        try Descriptors.writeAll(line, to: output)
      } catch {
        isBroken = true
      }
      return !isBroken
    }
  }

  /// What a pipe takes at once when it takes anything (`PIPE_BUF` on Linux; more than it elsewhere is
  /// never asked of it, because the line is then written on the queue).
  private static let shortLine = 4096

  /// How much memory is kept from one line to the next.
  private static let keptCapacity = 1 << 20

  init(output: Int32) {
    self.output = output
  }

  /// Writes one value as a line, made when its turn has come; false when nobody reads any more, now
  /// or since an earlier line. `size` is about how many bytes the value has, if that is known.
  func write(
    atMost size: Int? = nil, _ value: @escaping @Sendable () -> JSONValue
  ) async -> Bool {
    if let size, size <= Self.shortLine, let isWritten = writeAtOnce(value) { return isWritten }
    return await withCheckedContinuation { continuation in
      queue.async { [self] in
        continuation.resume(returning: writeBlocking(size, value))
      }
    }
  }

  /// Writes a short line on the calling thread; nothing is done when that would have to wait.
  private func writeAtOnce(_ value: () -> JSONValue) -> Bool? {
    state.withLockIfAvailable { state -> Bool? in
      guard !state.isBroken else { return false }
      state.make(value)
      guard state.line.count <= Self.shortLine, Descriptors.takesShortLine(output) else {
        return nil
      }
      return state.write(to: output)
    } ?? nil
  }

  private func writeBlocking(_ size: Int?, _ value: () -> JSONValue) -> Bool {
    state.withLock { state in
      guard !state.isBroken else { return false }
      defer {
        if state.line.capacity > Self.keptCapacity { state.line = [] }
      }
      // Grown bit by bit, a line of megabytes would be copied as often as it is long.
      if let size { state.line.reserveCapacity(size) }
      state.make(value)
      return state.write(to: output)
    }
  }
}
