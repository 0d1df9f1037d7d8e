import Dispatch
import Exchange
import Host
import JSON
import Sandbox
import Synchronization
import Tools

/// The sandbox as a file tells it, which outlives the process: all processes with the same file see the
/// same services, whether they run at once or one after the other.
///
/// Each request is answered under the file's lock, by what the file tells up to then. What may have
/// changed something is written before it is answered: a process that is killed loses nothing that it
/// has told anybody.
final class SandboxStateFile: HTTPTransport {
  private let queue = DispatchQueue(label: "clickport.sandbox")
  private let history: Mutex<SandboxHistory>
  private let time: TimeSource

  /// Opens or begins the file, and reads it; throws what is wrong with it. The sandbox's clock stands
  /// at that instant, or goes with the system's. `warn` is told, in a sentence, what was put right.
  init(
    _ path: String, at instant: Timestamp?, time: TimeSource = .continuous(),
    warn: @escaping @Sendable (String) -> Void
  ) throws(SharedLogFailure) {
    history = Mutex(SandboxHistory(path, at: instant, warn: warn))
    self.time = time
    // While another process has the lock, the file is good enough for that one.
    _ = try answer(nil)
  }

  /// The system tells nobody that a lock was given back: so long, and it is asked for again.
  private static let pause = Duration.milliseconds(2)

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    let deadline = time.now() + request.timeLimit
    while true {
      guard !Task.isCancelled else { throw .cancelled }
      do throws(SharedLogFailure) {
        let response = try await queue.run { [self] () throws(SharedLogFailure) in
          try answer(request)
        }
        if let response { return response }
      } catch {
        throw .misconfigured(reason: "the sandbox's state \(error.reason)")
      }
      guard time.now() < deadline else {
        throw .notConnected(reason: "another process keeps the sandbox's state locked")
      }
      do { try await time.sleep(Self.pause) } catch { throw .cancelled }
    }
  }

  /// Nil while another process has the lock, and where nothing was asked. It blocks.
  private func answer(_ request: ProviderRequest?) throws(SharedLogFailure) -> ProviderResponse? {
    try history.withLock { history throws(SharedLogFailure) in try history.answer(request) }
  }
}

/// What a file tells of a sandbox: JSON a line, as `RecordedWorld` writes and reads it.
private struct SandboxHistory: Sendable {
  private var log: SharedLog
  /// Where the sandbox's clock stands; nil where it goes.
  private let instant: Timestamp?
  private let warn: @Sendable (String) -> Void
  /// Nil before the first line.
  private var world: RecordedWorld?
  private var lineCount = 0

  init(_ path: String, at instant: Timestamp?, warn: @escaping @Sendable (String) -> Void) {
    log = SharedLog(path: path)
    self.instant = instant
    self.warn = warn
  }

  mutating func answer(
    _ request: ProviderRequest?
  ) throws(SharedLogFailure) -> ProviderResponse? {
    guard try log.lock() else { return nil }
    defer { log.unlock() }
    do throws(SharedLogFailure) {
      var world = try current()
      guard let request else { return nil }
      let (response, line) = world.answer(request, at: now)
      if let line {
        try append(line)
        self.world = world
      }
      return response
    } catch {
      // So that whoever puts the file right is noticed.
      log.forget()
      throw error
    }
  }

  private var now: Timestamp { instant ?? .now }

  /// So far a clock may be set back, in seconds: for so long it stands still.
  private static let clockTolerance = 60

  /// The world as all lines tell it; a new one where there are none.
  private mutating func current() throws(SharedLogFailure) -> RecordedWorld {
    try readOn()
    guard let world else {
      let (world, line) = RecordedWorld.begin(at: now)
      try append(line)
      self.world = world
      return world
    }
    let tolerance = instant == nil ? Self.clockTolerance : 0
    guard now.adding(seconds: tolerance) >= world.latest else {
      throw failure(
        "was last changed at \(world.latest), and its time never goes back: "
          + "give --sandbox-time \(world.latest) or a later one, or name another file")
    }
    return world
  }

  private mutating func append(_ line: JSONValue) throws(SharedLogFailure) {
    try log.append(line.serialized() + [Self.lineFeed])
    lineCount += 1
  }

  private mutating func readOn() throws(SharedLogFailure) {
    let (bytes, isWhole) = try log.read()
    if isWhole { (world, lineCount) = (nil, 0) }
    let lines = bytes.split(separator: Self.lineFeed, omittingEmptySubsequences: false)
    for line in lines.dropLast() { try add(Array(line)) }
    // Under the lock nobody is writing: what has no end has lost its writer.
    guard let rest = lines.last, !rest.isEmpty else { return }
    if RecordedWorld.isTorn(Array(rest), isFirst: world == nil) {
      try log.cut(rest.count)
      warn(
        "the sandbox's state \(log.path): its last line was torn, because its writer was killed, and "
          + "is removed")
    } else {
      try add(Array(rest))
      try log.append([Self.lineFeed])
    }
  }

  private mutating func add(_ line: [UInt8]) throws(SharedLogFailure) {
    do throws(RecordedWorld.Fault) {
      if world == nil {
        world = try RecordedWorld(parsing: line)
      } else {
        try world?.replay(line)
      }
      lineCount += 1
    } catch {
      throw failure(fault(error))
    }
  }

  private func fault(_ fault: RecordedWorld.Fault) -> String {
    switch fault {
    case .foreign: "holds something else: name another file"
    case .newer(let format):
      "was written by a newer clickport (its format is \(format), this one's "
        + "\(RecordedWorld.format)): use that one, or name another file"
    case .damaged:
      "is damaged in line \(lineCount + 1): put a copy in its place, or name another file"
    case .otherwise(let was, let now):
      "was written by another version of clickport: line \(lineCount + 1) was answered with "
        + "\(was), and is with \(now) now. Use that version, or name another file"
    }
  }

  private func failure(_ problem: String) -> SharedLogFailure {
    SharedLogFailure(reason: "\(log.path) \(problem)")
  }

  private static let lineFeed = UInt8(ascii: "\n")
}
