/// What goes wrong with one request, with its figures drawn.
enum Fault: Hashable, Sendable {
  case latency(Duration)
  case rateLimited(retryAfter: Int?)
  case serverError
  case unavailable
  case resetBefore
  case resetAfter
  case truncated
  case oversized
  case slowDrip
  case wrongType
  case invalidJSON
}
