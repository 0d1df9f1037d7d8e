internal import Dispatch
internal import Synchronization

/// Whole lines from a descriptor. All that blocks runs on a private queue, never on the pool.
final class LineReader: Sendable {
  enum Event: Equatable, Sendable {
    /// A line without its end (`\n` or `\r\n`).
    case line([UInt8])
    /// A line past the limit was skipped.
    case lineTooLong
    case endOfInput
    /// Whoever reads the output is gone: there is nobody left to answer.
    case outputClosed
  }

  private let input: Int32
  private let output: Int32
  private let lineLimit: Int
  private let wakeup: (reading: Int32, writing: Int32)
  private let queue = DispatchQueue(label: "clickport.reader")
  private let buffer = Mutex(LineBuffer())
  private let isInterrupted = Mutex(false)

  /// Lines of up to `lineLimit` bytes from `input`, until nobody reads `output` any more.
  init(input: Int32, output: Int32, lineLimit: Int) throws(SystemError) {
    self.input = input
    self.output = output
    self.lineLimit = lineLimit
    wakeup = try Descriptors.makePipe()
  }

  deinit {
    Descriptors.closeBoth(wakeup)
  }

  enum Step<Value: Sendable>: Sendable {
    /// The next is read at once, on the same thread.
    case next
    /// Reading stops and gives this value.
    case stop(Value)
  }

  /// Hands one event after the other to `handle`, until it says stop. Not to be called twice at
  /// once.
  ///
  /// `handle` runs where the event was read, so that no other thread is woken for it. It must not
  /// block, and stop at an event that ends the stream.
  func read<Value: Sendable>(
    _ handle: @escaping @Sendable (Event) -> Step<Value>
  ) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        while true {
          guard case .stop(let value) = handle(next()) else { continue }
          return continuation.resume(returning: value)
        }
      }
    }
  }

  private func next() -> Event {
    while true {
      if isInterrupted.withLock({ $0 }) { return .outputClosed }
      if let event = buffer.withLock({ $0.next(limit: lineLimit) }) { return event }
      if let end = fill() { return end }
    }
  }

  /// Makes the next event, and every later one, that the output was closed.
  func interrupt() {
    isInterrupted.withLock { $0 = true }
    stopWaiting()
  }

  /// Returns true when nobody reads the output any more or after `interrupt()`, false after
  /// `stopWaiting()`. It must not run beside `read`.
  func waitForClosedOutput() async -> Bool {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        continuation.resume(returning: waitForClosedOutputBlocking())
      }
    }
  }

  /// Ends a wait for a closed output; one that is over already costs the next a look around.
  func stopWaiting() {
    // The pipe is ours and far from full: this can't block, nor usefully fail.
    try? Descriptors.writeAll([0], to: wakeup.writing)
  }

  private func waitForClosedOutputBlocking() -> Bool {
    // No event is asked of a negative descriptor: only the other two can end the wait.
    switch try? Descriptors.waitForInput(-1, wakeup: wakeup.reading, output: output) {
    case .interrupted?:
      consumeWakeup()
      return isInterrupted.withLock { $0 }
    case .outputClosed?, .readable?, nil: return true
    }
  }

  private func consumeWakeup() { _ = try? Descriptors.readSome(wakeup.reading) }

  /// Reads once. Returns an event when nothing more will come.
  private func fill() -> Event? {
    do throws(SystemError) {
      switch try Descriptors.waitForInput(input, wakeup: wakeup.reading, output: output) {
      case .interrupted:
        consumeWakeup()
        return nil
      case .outputClosed: return .outputClosed
      case .readable: break
      }
      let chunk = try Descriptors.readSome(input)
      buffer.withLock { chunk.isEmpty ? $0.end() : $0.append(chunk) }
    } catch {
      buffer.withLock { $0.end() }
    }
    return nil
  }
}

/// Bytes that have arrived, cut into lines. Pure: no descriptor, no waiting.
struct LineBuffer {
  private var bytes: [UInt8] = []
  /// Where the unread bytes begin; the read ones are dropped in bulk, not line by line.
  private var start = 0
  /// Up to where the unread bytes are known to hold no line end.
  private var searched = 0
  private var isSkipping = false
  private var hasEnded = false

  mutating func append(_ chunk: [UInt8]) {
    if start > 0 {
      bytes.removeSubrange(..<start)
      searched -= start
      start = 0
    }
    bytes.append(contentsOf: chunk)
  }

  mutating func end() {
    hasEnded = true
  }

  /// The next event the bytes hold; nil when more are needed.
  mutating func next(limit: Int) -> LineReader.Event? {
    while let end = lineEnd() {
      let line = bytes[start..<end]
      start = min(end + 1, bytes.count)
      searched = start
      if isSkipping {
        isSkipping = false
        return .lineTooLong
      }
      if line.count > limit { return .lineTooLong }
      let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      // An empty line is no message; some hosts send one as a sign of life.
      if !content.allSatisfy(Self.isSpace) { return .line(Array(content)) }
    }
    if hasEnded { return .endOfInput }
    if bytes.count - start > limit {
      isSkipping = true
      start = bytes.count
      searched = start
    }
    return nil
  }

  /// Where the line that begins at `start` ends. The last one may end with the stream instead.
  private mutating func lineEnd() -> Int? {
    if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) { return end }
    searched = bytes.count
    return hasEnded && (start < bytes.count || isSkipping) ? bytes.count : nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
