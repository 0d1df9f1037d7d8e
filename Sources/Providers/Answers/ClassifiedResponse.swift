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

  package init(_ response: ProviderResponse) {
    self.response = response
    classification = ResponseClass(status: response.head.status.code)
    rateLimit = RateLimitHeaders(
      response.head.headerFields, isRefusal: classification.code == .rateLimited)
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
    case wrong
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
    case 502, 503, 504: self.init(.providerUnavailable, .unknown, .fails, .rightIfIdempotent)
    case 500...: self.init(.providerUnavailable, .unknown, .fails)
    default: self.init(.badAnswer, .rejected, .works)
    }
  }

  init(_ error: TransportError) {
    switch error {
    case .notConnected: self.init(.providerUnavailable, .notSent, .fails, .right)
    case .interrupted: self.init(.providerUnavailable, .unknown, .fails)
    case .timedOut(let wasSent): self.init(.timedOut, wasSent ? .unknown : .notSent, .fails)
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

/// What a response's header says about further calls.
package struct RateLimitHeaders: Equatable, Sendable {
  /// How long to stay away.
  package let retryAfter: Duration?
  /// How many calls it allows in the span that ends at `reset`.
  package let limit: Int?
  /// How many calls are left until `reset`.
  package let remaining: Int?
  /// How long until the count starts anew.
  let reset: Duration?
  private let isRefusal: Bool

  /// `isRefusal` tells whether this one was refused for its rate.
  init(_ fields: HTTPFields, isRefusal: Bool) {
    self.isRefusal = isRefusal
    retryAfter = fields[.retryAfter].flatMap { Self.pause($0, in: fields) }
    limit = Self.limit.lazy.compactMap { fields[$0].flatMap(Self.limit) }.first
    remaining = Self.remaining.lazy.compactMap { fields[$0].flatMap(Self.count) }.first
    reset = Self.reset.lazy.compactMap { fields[$0].flatMap { Self.reset($0, in: fields) } }.first
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

  /// RFC 9110 section 10.2.3: a number of seconds, or an instant.
  private static func pause(_ text: String, in fields: HTTPFields) -> Duration? {
    if let seconds = count(text) { return .seconds(seconds) }
    return Timestamp(httpDate: text).flatMap { span(to: $0, in: fields) }
  }

  /// No standard says what this is: large numbers are an instant in seconds since 1970, small ones
  /// a number of seconds.
  private static func reset(_ text: String, in fields: HTTPFields) -> Duration? {
    guard let value = count(text) else { return nil }
    guard value >= firstInstant else { return .seconds(value) }
    return span(to: Timestamp(secondsSince1970: value), in: fields)
  }

  /// Instants are compared with the service's own clock, so that it needn't agree with ours.
  private static func span(to end: Timestamp, in fields: HTTPFields) -> Duration? {
    guard let date = fields[.date].flatMap(Timestamp.init(httpDate:)), end >= date
    else { return nil }
    return .seconds(end.secondsSince1970 - date.secondsSince1970)
  }

  /// A number of calls, perhaps with the policies it follows from behind it; none is no limit.
  private static func limit(_ text: String) -> Int? {
    count(String(text.prefix { $0.isNumber })).flatMap { $0 > 0 ? $0 : nil }
  }

  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { $0 >= 0 && $0 <= largest ? $0 : nil }
  }

  /// The year 2001: nobody waits that many seconds.
  private static let firstInstant = 1_000_000_000
  private static let largest = 1 << 40

  private static let prefixes = ["X-RateLimit-", "X-Rate-Limit-"]
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
