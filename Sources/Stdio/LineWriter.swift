internal import JSON
internal import Loop
internal import Platform

/// Whole lines to a descriptor, never interleaved, written on the loop without ever blocking it.
///
/// A host that stops reading stalls its answers, and through them the reading of more requests. However
/// many wait, only what is written next is in memory: one line, or the short ones that were ready
/// together.
actor LineWriter {
  private nonisolated let isolation: LoopIsolation
  private let output: Int32
  private let kind: Kind
  private var isBroken = false
  /// What is written next; the memory of what was written last.
  private var lines: [UInt8] = []
  /// Whether somebody makes lines, or writes them.
  private var isBusy = false
  /// Whether who does lets others add theirs.
  private var isGathering = false
  /// Those whose lines were added.
  private var added: [CheckedContinuation<Void, Never>] = []
  /// Those whose turn hasn't come.
  private var queue: [CheckedContinuation<Void, Never>] = []

  /// How a descriptor is written to without blocking. Its own flag isn't set for that: who else has
  /// the same pipe or terminal would have to live with it.
  private enum Kind {
    /// A pipe or a terminal that was opened once more, for this writer alone.
    case own
    case socket
    /// Never keeps anybody waiting.
    case file
    /// A pipe takes so much at once when it takes anything (`PIPE_BUF`), but must be asked before.
    /// A terminal that can't be opened once more may take less, and keep the loop waiting.
    case shared
  }

  /// How much memory is kept from one line to the next.
  private static let keptCapacity = 1 << 20

  /// From how many bytes on a line is made on the pool, so that the loop isn't held.
  private static let longLine = 1 << 20

  /// How many bytes are gathered at most before they are written, but for the last line.
  private static let mostGathered = 32 << 10

  /// How much a pipe is to hold. Linux lets every user have so much.
  private static let pipeSize: Int32 = 1 << 20

  #if canImport(Darwin)
  private static let pipeBuffer = 512
  #else
  private static let pipeBuffer = 4096
  #endif

  /// `mayReopen` is whether the descriptor's file may be opened once more, where that helps.
  init(output: Int32, on loop: EventLoop, mayReopen: Bool = true) {
    isolation = LoopIsolation(to: loop)
    var status = stat()
    let type = fstat(output, &status) == 0 ? status.st_mode & S_IFMT : 0
    let own = mayReopen && (type == S_IFIFO || type == S_IFCHR) ? Self.reopen(output) : nil
    self.output = own ?? output
    kind = own != nil ? .own : type == S_IFSOCK ? .socket : type == S_IFREG ? .file : .shared
  }

  deinit {
    if kind == .own, !isBroken { close(output) }
  }

  private nonisolated var loop: EventLoop { isolation.loop }

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    isolation.asUnownedSerialExecutor()
  }

  /// Linux gives what a descriptor stands for a second time, with flags of its own (proc(5)).
  private static func reopen(_ descriptor: Int32) -> Int32? {
    let path = "/proc/self/fd/\(descriptor)"
    let own = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard own >= 0 else { return nil }
    #if os(Linux)
    // A long line fits at once, if the user may have so large a pipe; a terminal has no such size.
    let setPipeSize: Int32 = 1031  // F_SETPIPE_SZ, which the C library hides (fcntl(2))
    _ = fcntl(own, setPipeSize, pipeSize)
    #endif
    return own
  }

  /// Writes one value as a line, made when its turn has come; false when nobody reads any more, now
  /// or since an earlier line. `size` is about how many bytes the value has, if that is known.
  func write(atMost size: Int? = nil, _ value: @escaping @Sendable () -> JSONValue) async -> Bool {
    let isLong = size.map { $0 > Self.longLine } ?? false
    if isGathering, !isLong, lines.count < Self.mostGathered {
      Self.append(value(), atMost: size, to: &lines)
      await withCheckedContinuation { added.append($0) }
      return !isBroken
    }
    if isBusy { await withCheckedContinuation { queue.append($0) } }
    isBusy = true
    defer {
      if queue.isEmpty { isBusy = false } else { queue.removeFirst().resume() }
    }
    guard !isBroken else { return false }
    if isLong {
      lines = await onPool {
        var line: [UInt8] = []
        Self.append(value(), atMost: size, to: &line)
        return line
      }
    } else {
      Self.append(value(), atMost: size, to: &lines)
      await gather()
    }
    await writeLines()
    return !isBroken
  }

  private static func append(_ value: JSONValue, atMost size: Int?, to lines: inout [UInt8]) {
    // Grown bit by bit, a long line would be copied as often as it is long.
    if let size { lines.reserveCapacity(lines.count + size) }
    value.write(into: &lines)
    lines.append(UInt8(ascii: "\n"))
  }

  /// Lets those who are ready now add their lines, so that all are written at once.
  private func gather() async {
    guard lines.count < Self.mostGathered, loop.hasJobs else { return }
    isGathering = true
    await Task.yield()
    isGathering = false
  }

  /// Nothing is written from here on.
  func end() {
    guard !isBroken else { return }
    isBroken = true
    if kind == .own { close(output) }
  }

  /// Returns once nobody reads any more, or when the task is cancelled.
  func waitForBreak() async {
    while !isBroken, let events = await loop.wait(for: output, 0) {
      if events != 0 { return }
    }
  }

  private func writeLines() async {
    var start = 0
    while start < lines.count, !isBroken {
      let count = writeSome(from: start)
      if count >= 0 {
        start += count
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        _ = await loop.ready(output, POLLOUT)
      } else if errno != EINTR {
        end()
        loop.report(POLLERR, of: output)
      }
    }
    if lines.capacity > Self.keptCapacity { lines = [] }
    lines.removeAll(keepingCapacity: true)
    for continuation in added { continuation.resume() }
    added.removeAll(keepingCapacity: true)
  }

  /// As write(2), but for `EAGAIN` instead of waiting.
  private func writeSome(from start: Int) -> Int {
    lines.withUnsafeBytes { buffer in
      let rest = UnsafeRawBufferPointer(rebasing: buffer[start...])
      switch kind {
      case .own, .file: return Platform.write(output, rest.baseAddress, rest.count)
      case .socket: return send(output, rest.baseAddress, rest.count, Int32(MSG_DONTWAIT))
      case .shared:
        var one = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        guard poll(&one, 1, 0) != 0 else {
          errno = EAGAIN
          return -1
        }
        return Platform.write(output, rest.baseAddress, min(rest.count, Self.pipeBuffer))
      }
    }
  }
}
