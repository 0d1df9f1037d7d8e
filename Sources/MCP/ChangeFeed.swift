internal import Synchronization

/// Something a client may want to know of that no request asked for.
package enum Change: Hashable, Sendable {
  case tools
  case prompts
  case resources
  /// What is in the resource of that URI.
  case resource(String)
}

/// Tells everybody who listens what has changed. Ends for all of them at once.
package final class ChangeFeed: Sendable {
  private struct State {
    var listeners: [Int: AsyncStream<Change>.Continuation] = [:]
    var count = 0
    var hasEnded = false
  }

  private let state = Mutex(State())

  package init() {}

  /// Whether anybody would be told now.
  var hasListeners: Bool { state.withLock { !$0.listeners.isEmpty } }

  package func publish(_ change: Change) {
    let listeners = state.withLock { Array($0.listeners.values) }
    for listener in listeners { listener.yield(change) }
  }

  /// The changes from here on, until the feed ends or the caller stops listening.
  package func changes() -> AsyncStream<Change> {
    let (stream, continuation) = AsyncStream.makeStream(of: Change.self)
    let number = state.withLock { state -> Int? in
      guard !state.hasEnded else { return nil }
      state.count += 1
      state.listeners[state.count] = continuation
      return state.count
    }
    guard let number else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0.listeners[number] = nil }
    }
    return stream
  }

  package func end() {
    let listeners = state.withLock { state in
      state.hasEnded = true
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.finish() }
  }
}
