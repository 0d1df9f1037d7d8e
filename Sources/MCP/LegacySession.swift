internal import Synchronization

/// What `initialize` settled, for as long as the process lives. The one thing MCP remembers, and
/// only for requests without an envelope of their own.
final class LegacySession: Sendable {
  private let settled = Mutex<ProtocolVersion?>(nil)

  /// The agreed revision; nothing before `initialize`.
  var version: ProtocolVersion? { settled.withLock { $0 } }

  /// Settles the revision; false when one was settled before.
  func open(_ version: ProtocolVersion) -> Bool {
    settled.withLock { settled in
      guard settled == nil else { return false }
      settled = version
      return true
    }
  }
}
