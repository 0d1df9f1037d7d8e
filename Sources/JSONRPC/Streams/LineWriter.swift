internal import Dispatch
package import JSON
internal import Synchronization

/// Whole lines to a descriptor, one `write` each, never interleaved.
///
/// A line is made and written on a private queue: a host that stops reading stalls its answers, and
/// through them the reading of more requests, but no thread of the pool; and only one line is in
/// memory at a time, whatever the number of those that wait.
package final class LineWriter: Sendable {
  private let output: Int32
  private let queue = DispatchQueue(label: "clickport.writer")
  private let state = Mutex(State())

  private struct State {
    var isBroken = false
    /// The memory of the last line, for the next.
    var line: [UInt8] = []
  }

  /// How much memory is kept from one line to the next.
  private static let keptCapacity = 1 << 20

  package init(output: Int32) {
    self.output = output
  }

  /// Writes one value as a line, made when its turn has come; false when nobody reads any more, now
  /// or since an earlier line.
  package func write(_ value: @escaping @Sendable () -> JSONValue) async -> Bool {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        continuation.resume(returning: writeBlocking(value))
      }
    }
  }

  private func writeBlocking(_ value: () -> JSONValue) -> Bool {
    state.withLock { state in
      guard !state.isBroken else { return false }
      defer {
        if state.line.capacity > Self.keptCapacity { state.line = [] }
      }
      state.line.removeAll(keepingCapacity: true)
      value().write(into: &state.line)
      state.line.append(UInt8(ascii: "\n"))
      do {
        try Descriptors.writeAll(state.line, to: output)
        return true
      } catch {
        state.isBroken = true
        return false
      }
    }
  }
}
