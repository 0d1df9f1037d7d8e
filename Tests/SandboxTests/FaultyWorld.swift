import Exchange
import HTTPTypes
import Sandbox
import Synchronization

/// A world behind a faulty transport, with a clock that only notes how long it was to wait.
struct FaultyWorld {
  let client = SandboxClient()
  let transport: FaultyTransport
  private let waits = Waits()

  init(_ plan: String) throws {
    transport = FaultyTransport(
      over: SandboxTransport(world: client.world), plan: try FaultPlan(parsing: plan),
      time: TimeSource(now: { .zero }, sleep: waits.add))
  }

  /// How long was waited, each time.
  var waited: [Duration] { waits.all }

  /// How often the message has been sent, by the journal.
  var sent: Int { client.world.journal.total }

  /// Sends one message: an effect.
  func send() async throws(TransportError) -> Answer {
    try await Answer(transport.send(message))
  }

  /// Asks for what changes nothing.
  func read(service: String = "klik/api/healthcheck") async throws(TransportError) -> Answer {
    try await Answer(transport.send(client.request(.get, "/\(service)")))
  }

  var message: ProviderRequest {
    client.request(
      .post, "/klik/api/v1/official-device/send-message", type: "application/json",
      body: #"{"mobile":"919999999999","message":"Hello"}"#)
  }

  private final class Waits: Sendable {
    private let durations = Mutex<[Duration]>([])

    var all: [Duration] { durations.withLock { $0 } }

    @Sendable func add(_ duration: Duration) { durations.withLock { $0.append(duration) } }
  }
}
