package import JSON
package import Tools

/// What an account may still do: the calls that were made of those its service allows, and until
/// when the service wants none. All times are since 1970.
package struct Allowance: Equatable, Sendable {
  private var limit: RateLimit
  private var penalty = Penalty()

  package init(_ limits: ProviderDescriptor.Limits) {
    limit = RateLimit(limits)
  }

  /// Goes over to the limits of a changed manifest.
  package mutating func adopt(_ limits: ProviderDescriptor.Limits) {
    limit.adopt(limits)
  }

  /// How long a call must wait for its place, if its turn comes in less than `left`: then the place
  /// is taken. Otherwise nothing is taken.
  package mutating func reserve(at now: Duration, within left: Duration) -> Reservation {
    let pause = penalty.left(at: now)
    let wait = pause + limit.wait(at: now + pause)
    guard wait < left else { return .limited(wait) }
    return .granted(after: pause + limit.reserve(at: now + pause))
  }

  package enum Reservation: Equatable, Sendable {
    case granted(after: Duration)
    /// More calls are allowed after that long.
    case limited(Duration)
  }

  /// How long the service wants no calls; zero when it takes them.
  package func penalty(at now: Duration) -> Duration { penalty.left(at: now) }

  package mutating func learn(_ advice: RateLimitHeaders, at now: Duration) {
    if let pause = advice.penalty { penalty.extend(by: pause, at: now) }
    if let remaining = advice.remaining { limit.keep(remaining, at: now) }
  }
}

extension Allowance {
  /// Takes tokens for calls that are yet to be made: so many, less those for the `visitors` who have
  /// theirs already, and at most a hundredth of what any span allows or a tenth of what is left of
  /// it. None while the service wants no calls: then the lease is over at once.
  mutating func lease(
    _ wanted: Int, beside visitors: Int, at now: Duration
  ) -> AllowanceLease {
    guard penalty(at: now) == .zero else { return AllowanceLease(0, until: now, spare: 0) }
    // In whole milliseconds, as it is written down.
    let end = Duration.milliseconds((now + limit.leaseTime).milliseconds)
    guard let share = limit.share(at: now) else { return AllowanceLease(nil, until: end, spare: 0) }
    let tokens = max(0, min(wanted, share) - visitors)
    if tokens > 0 { limit.take(tokens, for: end, at: now) }
    return AllowanceLease(tokens, until: end, spare: limit.left(at: now))
  }

  /// Takes back what was not used of a lease.
  mutating func putBack(_ lease: AllowanceLease?) {
    guard let lease, let tokens = lease.tokens, tokens > 0 else { return }
    limit.putBack(tokens, takenFor: lease.end)
  }
}

extension Allowance {
  /// Written down for another process, without what no longer counts:
  /// `{"written": 1790000000000, "penalty": 1790000900000, "spans": [{"seconds": 60, "taken":
  /// [[1790000000000, 1]]}]}`, times in milliseconds, and how many tokens were taken then.
  package func json(at now: Duration) -> JSONObject {
    var json: JSONObject = ["written": .number(JSONNumber(now.milliseconds))]
    json["penalty"] = penalty.moment(at: now).map { .number(JSONNumber($0.milliseconds)) }
    json["spans"] = .array(limit.json(at: now))
    return json
  }

  /// What another process wrote down, under the limits of this one. What a clock that was set back
  /// makes of the future is not believed.
  package init(_ json: JSONObject, _ limits: ProviderDescriptor.Limits, at now: Duration) {
    self.init(limits)
    guard let written = json["written"]?.int,
      Duration.milliseconds(written) < now + Self.largestDrift
    else { return }
    limit.restore(json["spans"]?.array ?? [])
    if let end = json["penalty"]?.int { penalty = Penalty(until: .milliseconds(end)) }
  }

  /// By how much the clocks of two processes may differ.
  private static let largestDrift = Duration.seconds(60)
}

extension Duration {
  /// A begun one counted.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    let rest = attoseconds / 1_000_000_000_000_000
    let isBegun = attoseconds % 1_000_000_000_000_000 > 0
    return Int(seconds) * 1000 + Int(rest) + (isBegun ? 1 : 0)
  }
}
