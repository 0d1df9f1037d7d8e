import Foundation

/// The lines that arrive at a descriptor, until it ends or is closed on this side.
final class LineStream: Sendable {
  let lines: AsyncStream<String>
  private let wakeup: (reading: Int32, writing: Int32)

  /// Takes the descriptor over.
  init(of descriptor: Int32) throws {
    let (lines, continuation) = AsyncStream.makeStream(of: String.self)
    let wakeup = try PrivateDescriptors.pipe()
    self.lines = lines
    self.wakeup = wakeup
    DispatchQueue(label: "test.output").async {
      Self.read(descriptor, until: wakeup.reading, into: continuation)
      Foundation.close(descriptor)
      Foundation.close(wakeup.reading)
      continuation.finish()
    }
  }

  deinit {
    Foundation.close(wakeup.writing)
  }

  /// Closes the reading end. A descriptor that is being read can't be closed beneath the reader,
  /// so the reader is woken and does it.
  func close() {
    _ = write(wakeup.writing, [0], 1)
  }

  private static func read(
    _ descriptor: Int32, until wakeup: Int32, into lines: AsyncStream<String>.Continuation
  ) {
    var rest = Data()
    while let chunk = chunk(of: descriptor, until: wakeup) {
      rest.append(contentsOf: chunk)
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        lines.yield(String(decoding: rest[start..<end], as: UTF8.self))
        start = end + 1
      }
      rest = Data(rest[start...])
    }
    if !rest.isEmpty { lines.yield(String(decoding: rest, as: UTF8.self)) }
  }

  /// What is there to read; nothing at the end. `FileHandle` would wait for a full buffer.
  private static func chunk(of descriptor: Int32, until wakeup: Int32) -> ArraySlice<UInt8>? {
    var ready = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0),
    ]
    // Only a written byte ends the reading; that nobody can write one any more doesn't.
    guard poll(&ready, 2, -1) > 0, ready[1].revents & Int16(POLLIN) == 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = Foundation.read(descriptor, &bytes, bytes.count)
    return count > 0 ? bytes[..<count] : nil
  }
}
