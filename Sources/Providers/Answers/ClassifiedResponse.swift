package import Exchange
internal import HTTPTypes
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
