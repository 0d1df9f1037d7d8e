internal import JSON
package import Tools

/// All that a service allows per span of time: a window for each span, shortest first.
package struct RateLimit: Equatable, Sendable {
  private var windows: [SlidingWindow]

  /// How much longer than its span a token is taken: a service counts when requests arrive, and
  /// they are not all equally long on their way.
  package static let margin = Duration.milliseconds(100)

  package init(_ limits: ProviderDescriptor.Limits) {
    windows = limits.spans.map { SlidingWindow($0.count, per: $0.span) }
  }

  /// How long until every window has a token.
  package func wait(at now: Duration) -> Duration {
    departure(at: now) - now
  }

  /// Takes a token from each, and returns how long to wait before they may be used. Who comes first
  /// is served first: the tokens are gone before the wait begins.
  package mutating func reserve(at now: Duration) -> Duration {
    let departure = departure(at: now)
    for index in windows.indices { windows[index].take(for: departure, at: now) }
    return departure - now
  }

  /// Takes the service at its word when it counts fewer calls left. It means one span and doesn't
  /// say which; the shortest is the one that is soon put right again.
  package mutating func leave(atMost remaining: Int, at now: Duration) {
    guard !windows.isEmpty else { return }
    windows[0].leave(atMost: remaining, at: now)
  }

  /// Goes over to other limits; what was spent stays spent.
  package mutating func adopt(_ limits: ProviderDescriptor.Limits) {
    windows = limits.spans.map { count, span in
      windows.first { $0.span == span }?.resized(to: count) ?? SlidingWindow(count, per: span)
    }
  }

  /// The taken tokens of each span, for another process.
  func json(at now: Duration) -> [JSONValue] {
    windows.map { window in
      [
        "seconds": .number(JSONNumber(Int(window.span.components.seconds))),
        "taken": .array(window.taken(at: now).map(\.json)),
      ]
    }
  }

  /// Takes the tokens that another process wrote down; those of spans without a limit are dropped.
  mutating func restore(_ spans: [JSONValue]) {
    for span in spans {
      guard let seconds = span["seconds"]?.int,
        let index = windows.firstIndex(where: { $0.span.components.seconds == seconds })
      else { continue }
      let taken = (span["taken"]?.array ?? []).compactMap(SlidingWindow.TokenBatch.init)
      windows[index] = SlidingWindow(windows[index].limit, per: windows[index].span, taken: taken)
    }
  }

  private func departure(at now: Duration) -> Duration {
    windows.map { $0.next(at: now) }.max() ?? now
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
