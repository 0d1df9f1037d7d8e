internal import CCurl
internal import Exchange
internal import HTTPTypes
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
  private var spare: [OpaquePointer] = []
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
        start(Transfer(id, request, fields, continuation), request, settings)
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
    guard let multi, let easy = spare.popLast() ?? ccurl_easy_make() else {
      return transfer.end(.failure(.notConnected(reason: "there is no memory for a request")))
    }
    transfer.prepare(easy, request, settings)
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

  private func release(_ easy: OpaquePointer) {
    guard spare.count < Self.connections else { return ccurl_easy_free(easy) }
    ccurl_easy_reset(easy)
    spare.append(easy)
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
      if result == CCURL_OK { release(easy) } else { ccurl_easy_free(easy) }
      running[transfer.id] = nil
      transfer.end(outcome)
    }
  }
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

/// One request on its way, and what has come of its answer.
private final class Transfer {
  let id: Int
  private(set) var easy: OpaquePointer?
  private let continuation: CheckedContinuation<Result<ProviderResponse, TransportError>, Never>
  private let isPlain: Bool
  private let bodyLimit: Int
  /// Whether establishing a connection may take less time than the whole exchange.
  private let isConnectionBounded: Bool
  private let knownFields: KnownFields
  private var fields: OpaquePointer?
  private var sent: UnsafeMutableRawBufferPointer?
  private var proxy: Proxy?
  /// What libcurl says of a secure connection that can't be had.
  private var words: UnsafeMutablePointer<CChar>?
  private var response = ProviderResponse(head: HTTPResponse(status: .internalServerError))
  private var headerBytes = 0
  /// What the head says of the body's bytes.
  private var announcedBytes = 0
  private var headerLines = 0
  /// Whether the head that counts has come: what looks like a field after it is a trailer.
  private var isHeadWhole = false
  /// Why the rest isn't wanted.
  private var refusal: TransportError?

  /// How long a connection may take to come about.
  private static let connectionLimit = Duration.seconds(10)

  /// How many bytes the header fields of an answer may have, all together.
  private static let headerLimit = 256 << 10

  init(
    _ id: Int, _ request: ProviderRequest, _ knownFields: KnownFields,
    _ continuation: CheckedContinuation<Result<ProviderResponse, TransportError>, Never>
  ) {
    self.id = id
    self.knownFields = knownFields
    self.continuation = continuation
    isPlain = request.head.scheme?.lowercased() == "http"
    bodyLimit = request.maximumAnswer
    isConnectionBounded = Self.connectionLimit < request.timeLimit
  }

  deinit {
    ccurl_list_free(fields)
    sent?.deallocate()
    words?.deallocate()
  }

  static func of(_ easy: OpaquePointer) -> Transfer {
    of(ccurl_context(easy))
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer {
    guard let context else { preconditionFailure("a handle without a transfer") }
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  func end(_ outcome: Result<ProviderResponse, TransportError>) {
    continuation.resume(returning: outcome)
  }

  // MARK: - The request

  func prepare(_ easy: OpaquePointer, _ request: ProviderRequest, _ settings: CurlSettings) {
    self.easy = easy
    let head = request.head
    let context = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_pointer(easy, CCURL_PRIVATE, context)
    ccurl_set_pointer(easy, CCURL_WRITEDATA, context)
    ccurl_set_pointer(easy, CCURL_HEADERDATA, context)
    ccurl_set_receiver(easy, CCURL_WRITEFUNCTION) { bytes, size, count, context in
      Transfer.of(context).takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    ccurl_set_receiver(easy, CCURL_HEADERFUNCTION) { bytes, size, count, context in
      Transfer.of(context).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    ccurl_set_text(
      easy, CCURL_URL, "\(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")")
    // The path is sent as it was made; nothing but HTTP is ever spoken.
    ccurl_set_long(easy, CCURL_PATH_AS_IS, 1)
    ccurl_set_long(easy, CCURL_PROTOCOLS, Int(CCURL_PROTOCOL_HTTP | CCURL_PROTOCOL_HTTPS))
    ccurl_set_long(easy, CCURL_NOSIGNAL, 1)
    ccurl_set_close_on_exec(easy)
    // A name that is still looked up must not hold the loop when its request ends.
    ccurl_set_long(easy, CCURL_QUICK_EXIT, 1)
    ccurl_set_long(easy, CCURL_TCP_KEEPALIVE, 1)
    ccurl_set_long(easy, CCURL_SUPPRESS_CONNECT_HEADERS, 1)
    ccurl_set_text(easy, CCURL_ACCEPT_ENCODING, "")
    ccurl_set_long(easy, CCURL_TIMEOUT_MS, Self.milliseconds(request.timeLimit))
    ccurl_set_long(
      easy, CCURL_CONNECTTIMEOUT_MS,
      Self.milliseconds(min(request.timeLimit, Self.connectionLimit)))
    prepare(easy, settings)
    prepareBody(easy, request)
    prepareFields(easy, head.headerFields)
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    max(1, Int(duration / .milliseconds(1)))
  }

  private func prepare(_ easy: OpaquePointer, _ settings: CurlSettings) {
    proxy = settings.proxy
    // Empty texts, not none: which proxy there is has been decided, and isn't asked again of the
    // environment.
    ccurl_set_text(easy, CCURL_PROXY, proxy?.url.secret ?? "")
    ccurl_set_text(easy, CCURL_NOPROXY, "")
    guard !isPlain else { return }
    let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CCURL_ERROR_SIZE))
    words.initialize(to: 0)
    self.words = words
    ccurl_set_pointer(easy, CCURL_ERRORBUFFER, words)
    if let file = settings.certificateFile { ccurl_set_text(easy, CCURL_CAINFO, file) }
    if let directory = settings.certificateDirectory {
      ccurl_set_text(easy, CCURL_CAPATH, directory)
    }
  }

  private func prepareBody(_ easy: OpaquePointer, _ request: ProviderRequest) {
    let method = request.head.method
    if method != .get {
      // libcurl repeats a request by itself when the connection that it had kept open turns out to
      // be closed. Whether something with an effect is sent again is decided elsewhere.
      ccurl_set_long(easy, CCURL_FRESH_CONNECT, 1)
    }
    guard method != .get, method != .delete || !request.body.isEmpty else {
      ccurl_set_long(easy, CCURL_HTTPGET, 1)
      if method != .get { ccurl_set_text(easy, CCURL_CUSTOMREQUEST, method.rawValue) }
      return
    }
    // libcurl reads it where it is.
    let sent = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(request.body.count, 1), alignment: 1)
    sent.copyBytes(from: request.body)
    self.sent = sent
    ccurl_set_long(easy, CCURL_POST, 1)
    ccurl_set_pointer(easy, CCURL_POSTFIELDS, sent.baseAddress)
    ccurl_set_size(easy, CCURL_POSTFIELDSIZE_LARGE, Int64(request.body.count))
    if method != .post { ccurl_set_text(easy, CCURL_CUSTOMREQUEST, method.rawValue) }
  }

  private func prepareFields(_ easy: OpaquePointer, _ fields: HTTPFields) {
    for field in fields {
      let (name, value) = (field.name.rawName, field.value)
      var line = ""
      line.reserveCapacity(name.utf8.count + 2 + value.utf8.count)
      line += name
      // Written so, a field without a value isn't taken for one that is to be left out.
      line += value.isEmpty ? ";" : ": "
      line += value
      add(line)
    }
    // What libcurl would add, if the request doesn't say otherwise.
    if !fields.contains(.accept) { add("Accept:") }
    if sent != nil, !fields.contains(.contentType) { add("Content-Type:") }
    if sent != nil { add("Expect:") }
    ccurl_set_list(easy, CCURL_HTTPHEADER, self.fields)
  }

  private func add(_ field: String) {
    if let longer = ccurl_list_append(fields, field) { fields = longer }
  }

  // MARK: - The answer

  private func takeHeader(_ line: UnsafeRawBufferPointer) -> Int {
    headerBytes += line.count
    headerLines += 1
    guard headerBytes <= Self.headerLimit else {
      return refuse(.interrupted(reason: CurlFailure.longFields))
    }
    guard !isHeadWhole else { return line.count }
    if line.first == UInt8(ascii: "H"), line.starts(with: "HTTP/".utf8) {
      // An answer's own head, or one that only says that there will be another.
      let words = line.split(separator: UInt8(ascii: " "))
      let status = words.count > 1 ? Int(String(decoding: words[1].prefix(3), as: UTF8.self)) : nil
      guard let status, (100...999).contains(status) else {
        return refuse(.interrupted(reason: CurlFailure.invalid))
      }
      response.head = HTTPResponse(status: HTTPResponse.Status(code: status))
      announcedBytes = 0
    } else if line.count <= 2, line.last == UInt8(ascii: "\n") {
      return endHead(line.count)
    } else if let field = knownFields.field(of: line, at: headerLines) {
      if field.name == .contentLength { announcedBytes = Int(field.value) ?? 0 }
      response.head.headerFields.append(field)
    }
    return line.count
  }

  private func endHead(_ count: Int) -> Int {
    let status = response.head.status.code
    isHeadWhole = status >= 200
    // These have no body, whatever they announce (RFC 9110 section 6.4.1).
    guard isHeadWhole, status != 204, status != 304 else { return count }
    guard announcedBytes <= bodyLimit else { return refuse(.answerTooLarge(limit: bodyLimit)) }
    response.body.reserveCapacity(announcedBytes)
    return count
  }

  private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard response.body.count + bytes.count <= bodyLimit else {
      return refuse(.answerTooLarge(limit: bodyLimit))
    }
    response.body.append(contentsOf: bytes)
    return bytes.count
  }

  /// Takes nothing, which ends the transfer.
  private func refuse(_ error: TransportError) -> Int {
    refusal = error
    return -1
  }

  /// What has come of it, once libcurl is done.
  func outcome(_ result: ccurl_result) -> Result<ProviderResponse, TransportError> {
    if let refusal { return .failure(refusal) }
    guard result == CCURL_OK else {
      let failure = CurlFailure(
        result: result, easy: easy, proxy: proxy, isPlain: isPlain,
        isConnectionBounded: isConnectionBounded, isUnanswered: headerBytes == 0,
        words: words.map { String(cString: $0) } ?? "")
      return .failure(failure.error)
    }
    // A connection that ends within a head is no failure to libcurl.
    guard isHeadWhole else {
      return .failure(.interrupted(reason: CurlFailure.closed, isUnanswered: headerBytes == 0))
    }
    // Only a proxy may say so (RFC 9110 section 15.5.8), and then nothing has reached the service.
    if isPlain, let proxy, response.head.status.code == 407 {
      return .failure(proxy.refusal(status: 407))
    }
    return .success(response)
  }
}
