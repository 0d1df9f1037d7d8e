package import JSON
internal import Synchronization
package import Tools

/// What an account may still do: the calls that were made of those its service allows, and until
/// when the service wants none. All times are since 1970.
package struct Allowance: Equatable, Sendable {
  private var limit: RateLimit
  package private(set) var penalty = Penalty()

  package init(_ limits: ProviderDescriptor.Limits) {
    limit = RateLimit(limits)
  }

  /// Goes over to the limits of a changed manifest.
  package mutating func adopt(_ limits: ProviderDescriptor.Limits) {
    limit.adopt(limits)
  }

  /// How long a call must wait for its turn, if that comes in less than `left`: then its token is
  /// taken. Otherwise nothing is taken.
  package mutating func reserve(at now: Duration, within left: Duration) -> CallGate.Admission {
    let pause = penalty.left(at: now)
    let wait = pause + limit.wait(at: now + pause)
    guard wait < left else { return .limited(wait) }
    return .granted(after: pause + limit.reserve(at: now + pause))
  }

  package mutating func learn(_ headers: RateLimitHeaders, at now: Duration) {
    if let pause = headers.penalty { penalty.extend(by: pause, at: now) }
    if let count = headers.limit { limit.learn(limit: count, reset: headers.reset) }
    if let remaining = headers.remaining { limit.leave(atMost: remaining, at: now) }
  }

  /// Takes over a penalty that is known from elsewhere, unless it has passed.
  mutating func learn(_ other: Penalty, at now: Duration) {
    if other.left(at: now) > .zero { penalty.extend(to: other) }
  }
}

/// Until when a service said it wants no calls.
package struct Penalty: Equatable, Sendable {
  private var end: Duration?

  package init(until end: Duration? = nil) {
    self.end = end
  }

  /// Zero when there is none.
  package func left(at now: Duration) -> Duration {
    end.map { max($0 - now, .zero) } ?? .zero
  }

  mutating func extend(by pause: Duration, at now: Duration) {
    extend(to: Penalty(until: now + min(pause, RateLimitHeaders.longest)))
  }

  /// A later word never shortens an earlier one: responses overtake each other.
  mutating func extend(to other: Penalty) {
    guard let later = other.end else { return }
    end = end.map { max($0, later) } ?? later
  }

  /// Its end in milliseconds since 1970; nil when it has passed.
  fileprivate func json(at now: Duration) -> JSONValue? {
    end.flatMap { $0 > now ? .number(JSONNumber($0.milliseconds)) : nil }
  }
}

extension Allowance {
  /// Written down for another process, without what no longer counts:
  /// `{"written": 1790000000000, "penalty": 1790000900000, "spans": [{"seconds": 60, "taken":
  /// [[1790000000000, 1]]}], "told": [600, 60]}`, times in milliseconds, how many tokens were taken
  /// then, and how many calls the service said it allows in how many seconds.
  package func json(at now: Duration) -> JSONObject {
    var json: JSONObject = ["written": .number(JSONNumber(now.milliseconds))]
    json["penalty"] = penalty.json(at: now)
    json["spans"] = .array(limit.json(at: now))
    json["told"] = limit.toldJSON
    return json
  }

  /// What another process wrote down, under the limits of this one. What a clock that was set back
  /// makes of the future is not believed.
  package init(_ json: JSONObject, _ limits: ProviderDescriptor.Limits, at now: Duration) {
    self.init(limits)
    guard let written = json["written"]?.int,
      Duration.milliseconds(written) < now + Self.largestDrift
    else { return }
    limit.restore(told: json["told"])
    limit.restore(json["spans"]?.array ?? [], at: now)
    if let end = json["penalty"]?.int {
      penalty.extend(by: .milliseconds(end) - now, at: now)
    }
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

/// Where the allowances of accounts are kept: by one process for itself, or by all of a user
/// together.
package protocol AllowanceStore: Sendable {
  /// Changes the allowance of an account. Changes of one account never overlap.
  ///
  /// It can't fail: a store that is out of reach leaves each process its own account of what it did.
  func change<Result: Sendable>(
    _ account: String, _ limits: ProviderDescriptor.Limits, at now: Duration,
    _ body: @escaping @Sendable (inout Allowance) -> Result
  ) async -> Result
}

/// The allowances of one process.
package final class MemoryAllowances: AllowanceStore {
  private let allowances = Mutex<[String: Allowance]>([:])

  package init() {}

  package func change<Result: Sendable>(
    _ account: String, _ limits: ProviderDescriptor.Limits, at now: Duration,
    _ body: @escaping @Sendable (inout Allowance) -> Result
  ) -> Result {
    allowances.withLock { allowances in
      var allowance = allowances[account] ?? Allowance(limits)
      allowance.adopt(limits)
      defer { allowances[account] = allowance }
      return body(&allowance)
    }
  }
}
