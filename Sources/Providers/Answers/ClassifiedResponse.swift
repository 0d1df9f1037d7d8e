package import Exchange
internal import HTTPTypes
internal import JSON
internal import Tools

/// A service's response and what it means, both read once.
package struct ClassifiedResponse: Sendable {
  package let response: ProviderResponse
  let classification: ResponseClass
  /// What it says about further calls.
  package let rateLimit: RateLimitHeaders

  /// `now` is when it came, since 1970: instants in it are compared with that where it doesn't say
  /// what time the service has.
  package init(_ response: ProviderResponse, at now: Duration? = nil) {
    self.response = response
    classification = ResponseClass(status: response.head.status.code)
    rateLimit = RateLimitHeaders(
      response.head.headerFields, isRefusal: classification.code == .rateLimited, at: now)
  }

  var status: Int { response.head.status.code }
}

/// What an attempt to call a service means, be there a response or none. Decided here alone: gate,
/// retries and errors ask it.
struct ResponseClass: Equatable, Sendable {
  let kind: Kind
  /// The error it makes; that of a success, where it can't be read.
  let code: ToolError.Code
  /// What that error tells of a call that changes something.
  let outcome: ToolError.Outcome
  let service: ServiceState
  let repetition: Repetition

  enum Kind {
    case success
    case redirection
    case failure
  }

  /// What it shows of the service's health.
  enum ServiceState {
    case works
    case fails
    case notSeen
  }

  /// Whether sending the same request again is right. What may have been done is repeated only
  /// where that does no harm; what was not sent, or refused for its rate, was not done.
  enum Repetition {
    case right
    case rightIfIdempotent
    case rightIfRead
    case wrong
    /// It fails again until the operator has changed something.
    case futile
  }

  private init(
    _ code: ToolError.Code, _ outcome: ToolError.Outcome, _ service: ServiceState,
    _ repetition: Repetition = .wrong, kind: Kind = .failure
  ) {
    self.kind = kind
    self.code = code
    self.outcome = outcome
    self.service = service
    self.repetition = repetition
  }

  init(status: Int) {
    switch status {
    case 200..<300: self.init(.badAnswer, .unknown, .works, kind: .success)
    case 300..<400: self.init(.badAnswer, .rejected, .works, kind: .redirection)
    case 401: self.init(.unauthorized, .rejected, .works)
    case 403: self.init(.forbidden, .rejected, .works)
    case 404, 410: self.init(.notFound, .rejected, .works)
    case 409: self.init(.conflict, .rejected, .works)
    case 429: self.init(.rateLimited, .rejected, .works, .right)
    case 400..<500: self.init(.rejected, .rejected, .works)
    // What the service will never do (RFC 9110 section 15.6.2 and its like).
    case 501, 505, 506, 510: self.init(.rejected, .rejected, .works)
    case 502, 503, 504: self.init(.providerUnavailable, .unknown, .fails, .rightIfIdempotent)
    case 500...: self.init(.providerUnavailable, .unknown, .fails)
    default: self.init(.badAnswer, .rejected, .works)
    }
  }

  init(_ error: TransportError) {
    switch error {
    case .notConnected: self.init(.providerUnavailable, .notSent, .fails, .right)
    case .misconfigured: self.init(.providerUnavailable, .notSent, .notSeen, .futile)
    case .interrupted(_, let isUnanswered):
      self.init(.providerUnavailable, .unknown, .fails, isUnanswered ? .rightIfRead : .wrong)
    case .timedOut(let wasSent, _): self.init(.timedOut, wasSent ? .unknown : .notSent, .fails)
    case .answerTooLarge: self.init(.badAnswer, .unknown, .works)
    case .cancelled: self.init(.cancelled, .unknown, .notSeen)
    }
  }
}

/// One attempt: a response, or why there is none.
package typealias Attempt = Result<ClassifiedResponse, TransportError>

extension Attempt {
  var classification: ResponseClass {
    switch self {
    case .success(let response): response.classification
    case .failure(let error): ResponseClass(error)
    }
  }

  var response: ClassifiedResponse? { try? get() }
}

/// What a response's header says about further calls: `Retry-After`, `X-RateLimit-…`, and what
/// draft-ietf-httpapi-ratelimit-headers makes of the latter, in its older fields and in its newer
/// one.
package struct RateLimitHeaders: Equatable, Sendable {
  /// How long to stay away: a day at most.
  package let retryAfter: Duration?
  /// How many calls it allows in the span that ends at `reset`.
  package let limit: Int?
  /// How many calls are left until `reset`.
  package let remaining: Int?
  /// How long until the count starts anew: an hour at most, or what `retryAfter` says.
  package let reset: Duration?
  private let isRefusal: Bool

  /// What a service says beyond this is taken for a mistake.
  static let longest = Duration.seconds(86_400)
  /// The same for what it doesn't ask outright.
  private static let longestReset = Duration.seconds(3600)

  /// `isRefusal` tells whether this one was refused for its rate, `now` when it came.
  init(_ fields: HTTPFields, isRefusal: Bool, at now: Duration?) {
    self.isRefusal = isRefusal
    // Most answers say nothing of it: a look at each field is cheaper than one for each name.
    guard fields.contains(where: { Self.concerns($0.name.canonicalName) }) else {
      (retryAfter, limit, remaining, reset) = (nil, nil, nil, nil)
      return
    }
    // The service's own clock needn't agree with ours.
    func clock() -> Timestamp? {
      fields[.date].flatMap(Timestamp.init(httpDate:))
        ?? now.map { Timestamp(secondsSince1970: Int($0.components.seconds)) }
    }
    let window = Self.windows.flatMap { fields[$0] }.flatMap { Self.tightest($0, clock) }
    let asked = fields[.retryAfter].flatMap { Self.pause($0, clock) }
    retryAfter = asked
    limit = Self.limit.lazy.compactMap { fields[$0].flatMap(Self.limit) }.first
    remaining =
      Self.remaining.lazy.compactMap { fields[$0].flatMap(Self.count) }.first ?? window?.remaining
    let end = Self.reset.lazy.compactMap { fields[$0].flatMap { Self.pause($0, clock) } }.first
    reset = (end ?? window?.reset).map { min($0, max(Self.longestReset, asked ?? .zero)) }
  }

  private static func concerns(_ name: String) -> Bool {
    switch name.utf8.first {
    case UInt8(ascii: "r"): name.hasPrefix("retry-") || name.hasPrefix("ratelimit")
    case UInt8(ascii: "x"): name.hasPrefix("x-rate")
    default: false
    }
  }

  /// How long no call will be allowed; nil when one is.
  package var penalty: Duration? {
    if isRefusal { return retryAfter ?? reset }
    return remaining == 0 ? reset : nil
  }

  /// When to try again, in whole seconds.
  var seconds: Int? {
    (retryAfter ?? penalty)?.roundedUpSeconds
  }

  /// A number of seconds, or an instant: as HTTP writes it (RFC 9110 section 10.2.3), as RFC 3339
  /// does, or in seconds or milliseconds since 1970. No standard says which a reset is, but nobody
  /// waits as many seconds as an instant has.
  private static func pause(_ text: String, _ clock: () -> Timestamp?) -> Duration? {
    guard let number = number(text) else {
      return (Timestamp(httpDate: text) ?? Timestamp(parsing: text)).flatMap { span(to: $0, clock) }
    }
    guard number >= firstInstant else { return .seconds(min(number, longest / .seconds(1))) }
    let seconds = number >= firstInstant * 100 ? number / 1000 : number
    return span(to: Timestamp(secondsSince1970: Int(seconds.rounded(.up))), clock)
  }

  private static func span(to end: Timestamp, _ clock: () -> Timestamp?) -> Duration? {
    guard let now = clock(), end >= now else { return nil }
    return min(.seconds(end.secondsSince1970 - now.secondsSince1970), longest)
  }

  /// A decimal, which may have a fraction, up to what a millisecond counter gives in this era.
  private static func number(_ text: String) -> Double? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let areDigits = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) }
    }
    guard areDigits, parts.count <= 2 else { return nil }
    return Double(text).map { min($0, largest) }
  }

  /// A number of calls, perhaps with the policies it follows from behind it; none is no limit.
  private static func limit(_ text: String) -> Int? {
    count(String(text.prefix { $0.isNumber })).flatMap { $0 > 0 ? $0 : nil }
  }

  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { $0 >= 0 ? min($0, RateLimit.largestCount) : nil }
  }

  /// The tightest window of `"burst";r=0;t=10, "daily";r=500;t=40000`, or of
  /// `limit=100, remaining=0, reset=10`.
  private static func tightest(
    _ text: String, _ clock: () -> Timestamp?
  ) -> (remaining: Int, reset: Duration?)? {
    var windows: [(remaining: Int, reset: Duration?)] = []
    for item in text.split(separator: ",") {
      var values: [Substring: String] = [:]
      for parameter in item.filter({ $0 != " " }).lowercased().split(separator: ";") {
        let pair = parameter.split(separator: "=", maxSplits: 1)
        if pair.count == 2 { values[pair[0]] = String(pair[1]) }
      }
      let reset = (values["t"] ?? values["reset"]).flatMap { pause($0, clock) }
      if let remaining = (values["r"] ?? values["remaining"]).flatMap(count) {
        windows.append((remaining, reset))
      } else if let reset, !windows.isEmpty {
        windows[windows.count - 1].reset = reset
      }
    }
    // Of those that have nothing left, the one that lasts longest.
    return windows.min {
      ($0.remaining, $1.reset ?? .zero) < ($1.remaining, $0.reset ?? .zero)
    }
  }

  /// The year 2001.
  private static let firstInstant = 1_000_000_000.0
  private static let largest = 1e15

  private static let windows = HTTPField.Name("RateLimit")
  private static let prefixes = ["X-RateLimit-", "X-Rate-Limit-", "RateLimit-"]
  private static let limit = prefixes.compactMap { HTTPField.Name($0 + "Limit") }
  private static let remaining = prefixes.compactMap { HTTPField.Name($0 + "Remaining") }
  private static let reset = prefixes.compactMap { HTTPField.Name($0 + "Reset") }
}

extension Duration {
  /// In whole seconds, a begun one counted.
  var roundedUpSeconds: Int {
    Int(components.seconds) + (components.attoseconds > 0 ? 1 : 0)
  }
}
