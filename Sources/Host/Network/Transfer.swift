internal import CCurl
internal import Exchange
internal import HTTPTypes
internal import Providers

/// One request on its way, and what has come of its answer.
final class Transfer {
  let id: Int
  /// nil for one whose handle is to be prepared for it alone.
  let route: CurlRoute?
  private(set) var easy: OpaquePointer?
  private let continuation: CheckedContinuation<Result<ProviderResponse, TransportError>, Never>
  private let isPlain: Bool
  private let bodyLimit: Int
  /// Whether establishing a connection may take less time than the whole exchange.
  private let isConnectionBounded: Bool
  private let knownFields: KnownFields
  private var fields: OpaquePointer?
  private var sent: UnsafeMutableRawBufferPointer?
  private let proxy: Proxy?
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
    _ id: Int, _ request: ProviderRequest, _ settings: CurlSettings, _ knownFields: KnownFields,
    _ continuation: CheckedContinuation<Result<ProviderResponse, TransportError>, Never>
  ) {
    self.id = id
    self.knownFields = knownFields
    self.continuation = continuation
    isPlain = request.head.scheme?.lowercased() == "http"
    proxy = settings.proxy
    // What else a request has is set for it anew.
    route = request.head.method == .get ? CurlRoute(isPlain: isPlain, settings: settings) : nil
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

  /// Sets what all requests by its route have in common.
  func prepareRoute(_ easy: OpaquePointer, _ settings: CurlSettings) {
    ccurl_set_receiver(easy, CCURL_WRITEFUNCTION) { bytes, size, count, context in
      Transfer.of(context).takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    ccurl_set_receiver(easy, CCURL_HEADERFUNCTION) { bytes, size, count, context in
      Transfer.of(context).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
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
    // Empty texts, not none: which proxy there is has been decided, and isn't asked again of the
    // environment.
    ccurl_set_text(easy, CCURL_PROXY, settings.proxy?.url.secret ?? "")
    ccurl_set_text(easy, CCURL_NOPROXY, "")
    guard !isPlain else { return }
    if let file = settings.certificateFile { ccurl_set_text(easy, CCURL_CAINFO, file) }
    if let directory = settings.certificateDirectory {
      ccurl_set_text(easy, CCURL_CAPATH, directory)
    }
  }

  /// Sets what is the request's own.
  func prepare(_ easy: OpaquePointer, _ request: ProviderRequest) {
    self.easy = easy
    let head = request.head
    let context = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_pointer(easy, CCURL_PRIVATE, context)
    ccurl_set_pointer(easy, CCURL_WRITEDATA, context)
    ccurl_set_pointer(easy, CCURL_HEADERDATA, context)
    Self.withText(head.scheme ?? "", "://", head.authority ?? "", head.path ?? "") { text in
      _ = ccurl_set_text(easy, CCURL_URL, text)
    }
    ccurl_set_long(easy, CCURL_TIMEOUT_MS, Self.milliseconds(request.timeLimit))
    ccurl_set_long(
      easy, CCURL_CONNECTTIMEOUT_MS,
      Self.milliseconds(min(request.timeLimit, Self.connectionLimit)))
    if !isPlain {
      let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CCURL_ERROR_SIZE))
      words.initialize(to: 0)
      self.words = words
      ccurl_set_pointer(easy, CCURL_ERRORBUFFER, words)
    }
    prepareBody(easy, request)
    prepareFields(easy, head.headerFields)
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    max(1, Int(duration / .milliseconds(1)))
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
      let value = field.value
      // Written so, a field without a value isn't taken for one that is to be left out.
      add(field.name.rawName, value.isEmpty ? ";" : ": ", value)
    }
    // What libcurl would add, if the request doesn't say otherwise.
    if !fields.contains(.accept) { add("Accept", ":") }
    if sent != nil, !fields.contains(.contentType) { add("Content-Type", ":") }
    if sent != nil { add("Expect", ":") }
    ccurl_set_list(easy, CCURL_HTTPHEADER, self.fields)
  }

  private func add(_ name: String, _ separator: String, _ value: String = "") {
    Self.withText(name, separator, value) { text in
      if let longer = ccurl_list_append(fields, text) { fields = longer }
    }
  }

  /// Hands over one text as C has it. Bytes are put together for a fraction of what strings cost.
  private static func withText(
    _ first: String, _ second: String, _ third: String, _ fourth: String = "",
    _ body: (UnsafePointer<CChar>) -> Void
  ) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      first.utf8.count + second.utf8.count + third.utf8.count + fourth.utf8.count + 1)
    bytes.append(contentsOf: first.utf8)
    bytes.append(contentsOf: second.utf8)
    bytes.append(contentsOf: third.utf8)
    bytes.append(contentsOf: fourth.utf8)
    bytes.append(0)
    bytes.withUnsafeBytes { bytes in
      if let text = bytes.assumingMemoryBound(to: CChar.self).baseAddress { body(text) }
    }
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
