package import Exchange
internal import HTTPTypes
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

  private init(_ state: WorldState, now: @escaping @Sendable () -> Timestamp) {
    self.now = now
    self.state = Mutex(state)
  }

  /// Another world that is as this one is now, and goes its own way from then on.
  package func copy() -> SandboxWorld { SandboxWorld(state.withLock { $0 }, now: now) }

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

/// All that a world is, without a clock: as a value.
struct WorldState: Sendable {
  static let services = [
    HiEnergy.name, ClickMedias.name, ClickMagick.name, Klik.name, ClickMeter.name,
  ]

  private var hienergy: HiEnergy
  private var clickmedias: ClickMedias
  private var clickmagick: ClickMagick
  private(set) var klik: Klik
  private var clickmeter: ClickMeter
  var journal = EffectJournal()

  init(seed: Seed, now: Timestamp) {
    hienergy = HiEnergy(seed: seed.branch(HiEnergy.name))
    clickmedias = ClickMedias(seed: seed.branch(ClickMedias.name), now: now)
    clickmagick = ClickMagick(seed: seed.branch(ClickMagick.name), now: now)
    klik = Klik(seed: seed.branch(Klik.name))
    clickmeter = ClickMeter(seed: seed.branch(ClickMeter.name), now: now)
  }

  mutating func answer(_ request: ServiceRequest, at now: Timestamp) -> Reply {
    switch request.service {
    case HiEnergy.name: hienergy.answer(request, at: now)
    case ClickMedias.name: clickmedias.answer(request, at: now)
    case ClickMagick.name: clickmagick.answer(request, at: now)
    case Klik.name: klik.answer(request, at: now)
    case ClickMeter.name: clickmeter.answer(request, at: now)
    default: Self.unknownService
    }
  }

  private static let unknownService = Reply(
    404,
    [
      "error": "unknown_service", "message": "The first path segment must name a service.",
      "services": .strings(services),
    ])
}

/// What is no service is answered too, as behind a port.
extension SandboxWorld: HTTPTransport {
  package func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    answer(request)
  }
}

/// A world as a client reaches it: the responses of the services without a socket.
package struct SandboxTransport: HTTPTransport {
  private let world: any HTTPTransport

  package init(world: any HTTPTransport) {
    self.world = world
  }

  package func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    guard !Task.isCancelled else { throw .cancelled }
    let service = request.head.path?.split(separator: "/").first ?? ""
    guard SandboxWorld.services.contains(String(service)) else {
      let known = SandboxWorld.services.joined(separator: ", ")
      throw .notConnected(reason: "the sandbox has no service \(service), only \(known)")
    }
    let response = try await world.send(request)
    guard response.body.count <= request.maximumAnswer else {
      throw .answerTooLarge(limit: request.maximumAnswer)
    }
    return response
  }
}
