package import MCP

/// What a call does to the world; all four of MCP's hints follow from it.
package enum Effect: String, CaseIterable, Sendable {
  case read
  /// Adds something each time it is called.
  case write
  /// Sets something: calling it again changes nothing more.
  case idempotentWrite = "idempotent_write"
  /// Removes something for good.
  case destructive

  /// Whether a second identical request can do harm.
  package var isIdempotent: Bool {
    switch self {
    case .read, .idempotentWrite, .destructive: true
    case .write: false
    }
  }

  /// Every tool reaches a service outside, hence an open world.
  package var annotations: Tool.Annotations {
    Tool.Annotations(
      isReadOnly: self == .read, isDestructive: self == .destructive,
      isIdempotent: isIdempotent, isOpenWorld: true)
  }
}
