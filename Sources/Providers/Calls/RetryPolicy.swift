package import Exchange
internal import HTTPTypes
package import Tools

/// Which requests are sent again, and after how long.
package struct RetryPolicy: Sendable {
  /// A number from 0 to 1.
  private let random: @Sendable () -> Double

  /// How often a request is sent at most.
  package static let attempts = 3
  private static let firstPause = Duration.milliseconds(500)

  package init(random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }) {
    self.random = random
  }

  /// The pause before the next attempt: anything up to twice as long each time, so that callers
  /// who failed together don't come back together.
  package func pause(after attempt: Int) -> Duration {
    Self.firstPause * (1 << (attempt - 1)) * random()
  }

  /// Whether sending again is right. What may have been done is repeated only where that does no
  /// harm; what was not sent, or refused for its rate, was not done.
  package static func allows(
    _ result: Result<ProviderResponse, TransportError>, _ effect: Effect
  ) -> Bool {
    switch result {
    case .failure(.notConnected): true
    case .failure(.interrupted), .failure(.timedOut), .failure(.answerTooLarge),
      .failure(.cancelled):
      false
    case .success(let response):
      switch response.head.status.code {
      case 429: true
      case 502, 503, 504: effect.isIdempotent
      default: false
      }
    }
  }
}
