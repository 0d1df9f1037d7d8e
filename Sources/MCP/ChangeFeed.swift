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
    let number: Int
    let session: Session
    let continuation: AsyncStream<Change>.Continuation
  }

  private struct State {
    /// A list, not a dictionary: that would make each start look for what `Int` conforms to.
    var listeners: [Listener] = []
    var count = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// How many would be told now.
  var listenerCount: Int { state.withLock { $0.listeners.count } }

  package func publish(_ change: Change) {
    let listeners = state.withLock { $0.listeners }
    for listener in listeners { listener.continuation.yield(change) }
  }

  /// The changes from here on, until that session's listening ends or the caller stops it.
  func changes(for session: Session) -> AsyncStream<Change> {
    let (stream, continuation) = AsyncStream.makeStream(of: Change.self)
    let number = state.withLock { state in
      state.count += 1
      state.listeners.append(
        Listener(number: state.count, session: session, continuation: continuation))
      return state.count
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0.listeners.removeAll { $0.number == number } }
    }
    return stream
  }

  /// Ends what one session listens to; all others go on.
  func endListening(of session: Session) {
    let listeners = state.withLock { $0.listeners.filter { $0.session === session } }
    for listener in listeners { listener.continuation.finish() }
  }
}
