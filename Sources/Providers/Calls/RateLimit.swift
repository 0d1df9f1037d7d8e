package import JSON
package import Tools

/// All that a service allows per span of time: a bucket for each span, shortest first.
package struct RateLimit: Equatable, Sendable {
  private var buckets: [SlidingWindow]

  /// How much longer than its span a token is out: a service counts when requests arrive, and they
  /// are not all equally long on their way.
  package static let margin = Duration.milliseconds(100)

  /// How long tokens may be out before they are used, at most.
  private static let longestLease = Duration.milliseconds(250)

  package init(_ limits: ProviderDescriptor.Limits) {
    buckets = limits.spans.map { SlidingWindow($0.count, per: $0.span) }
  }

  /// How long until every bucket has a token.
  package func wait(at now: Duration) -> Duration {
    departure(at: now) - now
  }

  /// Takes a token from each, and returns how long to wait before they may be used. Who comes first
  /// is served first: the tokens are gone before the wait begins.
  package mutating func reserve(at now: Duration) -> Duration {
    let departure = departure(at: now)
    take(1, for: departure, at: now)
    return departure - now
  }

  /// Takes the service at its word when it counts fewer calls left. It means one span and doesn't
  /// say which; the shortest is the one that is soon put right again.
  package mutating func keep(_ remaining: Int, at now: Duration) {
    guard !buckets.isEmpty else { return }
    buckets[0].keep(remaining, at: now)
  }

  /// How long tokens may be out before they are used: no longer than a hundredth of a span, so that
  /// they come back in good time.
  var leaseTime: Duration {
    min(Self.longestLease, (buckets.first?.span ?? Self.longestLease * 100) / 100)
  }

  /// How many tokens one process may have out before they are used; nothing without a limit. The
  /// last ones are never hoarded.
  func share(at now: Duration) -> Int? {
    buckets.map { min($0.count / 100, $0.left(at: now) / 10) }.min()
  }

  /// How many calls the shortest span allows at once; zero without a limit.
  func left(at now: Duration) -> Int { buckets.first?.left(at: now) ?? 0 }

  /// Takes tokens from each bucket for a moment at which there are so many.
  mutating func take(_ number: Int, for moment: Duration, at now: Duration) {
    for index in buckets.indices { buckets[index].take(number, for: moment, at: now) }
  }

  /// Puts tokens back that were taken for that moment but not used.
  mutating func putBack(_ number: Int, takenFor moment: Duration) {
    for index in buckets.indices { buckets[index].putBack(number, takenFor: moment) }
  }

  /// Goes over to other limits; what was spent stays spent.
  package mutating func adopt(_ limits: ProviderDescriptor.Limits) {
    buckets = limits.spans.map { count, span in
      buckets.first { $0.span == span }?.resized(to: count) ?? SlidingWindow(count, per: span)
    }
  }

  /// The tokens of each span that are out, for another process.
  package func json(at now: Duration) -> [JSONValue] {
    buckets.map { bucket in
      [
        "seconds": .number(JSONNumber(Int(bucket.span.components.seconds))),
        "taken": .array(bucket.out(at: now).map(\.json)),
      ]
    }
  }

  /// Takes the tokens that another process wrote down; those of spans without a limit are dropped.
  package mutating func restore(_ spans: [JSONValue]) {
    for span in spans {
      guard let seconds = span["seconds"]?.int,
        let index = buckets.firstIndex(where: { $0.span.components.seconds == seconds })
      else { continue }
      let taken = (span["taken"]?.array ?? []).compactMap(SlidingWindow.TokenBatch.init)
      buckets[index] = SlidingWindow(buckets[index].count, per: buckets[index].span, taken: taken)
    }
  }

  private func departure(at now: Duration) -> Duration {
    buckets.map { $0.next(at: now) }.max() ?? now
  }
}

extension SlidingWindow.TokenBatch {
  /// `[milliseconds since 1970, count]`.
  fileprivate var json: JSONValue {
    [.number(JSONNumber(last.milliseconds)), .number(JSONNumber(count))]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let pair = json.array, pair.count == 2, let moment = pair[0].int,
      let count = pair[1].int, count > 0
    else { return nil }
    self.init(count, at: .milliseconds(moment))
  }
}

extension ProviderDescriptor.Limits {
  /// Whether none is known.
  var isEmpty: Bool { spans.isEmpty }

  /// The limits that are known, shortest span first.
  fileprivate var spans: [(count: Int, span: Duration)] {
    let all: [(Int?, Int)] = [(perSecond, 1), (perMinute, 60), (perHour, 3600), (perDay, 86_400)]
    return all.compactMap { count, seconds in
      count.map { ($0, .seconds(seconds) + RateLimit.margin) }
    }
  }
}
