internal import Synchronization

/// The offer of a server, which may be exchanged whole while it serves. Calls that run finish with
/// the one they began with.
package final class CurrentOffer: Sendable {
  private let offer: Mutex<Offer>

  package init(_ offer: Offer) {
    self.offer = Mutex(offer)
  }

  var value: Offer { offer.withLock { $0 } }

  /// Exchanges the offer and tells everybody who listens that all lists may have changed. The feed
  /// of changes stays the one there was.
  package func replace(_ replacement: Offer) {
    let changes = offer.withLock { offer in
      let changes = offer.changes
      offer = Offer(
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
