internal import Dispatch
package import JSON
internal import Synchronization

/// Whole lines to a descriptor, one `write` each, never interleaved.
///
/// The blocking call runs on a private queue: a host that stops reading stalls its answers, and
/// through them the reading of more requests, but no thread of the pool.
package final class LineWriter: Sendable {
  private let output: Int32
  private let queue = DispatchQueue(label: "clickport.writer")
  private let isBroken = Mutex(false)

  package init(output: Int32) {
    self.output = output
  }

  /// Writes one value as a line; false when nobody reads any more, now or since an earlier line.
  package func write(_ value: JSONValue) async -> Bool {
    var line = value.serialized()
    line.append(UInt8(ascii: "\n"))
    let bytes = line
    return await withCheckedContinuation { continuation in
      queue.async { [self] in
        continuation.resume(returning: writeBlocking(bytes))
      }
    }
  }

  private func writeBlocking(_ bytes: [UInt8]) -> Bool {
    guard !isBroken.withLock({ $0 }) else { return false }
    do {
      try Descriptors.writeAll(bytes, to: output)
      return true
    } catch {
      isBroken.withLock { $0 = true }
      return false
    }
  }
}
