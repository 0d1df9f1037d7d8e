internal import CCurl
internal import Exchange
internal import JSON
internal import Platform

/// Why libcurl gave no answer to a request.
struct CurlFailure {
  let result: ccurl_result
  let easy: OpaquePointer?
  let proxy: Proxy?
  let isPlain: Bool
  /// Whether establishing a connection may take less time than the whole exchange.
  let isConnectionBounded: Bool
  /// Whether no line of an answer has come.
  let isUnanswered: Bool
  /// libcurl's own.
  let words: String

  static let closed = "it was closed before the answer was whole"
  static let invalid = "the answer is no valid HTTP"
  static let longFields = "its header fields are too long"
  private static let late = "no connection came about in time"

  /// What libcurl's result says of the request: above all whether it may have reached the service.
  var error: TransportError {
    // What a proxy answered that was asked for a tunnel; 0 when none was, or it said nothing.
    let tunnel = ccurl_get_long(easy, CCURL_HTTP_CONNECTCODE)
    if let proxy, tunnel != 0, !(200..<300).contains(tunnel) {
      return proxy.refusal(status: tunnel)
    }
    let wasSent = wasSent
    if result == CCURL_OPERATION_TIMEDOUT, wasSent || !isConnectionBounded {
      return .timedOut(wasSent: wasSent, proxy: proxy?.name)
    }
    let reason = reason(wasSent)
    if wasSent {
      return .interrupted(
        reason: proxy.map { "\(reason), behind \($0.name)" } ?? reason,
        isUnanswered: isUnanswered && isEnd)
    }
    if isLasting { return .misconfigured(reason: reason, at: layer) }
    // Until there is a tunnel, it is the proxy that doesn't do its part.
    if let proxy, isPlain || tunnel == 0 { return proxy.failure(reason) }
    return .notConnected(reason: reason, at: layer)
  }

  /// Whether what answered speaks no TLS: plain HTTP, or something else altogether. Each TLS library
  /// says so in its own words.
  private var isPlainAnswer: Bool {
    result == CCURL_SSL_CONNECT_ERROR
      && [
        "wrong version number", "packet length too long", "unexpected TLS packet", "http request",
      ].contains {
        words.contains($0)
      }
  }

  /// Where it failed, where that was before the request left.
  private var layer: TransportLayer {
    if isPlainAnswer { return .connection }
    return switch result {
    case CCURL_COULDNT_RESOLVE_HOST, CCURL_UNSUPPORTED_PROTOCOL, CCURL_URL_MALFORMAT: .name
    case CCURL_COULDNT_RESOLVE_PROXY, CCURL_PROXY_FAILED: .proxy
    case CCURL_PEER_FAILED_VERIFICATION, CCURL_SSL_CACERT_BADFILE, CCURL_SSL_CONNECT_ERROR,
      CCURL_SSL_CERTPROBLEM, CCURL_SSL_CIPHER, CCURL_SSL_ISSUER_ERROR:
      .security
    default: .connection
    }
  }

  /// Whether the request has begun to leave. What libcurl counts as sent may be the question for a
  /// tunnel: beyond that lies the handshake of a connection that is new.
  private var wasSent: Bool {
    guard ccurl_get_long(easy, CCURL_REQUEST_SIZE) > 0 else { return false }
    return isPlain || ccurl_get_long(easy, CCURL_NUM_CONNECTS) == 0
      || ccurl_get_size(easy, CCURL_APPCONNECT_TIME_T) > 0
  }

  /// Whether the other side has ended the connection.
  private var isEnd: Bool {
    [CCURL_GOT_NOTHING, CCURL_SEND_ERROR, CCURL_RECV_ERROR].contains(result)
  }

  /// Whether it will be the same until somebody changes something.
  private var isLasting: Bool {
    [
      CCURL_PEER_FAILED_VERIFICATION, CCURL_SSL_CACERT_BADFILE, CCURL_UNSUPPORTED_PROTOCOL,
      CCURL_URL_MALFORMAT,
    ].contains(result)
  }

  /// A clause for people about the service, or about the proxy until there is a tunnel.
  private func reason(_ wasSent: Bool) -> String {
    switch result {
    case CCURL_COULDNT_RESOLVE_HOST, CCURL_COULDNT_RESOLVE_PROXY:
      "its host name can't be found (DNS)"
    case CCURL_COULDNT_CONNECT: connectionFailure
    case CCURL_OPERATION_TIMEDOUT: Self.late
    case CCURL_PEER_FAILED_VERIFICATION:
      "its certificate isn't trusted (\(finding)); name a certificate authority of your own in "
        + "SSL_CERT_FILE"
    case CCURL_SSL_CACERT_BADFILE:
      "the certificates to trust can't be read; SSL_CERT_FILE names a file of them in PEM"
    case CCURL_SSL_CONNECT_ERROR where isPlainAnswer:
      "no TLS is spoken there, so https:// or the port is wrong"
    case CCURL_SSL_CONNECT_ERROR, CCURL_SSL_CERTPROBLEM, CCURL_SSL_CIPHER, CCURL_SSL_ISSUER_ERROR:
      "no secure connection could be agreed"
    case CCURL_PROXY_FAILED: "it gave an invalid answer"
    case CCURL_UNSUPPORTED_PROTOCOL where !wasSent: "its address is none of HTTP"
    case CCURL_URL_MALFORMAT: "its address is malformed"
    case CCURL_UNSUPPORTED_PROTOCOL, CCURL_WEIRD_SERVER_REPLY: Self.invalid
    // What libcurl says of one longer than it allows, 100 KiB, depends on its version.
    case CCURL_OUT_OF_MEMORY where wasSent, CCURL_TOO_LARGE: Self.longFields
    case CCURL_GOT_NOTHING, CCURL_PARTIAL_FILE: Self.closed
    case CCURL_SEND_ERROR, CCURL_RECV_ERROR: breakage
    case CCURL_BAD_CONTENT_ENCODING: "the answer is badly compressed"
    default: "libcurl failed with \(result.rawValue)"
    }
  }

  private var connectionFailure: String {
    switch Int32(ccurl_get_long(easy, CCURL_OS_ERRNO)) {
    case ECONNREFUSED: "the connection was refused"
    case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, ENETDOWN, EHOSTDOWN:
      "it is unreachable from this machine"
    case EACCES, EPERM: "this machine doesn't allow the connection"
    case ETIMEDOUT: Self.late
    default: "no connection came about"
    }
  }

  private var breakage: String {
    switch Int32(ccurl_get_long(easy, CCURL_OS_ERRNO)) {
    case ECONNRESET, EPIPE: "the connection was reset"
    default: "it broke off"
    }
  }

  /// What libcurl's TLS library found wrong, in its own words.
  private var finding: String {
    let finding = words.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
    return finding.isEmpty ? "no more is known" : finding.visible(limit: 120)
  }
}

extension Proxy {
  /// It in a sentence, without the user and the password.
  fileprivate var name: String { "the proxy in \(variable) (\(address))" }

  fileprivate func failure(_ reason: String) -> TransportError {
    .notConnected(reason: "\(name) fails: \(reason)", at: .proxy)
  }

  /// What it means that it answered so instead of passing the request on.
  func refusal(status: Int) -> TransportError {
    if status == 407 {
      let problem =
        hasLogin ? "doesn't accept its user and password" : "wants a user and a password"
      return .misconfigured(reason: "\(name) \(problem)", at: .proxy)
    }
    let reason = "it answered with status \(status)"
    // What it refuses once, it refuses again.
    return (400..<500).contains(status) && ![408, 429].contains(status)
      ? .misconfigured(reason: "\(name) refuses: \(reason)", at: .proxy) : failure(reason)
  }
}
