internal import Tools

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
  func pause(after attempt: Int) -> Duration {
    Self.firstPause * (1 << (attempt - 1)) * random()
  }

  static func allows(_ last: ResponseClass, _ effect: Effect) -> Bool {
    switch last.repetition {
    case .right: true
    case .rightIfIdempotent: effect.isIdempotent
    case .wrong: false
    }
  }
}
