internal import JSON
package import Tools

/// All that a service allows per span of time: a window for each span, shortest first.
package struct RateLimit: Equatable, Sendable {
  private var limits: ProviderDescriptor.Limits
  /// What the service last told of its limits, which tells the account's plan.
  private var told: ProviderDescriptor.ToldLimit?
  private var windows: [SlidingWindow] = []

  /// How much longer than its span a token is taken: a service counts when requests arrive, and
  /// they are not all equally long on their way.
  package static let margin = Duration.milliseconds(100)

  /// No call has more time than this.
  private static let longestCall = Duration.seconds(3600)

  package init(_ limits: ProviderDescriptor.Limits) {
    self.limits = limits
    adopt(limits)
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
    if !windows.isEmpty { windows[0].leave(atMost: remaining, at: now) }
  }

  /// Goes over to the limits that a service tells. It doesn't say in which span: that is the one in
  /// which a plan allows so much, or else the shortest known one that can last until `reset`; where
  /// none can, the word is passed over. Nobody tells what is allowed in a second without a reset.
  package mutating func learn(limit count: Int, reset: Duration?) {
    let spans = ProviderDescriptor.LimitSpan.allCases.filter { limits[$0] != nil }
    let planned = spans.first { span in limits.plans.contains { $0.limits[span] == count } }
    let least = reset ?? .seconds(ProviderDescriptor.LimitSpan.minute.rawValue)
    let lasting = spans.first { least <= .seconds($0.rawValue) * Self.patience }
    guard let span = planned ?? lasting else { return }
    told = ProviderDescriptor.ToldLimit(count, per: span)
    adopt(limits)
  }

  /// More calls than anybody makes: a service's larger numbers, and a file's, count as this.
  static let largestCount = 1 << 31

  /// How many spans may pass until a count starts anew: clocks differ.
  private static let patience = 2

  /// Goes over to other limits; what was spent stays spent.
  package mutating func adopt(_ limits: ProviderDescriptor.Limits) {
    self.limits = limits
    windows = limits.told(told).spans.map { count, span in
      windows.first { $0.span == span }?.resized(to: count) ?? SlidingWindow(count, per: span)
    }
  }

  /// What the service told, for another process: how many calls in how many seconds.
  var toldJSON: JSONValue? {
    told.map { [.number(JSONNumber($0.count)), .number(JSONNumber($0.span.rawValue))] }
  }

  /// Takes what another process was told.
  mutating func restore(told json: JSONValue?) {
    guard let pair = json?.array, pair.count == 2, let count = pair[0].int,
      1...Self.largestCount ~= count,
      let span = pair[1].int.flatMap(ProviderDescriptor.LimitSpan.init(rawValue:))
    else { return }
    told = ProviderDescriptor.ToldLimit(count, per: span)
    adopt(limits)
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

  /// Takes the tokens that another process wrote down; those of spans without a limit are dropped,
  /// and those of a future that no call waits for.
  mutating func restore(_ spans: [JSONValue], at now: Duration) {
    for span in spans {
      guard let seconds = span["seconds"]?.int,
        let index = windows.firstIndex(where: { $0.span.components.seconds == seconds })
      else { continue }
      let taken = (span["taken"]?.array ?? []).compactMap(SlidingWindow.TokenBatch.init)
        .filter { $0.last < now + Self.longestCall }
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
      let count = pair[1].int, 1...RateLimit.largestCount ~= count
    else { return nil }
    self.init(count, at: .milliseconds(moment))
  }
}

extension ProviderDescriptor.Limits {
  /// Whether none is known.
  var isEmpty: Bool { spans.isEmpty }

  /// The limits that are known, shortest span first.
  fileprivate var spans: [(count: Int, span: Duration)] {
    Span.allCases.compactMap { span in
      self[span].map { ($0, .seconds(span.rawValue) + RateLimit.margin) }
    }
  }
}

/// The calls that were made in the last span of time, of which a service allows only so many: a log
/// of taken tokens, each of which comes back a whole span after it was taken.
///
/// A bucket that fills steadily would let up to twice its limit through in one span: all that it
/// holds, and what flows in meanwhile. Time is cut into hundredths of the span, the same for all
/// processes: tokens taken in one of them come back together, with the last of them. So the log
/// doesn't grow with the limit.
package struct SlidingWindow: Equatable, Sendable {
  /// How many calls the service allows in a span.
  package let limit: Int
  package let span: Duration
  /// The taken tokens, oldest first, and at most one batch a hundredth of the span.
  private var batches: [TokenBatch]
  private var count: Int { batches.reduce(0) { $0 + $1.count } }

  /// Tokens that come back together.
  package struct TokenBatch: Equatable, Sendable {
    /// When the last of them was taken, or will be.
    package fileprivate(set) var last: Duration
    package fileprivate(set) var count: Int

    init(_ count: Int, at moment: Duration) {
      last = moment
      self.count = count
    }
  }

  /// `taken` is oldest first; of more than the limit, the latest count.
  package init(_ limit: Int, per span: Duration, taken: [TokenBatch] = []) {
    self.limit = limit
    self.span = span
    batches = taken
    giveBack(count - limit)
  }

  /// The tokens that are not back yet, oldest first.
  package func taken(at now: Duration) -> [TokenBatch] {
    batches.filter { $0.last + span > now }
  }

  /// When a token can be had: now, or when the oldest that is taken comes back.
  package func next(at now: Duration) -> Duration {
    guard let oldest = batches.first, count >= limit else { return now }
    return max(now, oldest.last + span)
  }

  /// Takes tokens for a moment at which there are so many.
  package mutating func take(_ number: Int = 1, for departure: Duration, at now: Duration) {
    batches.removeAll { $0.last + span <= now }
    giveBack(count + number - limit)
    let hundredth = hundredth(of: departure)
    let earlier = batches.lastIndex { self.hundredth(of: $0.last) <= hundredth }
    if let earlier, self.hundredth(of: batches[earlier].last) == hundredth {
      batches[earlier].count += number
      batches[earlier].last = max(batches[earlier].last, departure)
    } else {
      batches.insert(TokenBatch(number, at: departure), at: earlier.map { $0 + 1 } ?? 0)
    }
  }

  /// Takes all but so many tokens, because others have taken from the same allowance.
  package mutating func leave(atMost remaining: Int, at now: Duration) {
    let left = taken(at: now).reduce(limit) { $0 - $1.count }
    if left > max(0, remaining) { take(left - max(0, remaining), for: now, at: now) }
  }

  /// The same log under another limit.
  func resized(to limit: Int) -> SlidingWindow {
    SlidingWindow(limit, per: span, taken: batches)
  }

  /// Which hundredth of a span a moment is in, counted from the beginning of time.
  private func hundredth(of moment: Duration) -> Double {
    (moment / (span / 100)).rounded(.down)
  }

  /// Takes the oldest tokens for those that are back.
  private mutating func giveBack(_ number: Int) {
    var number = number
    while number > 0, let oldest = batches.first {
      if oldest.count > number {
        batches[0].count -= number
      } else {
        batches.removeFirst()
      }
      number -= oldest.count
    }
  }
}
