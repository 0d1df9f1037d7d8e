internal import Synchronization

/// How many requests may run at once, on all connections of a process together. The others wait in
/// the order of their arrival.
package final class RunningCallLimit: Sendable {
  private struct State {
    var running = 0
    var queue: [@Sendable () -> Void] = []
    /// Where in `queue` those that still wait begin; the rest is dropped in bulk.
    var queueStart = 0

    /// The next that waits, with a turn taken for it.
    mutating func next(limit: Int) -> (@Sendable () -> Void)? {
      guard running < limit, queueStart < queue.count else { return nil }
      running += 1
      queueStart += 1
      let begin = queue[queueStart - 1]
      if queueStart == queue.count || queueStart > 1024 {
        queue.removeFirst(queueStart)
        queueStart = 0
      }
      return begin
    }
  }

  private let limit: Int
  private let state = Mutex(State())

  package init(_ limit: Int = 64) {
    self.limit = limit
  }

  /// Takes a turn; false when there is none left.
  func take() -> Bool {
    state.withLock { state in
      guard state.running < limit else { return false }
      state.running += 1
      return true
    }
  }

  /// Calls `begin`, which must not block, once a turn has been taken for it.
  func whenFree(_ begin: @escaping @Sendable () -> Void) {
    let begin = state.withLock { state in
      state.queue.append(begin)
      return state.next(limit: limit)
    }
    begin?()
  }

  func giveBack() {
    let begin = state.withLock { state in
      state.running -= 1
      return state.next(limit: limit)
    }
    begin?()
  }

  /// Takes a turn, were it one too many: what it is for has begun.
  func retake() {
    state.withLock { $0.running += 1 }
  }
}
