import Dispatch
import Foundation
import Synchronization

/// A server on 127.0.0.1 whose connections are scripts: what is read, written, waited for and
/// broken, byte by byte.
package final class WireServer: Sendable {
  private let listener: LoopbackListener
  fileprivate let log = WireLog()

  /// Each connection runs the script, on a thread of its own that it may block, and ends in order
  /// with it.
  package init(_ script: @escaping @Sendable (WirePeer) -> Void) throws {
    let listener = try LoopbackListener()
    self.listener = listener
    let log = log
    listener.start { connection, _ in
      let peer = WirePeer(connection, number: log.open(), listener, log)
      script(peer)
      peer.finish()
    }
  }

  deinit { listener.stop() }

  package var port: Int { listener.port }

  package var url: String { "http://127.0.0.1:\(port)" }

  /// How many connections there were.
  package var connections: Int { log.count(.connection) }

  /// The requests that came whole, in order.
  package var requests: [WireMessage] { log.requests }

  /// Returns once so many of these have been there.
  package func wait(for event: WireEvent, _ count: Int = 1) async {
    await log.wait(for: event, count)
  }

  /// When the last connection was found to have been ended by the other side.
  package var lastEnd: ContinuousClock.Instant? { log.lastEnd }
}

/// What a `WireServer` counts.
package enum WireEvent: Sendable {
  /// A connection that was taken.
  case connection
  /// A request that came whole.
  case request
  /// The other side's end of a connection, seen by `WirePeer.waitForEnd`.
  case end
}

/// One connection to a `WireServer`, as its script has it.
package final class WirePeer {
  /// From 1, in the order they came.
  package let number: Int
  private let connection: Int32
  private let listener: LoopbackListener
  private let log: WireLog
  private var reader: WireReader
  private var isOpen = true

  fileprivate init(
    _ connection: Int32, number: Int, _ listener: LoopbackListener, _ log: WireLog
  ) {
    self.connection = connection
    self.number = number
    self.listener = listener
    self.log = log
    reader = WireReader(connection)
  }

  /// The next request, which counts unless it isn't to be kept; nil when the connection ends before,
  /// or it is something else.
  @discardableResult
  package func read(keeps: Bool = true) -> WireMessage? {
    guard isOpen, let request = reader.next() else { return nil }
    if keeps { log.add(request) }
    return request
  }

  /// Whatever has come, at least one byte, without any claim to be a request; none at the end.
  package func readBytes() -> [UInt8] {
    guard isOpen, reader.receive() else { return [] }
    return reader.bytes
  }

  /// False when the other side is gone.
  @discardableResult
  package func write(_ bytes: [UInt8]) -> Bool {
    isOpen && WireWriter.write(bytes, on: connection)
  }

  @discardableResult
  package func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  /// Writes a whole answer.
  @discardableResult
  package func answer(_ status: String = "200 OK", _ fields: [String] = [], _ body: String = "")
    -> Bool
  {
    let head = ["HTTP/1.1 \(status)"] + fields + ["Content-Length: \(body.utf8.count)"]
    return write(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  /// Waits so long, or until the other side ends the connection or sends more; whether neither
  /// happened.
  package func pause(_ duration: Duration) -> Bool {
    var entry = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, Int32(duration / .milliseconds(1))) == 0
  }

  /// Waits until the server has been sent so many requests over all its connections.
  package func waitForRequests(_ count: Int) { log.block(until: count) }

  /// Reads and forgets until the other side ends the connection, in order or not.
  package func waitForEnd() {
    guard isOpen else { return }
    while reader.receive() { reader.forget() }
    log.addEnd()
  }

  /// Passes on what comes to a port of this machine, and back, until either side ends.
  package func relay(to port: Int) {
    let other = PrivateDescriptors.make { [socket(AF_INET, LoopbackAddress.stream, 0)] }[0]
    defer { close(other) }
    let isConnected = LoopbackAddress.with(port: port) { connect(other, $0, $1.pointee) == 0 }
    guard isConnected != nil else { return }
    var ready = [connection, other].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while poll(&ready, 2, -1) > 0 {
      for (from, to) in [(0, 1), (1, 0)] where ready[from].revents != 0 {
        let count = recv(ready[from].fd, &chunk, chunk.count, 0)
        guard count > 0, WireWriter.write(Array(chunk[..<count]), on: ready[to].fd) else { return }
      }
    }
  }

  /// Ends the connection with a reset.
  package func reset() {
    guard isOpen else { return }
    isOpen = false
    listener.reset(connection)
  }

  /// Ends the connection in order, unless it has ended.
  package func finish() {
    guard isOpen else { return }
    isOpen = false
    shutdown(connection, Int32(SHUT_WR))
    listener.end(connection)
  }
}

/// What has happened at a `WireServer`.
private final class WireLog: Sendable {
  private struct State {
    var connections = 0
    var requests: [WireMessage] = []
    var ends: [ContinuousClock.Instant] = []
    var waiters: [(event: WireEvent, count: Int, continuation: CheckedContinuation<Void, Never>)] =
      []

    func count(_ event: WireEvent) -> Int {
      switch event {
      case .connection: connections
      case .request: requests.count
      case .end: ends.count
      }
    }
  }

  private let state = Mutex(State())
  /// What the threads of connections wait at.
  private let changed = NSCondition()

  var requests: [WireMessage] { state.withLock(\.requests) }
  var lastEnd: ContinuousClock.Instant? { state.withLock(\.ends.last) }

  func count(_ event: WireEvent) -> Int { state.withLock { $0.count(event) } }

  func open() -> Int {
    change {
      $0.connections += 1
      return $0.connections
    }
  }

  func add(_ request: WireMessage) { change { $0.requests.append(request) } }

  func addEnd() { change { $0.ends.append(.now) } }

  func wait(for event: WireEvent, _ count: Int) async {
    await withCheckedContinuation { continuation in
      change { $0.waiters.append((event, count, continuation)) }
    }
  }

  func block(until count: Int) {
    changed.withLock {
      while requests.count < count { changed.wait() }
    }
  }

  private func change<Value>(_ body: (inout State) -> Value) -> Value {
    let (value, ready) = state.withLock { state in
      let value = body(&state)
      let waiters = state.waiters
      state.waiters = waiters.filter { $0.count > state.count($0.event) }
      let ready = waiters.filter { $0.count <= state.count($0.event) }
      return (value, ready.map(\.continuation))
    }
    for continuation in ready { continuation.resume() }
    changed.withLock { changed.broadcast() }
    return value
  }
}

/// A port on 127.0.0.1 where no connection comes about, and none is refused: nobody takes those
/// that wait already.
package final class FullPort: Sendable {
  package let port: Int
  private let listener: Int32
  private let waiting: [Int32]

  package init() throws {
    let listener = PrivateDescriptors.make { [socket(AF_INET, LoopbackAddress.stream, 0)] }[0]
    self.listener = listener
    let bound = LoopbackAddress.with(port: 0) { address, length in
      bind(listener, address, length.pointee) == 0 && listen(listener, 0) == 0
        && getsockname(listener, address, length) == 0
    }
    guard let bound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = bound
    waiting = PrivateDescriptors.make {
      (0..<8).map { _ in
        let client = socket(AF_INET, LoopbackAddress.stream, 0)
        _ = fcntl(client, F_SETFL, O_NONBLOCK)
        _ = LoopbackAddress.with(port: bound) { connect(client, $0, $1.pointee) == 0 }
        return client
      }
    }
  }

  deinit {
    for descriptor in waiting + [listener] { close(descriptor) }
  }
}
