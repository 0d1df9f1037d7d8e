/// The revisions of MCP this server speaks. What differs between them is asked of this type.
///
/// Source: https://modelcontextprotocol.io/specification, the change log of each revision.
package enum ProtocolVersion: String, CaseIterable, Comparable, Sendable {
  case november2024 = "2024-11-05"
  case march2025 = "2025-03-26"
  case june2025 = "2025-06-18"
  case november2025 = "2025-11-25"
  case july2026 = "2026-07-28"

  /// What a client is offered that asks `initialize` for a revision unknown to us.
  package static let newestLegacy = ProtocolVersion.november2025

  /// Revisions whose requests carry version and capabilities themselves.
  package static let modern = allCases.filter(\.isModern)

  /// Revisions opened by `initialize`, newest first. A modern one is never offered through it.
  package static let legacy = Array(allCases.filter { !$0.isModern }.reversed())

  package static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
    left.rawValue < right.rawValue
  }

  /// Every request stands alone; there is no handshake and no session.
  package var isModern: Bool { self >= .july2026 }

  /// A line may hold an array of messages.
  package var hasBatches: Bool { self == .march2025 }

  /// An error whose request can't be named may leave out its id; before, it needs one.
  package var allowsErrorsWithoutID: Bool { self >= .november2025 }

  /// What came with 2025-03-26: behaviour hints of tools, a sentence with progress, sound as content,
  /// and a capability that declares what can complete arguments.
  package var hasToolAnnotations: Bool { self >= .march2025 }
  package var hasProgressMessages: Bool { self >= .march2025 }
  package var hasAudio: Bool { self >= .march2025 }
  package var hasCompletionsCapability: Bool { self >= .march2025 }

  /// What came with 2025-06-18: content that points at a resource instead of holding it, questions to
  /// the person, titles for people, `_meta` of tools, and JSON beside the text of a tool, in a shape it may promise.
  package var hasResourceLinks: Bool { self >= .june2025 }
  package var hasElicitation: Bool { self >= .june2025 }
  package var hasTitles: Bool { self >= .june2025 }
  package var hasToolMetadata: Bool { self >= .june2025 }
  package var hasStructuredContent: Bool { self >= .june2025 }

  /// An implementation may describe itself and name its site.
  package var hasImplementationDetails: Bool { self >= .november2025 }

  /// A question to the person says whether it is a form.
  package var hasElicitationModes: Bool { self >= .november2025 }

  /// The error code of a resource that doesn't exist.
  package var resourceNotFoundCode: Int { isModern ? -32602 : -32002 }
}
