import Providers
import Synchronization

/// A clock that moves on only when something sleeps by it.
final class ManualTime: Sendable {
  private let pauses = Mutex<[Duration]>([])
  private let isCancelled: Bool

  /// With `isCancelled`, sleep ends as it does in a cancelled task.
  init(isCancelled: Bool = false) {
    self.isCancelled = isCancelled
  }

  /// How long each sleep was, oldest first.
  var slept: [Duration] { pauses.withLock { $0 } }

  var source: TimeSource {
    TimeSource {
      self.slept.reduce(.seconds(1_000), +)
    } sleep: { duration in
      if self.isCancelled { throw CancellationError() }
      self.pauses.withLock { $0.append(duration) }
    }
  }
}
