/// What can go wrong with a request, by the names a plan uses.
package enum FaultKind: String, CaseIterable, Sendable {
  /// The request is done, the answer comes late.
  case latency
  /// 429 with `Retry-After`; nothing is done.
  case rateLimited = "rate_limited"
  /// 429 without a word on when to come back; nothing is done.
  case rateLimitedBare = "rate_limited_bare"
  /// 500; nothing is done.
  case serverError = "server_error"
  /// 503, several times in a row at one service; nothing is done.
  case unavailable
  /// The connection breaks before the request was read: nothing is done.
  case resetBefore = "reset_before"
  /// The connection breaks after the request was done: nobody hears of it.
  case resetAfter = "reset_after"
  /// The request is done, the answer's body stops half-way.
  case truncated
  /// The request is done, the answer is longer than was allowed.
  case oversized
  /// The request is done, the answer comes byte by byte, past the time limit.
  case slowDrip = "slow_drip"
  /// The request is done, the answer is a page of HTML.
  case wrongType = "wrong_type"
  /// The request is done, the answer is called JSON and is none.
  case invalidJSON = "invalid_json"

  /// Whether it ends in an answer, so that an HTTP server can play it too.
  package var isAnswer: Bool {
    switch self {
    case .latency, .rateLimited, .rateLimitedBare, .serverError, .unavailable, .truncated,
      .wrongType, .invalidJSON:
      true
    case .resetBefore, .resetAfter, .oversized, .slowDrip: false
    }
  }
}
