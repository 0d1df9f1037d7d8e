internal import Exchange
internal import HTTPTypes
internal import JSON

/// What a response's header says about further calls.
package struct RateLimitHeaders: Equatable, Sendable {
  /// How long to stay away.
  package let retryAfter: Duration?
  /// How many calls are left until `reset`.
  package let remaining: Int?
  /// How long until the count starts anew.
  let reset: Duration?
  private let isRefusal: Bool

  /// `isRefusal` tells whether this one was refused for its rate.
  init(_ fields: HTTPFields, isRefusal: Bool) {
    self.isRefusal = isRefusal
    retryAfter = fields[.retryAfter].flatMap { Self.pause($0, in: fields) }
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

  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { $0 >= 0 && $0 <= largest ? $0 : nil }
  }

  /// The year 2001: nobody waits that many seconds.
  private static let firstInstant = 1_000_000_000
  private static let largest = 1 << 40

  private static let prefixes = ["X-RateLimit-", "X-Rate-Limit-"]
  private static let remaining = prefixes.compactMap { HTTPField.Name($0 + "Remaining") }
  private static let reset = prefixes.compactMap { HTTPField.Name($0 + "Reset") }
}

extension Duration {
  /// In whole seconds, a begun one counted.
  var roundedUpSeconds: Int {
    Int(components.seconds) + (components.attoseconds > 0 ? 1 : 0)
  }
}
