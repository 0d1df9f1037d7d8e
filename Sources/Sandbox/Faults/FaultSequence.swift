/// Draws a plan's faults, one request after the other.
struct FaultSequence: Sendable {
  private let plan: FaultPlan
  private let chance: Seed
  /// How many draws there were.
  private var place = 0
  /// How many more requests each service turns away, while it is unavailable.
  private var bursts: [String: Int] = [:]

  init(_ plan: FaultPlan) {
    self.plan = plan
    chance = Seed(value: plan.seed).branch("faults")
  }

  /// What goes wrong with the next request, which goes to that service; nothing when all is well.
  mutating func next(service: String) -> Fault? {
    if let left = bursts[service], left > 0 {
      bursts[service] = left - 1
      return .unavailable
    }
    place += 1
    guard chance.unit(place, 1) < plan.rate else { return nil }
    switch plan.kinds[chance.pick(0...plan.kinds.count - 1, place, 2)] {
    case .latency: return .latency(latency)
    case .rateLimited: return .rateLimited(retryAfter: plan.retryAfter)
    case .rateLimitedBare: return .rateLimited(retryAfter: nil)
    case .serverError: return .serverError
    case .unavailable:
      bursts[service] = plan.burst - 1
      return .unavailable
    case .resetBefore: return .resetBefore
    case .resetAfter: return .resetAfter
    case .truncated: return .truncated
    case .oversized: return .oversized
    case .slowDrip: return .slowDrip
    case .wrongType: return .wrongType
    case .invalidJSON: return .invalidJSON
    }
  }

  private var latency: Duration {
    let span = plan.latency.upperBound - plan.latency.lowerBound
    return .seconds(plan.latency.lowerBound + span * chance.unit(place, 3))
  }
}
