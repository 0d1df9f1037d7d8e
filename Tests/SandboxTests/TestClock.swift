import JSON
import Synchronization

/// A clock that stands still until a test moves it on.
final class TestClock: Sendable {
  private let time = Mutex(Timestamp(parsing: SandboxClient.now) ?? Timestamp(secondsSince1970: 0))

  var now: Timestamp { time.withLock { $0 } }

  func advance(days: Int = 0, seconds: Int = 0) {
    time.withLock { $0 = $0.adding(seconds: days * 86_400 + seconds) }
  }
}
