package import Exchange
import Synchronization

/// A clock that moves on only when something sleeps by it, or a test says so.
package final class ManualTime: Sendable {
  private let pauses = Mutex<[Duration]>([])
  private let passed = Mutex(Duration.seconds(1_000))
  private let isCancelled: Bool

  /// With `isCancelled`, sleep ends as it does in a cancelled task.
  package init(isCancelled: Bool = false) {
    self.isCancelled = isCancelled
  }

  /// How long each sleep was, oldest first.
  package var slept: [Duration] { pauses.withLock { $0 } }

  /// Lets time go by.
  package func pass(_ duration: Duration) {
    passed.withLock { $0 += duration }
  }

  package var source: TimeSource {
    TimeSource {
      self.passed.withLock { $0 }
    } sleep: { duration in
      if self.isCancelled { throw CancellationError() }
      self.pauses.withLock { $0.append(duration) }
      self.pass(duration)
    }
  }
}
