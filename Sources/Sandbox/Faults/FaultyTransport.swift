package import Exchange
import HTTPTypes
import JSON
import Synchronization

/// Another transport, with a plan of what goes wrong.
///
/// Whether the transport beneath gets the request is what each `FaultKind` says; what the caller
/// learns is what a real network would tell it.
package final class FaultyTransport: HTTPTransport {
  private let transport: any HTTPTransport
  private let plan: FaultPlan
  private let sequence: Mutex<FaultSequence>
  private let time: TimeSource

  package init(
    over transport: any HTTPTransport, plan: FaultPlan, time: TimeSource = .continuous()
  ) {
    self.transport = transport
    self.plan = plan
    self.time = time
    sequence = Mutex(FaultSequence(plan))
  }

  package func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    guard !Task.isCancelled else { throw .cancelled }
    let service = String(request.head.path?.split(separator: "/").first ?? "")
    guard let fault = sequence.withLock({ $0.next(service: service) }) else {
      return try await transport.send(request)
    }
    switch fault.kind {
    case .latency: return try await late(fault.delay, request)
    case .rateLimited: return Self.rateLimited(plan.retryAfter)
    case .rateLimitedBare: return Self.rateLimited(nil)
    case .serverError: return Self.refusal(500, "internal_error")
    case .unavailable: return Self.refusal(503, "unavailable")
    case .resetBefore: throw Self.reset
    case .resetAfter:
      _ = try await transport.send(request)
      throw Self.reset
    case .truncated:
      var response = try await transport.send(request)
      response.body.removeLast((response.body.count + 1) / 2)
      return response
    case .oversized:
      _ = try await transport.send(request)
      throw .answerTooLarge(limit: request.maximumAnswer)
    case .slowDrip: return try await late(.seconds(Int.max), request)
    case .wrongType: return try await replaced(request, "text/html", "<html><h1>Sorry</h1></html>")
    case .invalidJSON: return try await replaced(request, "application/json", "{\"data\": [oops]}")
    }
  }

  /// The answer after that long; a time-out when the request's time limit comes first.
  private func late(
    _ delay: Duration, _ request: ProviderRequest
  ) async throws(TransportError) -> ProviderResponse {
    let response = try await transport.send(request)
    do {
      try await time.sleep(min(delay, request.timeLimit))
    } catch {
      throw .cancelled
    }
    guard delay < request.timeLimit else { throw .timedOut(wasSent: true) }
    return response
  }

  private func replaced(
    _ request: ProviderRequest, _ type: String, _ body: String
  ) async throws(TransportError) -> ProviderResponse {
    var response = try await transport.send(request)
    response.head.headerFields[.contentType] = type
    response.body = Array(body.utf8)
    return response
  }

  // The same for both: a caller can't tell one from the other.
  private static let reset = TransportError.interrupted(reason: "the connection was reset")

  private static func rateLimited(_ retryAfter: Int?) -> ProviderResponse {
    var response = refusal(429, "rate_limited")
    response.head.headerFields[.retryAfter] = retryAfter.map(String.init)
    return response
  }

  private static func refusal(_ status: Int, _ error: String) -> ProviderResponse {
    Reply(status, ["error": .string(error), "message": "A fault of the sandbox's plan."]).response
  }
}

/// Draws a plan's faults, one request after the other.
private struct FaultSequence: Sendable {
  private let plan: FaultPlan
  private let chance: Seed
  private var draws = 0
  /// How many more requests each service turns away, while it is unavailable.
  private var bursts: [String: Int] = [:]

  init(_ plan: FaultPlan) {
    self.plan = plan
    chance = Seed(value: plan.seed).branch("faults")
  }

  /// What goes wrong with the next request, which goes to that service, and how late a late
  /// response is; nil when all is well.
  mutating func next(service: String) -> (kind: FaultKind, delay: Duration)? {
    if let left = bursts[service], left > 0 {
      bursts[service] = left - 1
      return (.unavailable, .zero)
    }
    draws += 1
    guard chance.unit(draws, 1) < plan.rate else { return nil }
    let kind = plan.kinds[chance.pick(0...plan.kinds.count - 1, draws, 2)]
    if kind == .unavailable { bursts[service] = plan.burst - 1 }
    let (shortest, longest) = (plan.latency.lowerBound, plan.latency.upperBound)
    return (kind, .seconds(shortest + (longest - shortest) * chance.unit(draws, 3)))
  }
}
