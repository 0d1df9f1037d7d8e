internal import Synchronization

/// Something a client may want to know of that no request asked for.
package enum Change: Hashable, Sendable {
  case tools
  case prompts
  case resources
  /// What is in the resource of that URI.
  case resource(String)
}

/// Tells everybody who listens, on all connections, what has changed.
package final class ChangeFeed: Sendable {
  private struct Listener {
    let session: Session
    let continuation: AsyncStream<Change>.Continuation
  }

  private struct State {
    var listeners: [Int: Listener] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// How many would be told now.
  var listenerCount: Int { state.withLock { $0.listeners.count } }

  package func publish(_ change: Change) {
    let listeners = state.withLock { Array($0.listeners.values) }
    for listener in listeners { listener.continuation.yield(change) }
  }

  /// The changes from here on, until that session's listening ends or the caller stops it.
  func changes(for session: Session) -> AsyncStream<Change> {
    let (stream, continuation) = AsyncStream.makeStream(of: Change.self)
    let number = state.withLock { state in
      state.count += 1
      state.listeners[state.count] = Listener(session: session, continuation: continuation)
      return state.count
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0.listeners[number] = nil }
    }
    return stream
  }

  /// Ends what one session listens to; all others go on.
  func endListening(of session: Session) {
    let listeners = state.withLock { $0.listeners.values.filter { $0.session === session } }
    for listener in listeners { listener.continuation.finish() }
  }
}
