internal import CCurl
internal import Exchange
internal import Loop
internal import Platform
internal import Providers

/// The requests that are on their way, on the loop's thread: libcurl's multi interface
/// (https://curl.se/libcurl/c/libcurl-multi.html).
///
/// It keeps connections open, finds names, goes through proxies, and checks certificates and hosts,
/// always. Redirects are answers like any other.
actor CurlTransfers: TransferSource {
  static let shared = CurlTransfers(on: .shared)

  /// Connections kept open for the next request: as many as calls run at once.
  private static let connections = 64

  private nonisolated let isolation: LoopIsolation
  private var multi: OpaquePointer?
  private var running: [Int: Transfer] = [:]
  private var lastID = 0
  /// Handles of requests that have ended, for the next.
  private var spare: [SpareHandle] = []
  private let fields = KnownFields()
  /// Whether requests were added that libcurl hasn't begun.
  private var isDue = false
  private let sockets = WatchedSockets()

  init(on loop: EventLoop) {
    isolation = LoopIsolation(to: loop)
  }

  private nonisolated var loop: EventLoop { isolation.loop }

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    isolation.asUnownedSerialExecutor()
  }

  /// Sends a request and collects what it is answered. The library must be open.
  func outcome(
    of request: ProviderRequest, _ settings: CurlSettings
  ) async -> Result<ProviderResponse, TransportError> {
    lastID += 1
    let id = lastID
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        guard !Task.isCancelled else { return continuation.resume(returning: .failure(.cancelled)) }
        start(Transfer(id, request, settings, fields, continuation), request, settings)
      }
    } onCancel: {
      // Its connection is closed: the service sees that nobody waits any more.
      Task(executorPreference: loop) { await self.cancel(id) }
    }
  }

  private func start(_ transfer: Transfer, _ request: ProviderRequest, _ settings: CurlSettings) {
    if multi == nil {
      multi = ccurl_multi_make(Self.connections, WatchedSockets.watcher, sockets.context)
      loop.attach(self)
    }
    guard let multi, let handle = handle(for: transfer.route) else {
      return transfer.end(.failure(.notConnected(reason: "there is no memory for a request")))
    }
    let easy = handle.easy
    if handle.route == nil { transfer.prepareRoute(easy, settings) }
    transfer.prepare(easy, request)
    guard ccurl_multi_add(multi, easy) else {
      release(easy)
      return transfer.end(.failure(.notConnected(reason: "libcurl takes no such request")))
    }
    running[transfer.id] = transfer
    isDue = true
  }

  private func cancel(_ id: Int) {
    guard let transfer = running.removeValue(forKey: id), let easy = transfer.easy else { return }
    ccurl_multi_remove(multi, easy)
    release(easy)
    transfer.end(.failure(.cancelled))
  }

  /// One that is prepared for that route if there is any, or else one that is prepared for nothing.
  private func handle(for route: CurlRoute?) -> SpareHandle? {
    if let route, let index = spare.lastIndex(where: { $0.route == route }) {
      return spare.remove(at: index)
    }
    guard let other = spare.popLast()?.easy else {
      return ccurl_easy_make().map { SpareHandle(easy: $0, route: nil) }
    }
    ccurl_easy_reset(other)
    return SpareHandle(easy: other, route: nil)
  }

  /// `route` is what it stays prepared for.
  private func release(_ easy: OpaquePointer, _ route: CurlRoute? = nil) {
    guard spare.count < Self.connections else { return ccurl_easy_free(easy) }
    spare.append(SpareHandle(easy: easy, route: route))
  }

  // MARK: - The loop

  nonisolated func begin(_ polled: inout [pollfd]) -> Int32 {
    assumeIsolated { transfers in
      if transfers.isDue {
        transfers.isDue = false
        transfers.perform(Int32(CCURL_NO_SOCKET), 0)
      }
      guard !transfers.running.isEmpty else { return -1 }
      polled += transfers.sockets.watched
      return Int32(clamping: ccurl_multi_milliseconds(transfers.multi))
    }
  }

  nonisolated func advance(_ polled: ArraySlice<pollfd>) {
    assumeIsolated { transfers in
      guard !transfers.running.isEmpty else { return }
      var isDue = true
      for one in polled where one.revents != 0 {
        isDue = false
        transfers.perform(one.fd, Self.events(one.revents))
      }
      if isDue { transfers.perform(Int32(CCURL_NO_SOCKET), 0) }
    }
  }

  /// What libcurl calls what poll(2) has found. A hang-up is something to read: its end.
  private static func events(_ found: Int16) -> Int32 {
    var events = 0
    if found & Int16(POLLIN | POLLHUP) != 0 { events |= CCURL_IN }
    if found & Int16(POLLOUT) != 0 { events |= CCURL_OUT }
    if found & Int16(POLLERR | POLLNVAL) != 0 { events |= CCURL_ERROR }
    return Int32(events)
  }

  private func perform(_ socket: Int32, _ events: Int32) {
    ccurl_multi_perform(multi, socket, events)
    var result = CCURL_OK
    while let easy = ccurl_multi_next(multi, &result) {
      let transfer = Transfer.of(easy)
      let outcome = transfer.outcome(result)
      ccurl_multi_remove(multi, easy)
      // One that has failed would remember the system's error.
      if result == CCURL_OK { release(easy, transfer.route) } else { ccurl_easy_free(easy) }
      running[transfer.id] = nil
      transfer.end(outcome)
    }
  }
}

/// A handle that no request has.
private struct SpareHandle {
  let easy: OpaquePointer
  let route: CurlRoute?
}

/// The sockets that libcurl waits for, and for what. It tells of them while it is called, and what it
/// calls can't be isolated.
private final class WatchedSockets {
  private(set) var watched: [pollfd] = []

  /// What the watcher is called with.
  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let watcher: ccurl_watcher = { _, socket, events, context, _ in
    guard let context else { preconditionFailure("a socket without its transfers") }
    Unmanaged<WatchedSockets>.fromOpaque(context).takeUnretainedValue().watch(socket, events)
    return 0
  }

  private func watch(_ socket: Int32, _ events: Int32) {
    watched.removeAll { $0.fd == socket }
    guard events & Int32(CCURL_REMOVED) == 0 else { return }
    var wanted: Int32 = 0
    if events & Int32(CCURL_IN) != 0 { wanted |= POLLIN }
    if events & Int32(CCURL_OUT) != 0 { wanted |= POLLOUT }
    watched.append(pollfd(fd: socket, events: Int16(wanted), revents: 0))
  }
}
