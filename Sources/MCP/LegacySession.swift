internal import JSON
internal import Synchronization

/// What `initialize` settled, for as long as the connection lives. The one thing MCP remembers
/// of it, and only for requests without an envelope of their own.
final class LegacySession: Sendable {
  private struct State {
    var version: ProtocolVersion?
    var capabilities: JSONObject = [:]
    var logLevel: LogLevel?
    var subscriptions: Set<String> = []
  }

  private let state = Mutex(State())

  /// The agreed revision; nil before `initialize`.
  var version: ProtocolVersion? { state.withLock { $0.version } }

  /// What the client declared it can do.
  var capabilities: JSONObject { state.withLock { $0.capabilities } }

  /// The least grave level the client wants to be told of; nil before it has said so.
  var logLevel: LogLevel? { state.withLock { $0.logLevel } }

  /// Settles the revision; false when one was settled before.
  func open(_ version: ProtocolVersion, capabilities: JSONObject) -> Bool {
    state.withLock { state in
      guard state.version == nil else { return false }
      state.version = version
      state.capabilities = capabilities
      return true
    }
  }

  func setLogLevel(_ level: LogLevel) {
    state.withLock { $0.logLevel = level }
  }

  func subscribe(_ uri: String) {
    state.withLock { _ = $0.subscriptions.insert(uri) }
  }

  func unsubscribe(_ uri: String) {
    state.withLock { _ = $0.subscriptions.remove(uri) }
  }

  func isSubscribed(_ uri: String) -> Bool {
    state.withLock { $0.subscriptions.contains(uri) }
  }
}
