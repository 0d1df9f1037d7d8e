internal import Synchronization

/// The offer of a server, which may be exchanged whole while it serves. Calls that run finish with
/// the one they began with.
package final class CurrentFeatures: Sendable {
  private let offer: Mutex<ServerFeatures>

  package init(_ offer: ServerFeatures) {
    self.offer = Mutex(offer)
  }

  var value: ServerFeatures { offer.withLock { $0 } }

  /// Exchanges the offer and tells everybody who listens that all lists may have changed. The feed
  /// of changes stays the one there was.
  package func replace(_ replacement: ServerFeatures) {
    let changes = offer.withLock { offer in
      let changes = offer.changes
      offer = ServerFeatures(
        toolbox: replacement.toolbox, library: replacement.library, prompts: replacement.prompts,
        changes: changes)
      return changes
    }
    for change in [Change.tools, .prompts, .resources] { changes?.publish(change) }
    for resource in replacement.library?.resources ?? [] {
      changes?.publish(.resource(resource.uri))
    }
  }
}
