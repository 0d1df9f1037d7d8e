internal import HTTPTypes
internal import JSON

/// What an answer's header says about further calls.
package struct RateAdvice: Equatable, Sendable {
  /// How long to stay away.
  package var retryAfter: Duration?
  /// How many calls are left until `reset`.
  package var remaining: Int?
  /// How long until the count starts anew.
  package var reset: Duration?
  private var isRefusal = false

  package init(_ response: ProviderResponse) {
    let date = response.field("Date").flatMap(Timestamp.init(httpDate:))
    isRefusal = response.head.status.code == 429
    retryAfter = response.field("Retry-After").flatMap { Self.pause($0, after: date) }
    for prefix in ["X-RateLimit-", "X-Rate-Limit-"] {
      remaining = remaining ?? response.field(prefix + "Remaining").flatMap(Self.count)
      reset = reset ?? response.field(prefix + "Reset").flatMap { Self.reset($0, after: date) }
    }
  }

  /// How long no call will be allowed; nothing when one is.
  package var penalty: Duration? {
    if isRefusal { return retryAfter ?? reset }
    return remaining == 0 ? reset : nil
  }

  /// When to try again, in whole seconds.
  package var seconds: Int? {
    (retryAfter ?? penalty)?.roundedUpSeconds
  }

  /// RFC 9110 section 10.2.3: a number of seconds, or an instant.
  private static func pause(_ text: String, after date: Timestamp?) -> Duration? {
    if let seconds = count(text) { return .seconds(seconds) }
    return Timestamp(httpDate: text).flatMap { span(from: date, to: $0) }
  }

  /// No standard says what this is: large numbers are an instant in seconds since 1970, small ones
  /// a number of seconds.
  private static func reset(_ text: String, after date: Timestamp?) -> Duration? {
    guard let value = count(text) else { return nil }
    guard value >= firstInstant else { return .seconds(value) }
    return span(from: date, to: Timestamp(secondsSince1970: value))
  }

  /// Instants are compared with the service's own clock, so that it needn't agree with ours.
  private static func span(from date: Timestamp?, to end: Timestamp) -> Duration? {
    guard let date, end >= date else { return nil }
    return .seconds(end.secondsSince1970 - date.secondsSince1970)
  }

  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { $0 >= 0 && $0 <= largest ? $0 : nil }
  }

  /// The year 2001: nobody waits that many seconds.
  private static let firstInstant = 1_000_000_000
  private static let largest = 1 << 40
}

extension ProviderResponse {
  fileprivate func field(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { head.headerFields[$0] }
  }
}

extension Duration {
  /// In whole seconds, a begun one counted.
  var roundedUpSeconds: Int {
    Int(components.seconds) + (components.attoseconds > 0 ? 1 : 0)
  }
}
