import Synchronization

/// Something tasks wait at until a test opens it; a cancelled task doesn't wait any longer.
package final class Gate: Sendable {
  private struct State {
    var isOpen = false
    package var arrived = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
    var arrivalWaiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  package init() {}

  /// How many tasks have come to the gate so far.
  package var arrived: Int { state.withLock { $0.arrived } }

  package func pass() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (isOpen, ready) = state.withLock { state in
          state.arrived += 1
          let ready = state.arrivalWaiters.filter { $0.count <= state.arrived }
          state.arrivalWaiters.removeAll { $0.count <= state.arrived }
          let isOpen = state.isOpen || Task.isCancelled
          if !isOpen { state.waiters.append(continuation) }
          return (isOpen, ready)
        }
        for waiter in ready { waiter.continuation.resume() }
        if isOpen { continuation.resume() }
      }
    } onCancel: {
      // The one that was cancelled can't be told from the others: all try again.
      open(forGood: false)
    }
  }

  package func open(forGood: Bool = true) {
    let waiters = state.withLock { state in
      if forGood { state.isOpen = true }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Returns once so many tasks have come to the gate.
  package func waitForArrivals(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        guard state.arrived < count else { return true }
        state.arrivalWaiters.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }
}
