package import Exchange
package import JSON
import Synchronization

/// The five services as one in-memory world: no socket, no clock of its own, no chance but its
/// seed.
///
/// A service is chosen by the first path segment, and what follows is the path beneath that
/// service's base URL: `https://sandbox.invalid/hienergy/api/v1/clicks?…`. Writes are seen by
/// later reads. Requests are answered one after the other.
package final class SandboxWorld: Sendable {
  /// The key Clickport uses by itself: an administrator's, as every key that contains `admin`.
  ///
  /// Other keys are ordinary users', but for those that begin with `invalid`: no one's.
  package static let key = "sandbox-admin-key"

  package static let defaultSeed: UInt64 = 20_260_301

  /// The names of the services: the first path segments that lead somewhere.
  package static let services = WorldState.services

  private let now: @Sendable () -> Timestamp
  private let state: Mutex<WorldState>

  /// The same seed and the same clock give the same bytes. `now` is asked once for each request.
  package init(seed: UInt64 = defaultSeed, now: @escaping @Sendable () -> Timestamp) {
    self.now = now
    state = Mutex(WorldState(seed: Seed(value: seed), now: now()))
  }

  /// Answers as the service would, errors in that service's own shape.
  package func answer(_ request: ProviderRequest) -> ProviderResponse {
    let now = now()
    let reply = state.withLock { state in
      let reply = state.answer(ServiceRequest(request), at: now)
      if reply.isSuccess { state.journal.note(request, at: now) }
      return reply
    }
    return reply.response
  }

  /// What was done here, so that a test can tell that nothing was done twice.
  package var journal: EffectJournal { state.withLock { $0.journal } }

  /// The messages klik has delivered, oldest first.
  package var messages: [SentMessage] { state.withLock { $0.klik.messages } }
}
