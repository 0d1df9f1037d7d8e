import Analysis
import Exchange
import HTTPTypes
import JSON
import JSONRPC
import MCP
import Providers
import Sandbox
import Tools

/// The server as the product serves it, but over the sandbox, with a clock that stands still.
enum ProductServer {
  /// When it is in the sandbox: the manifest's examples lie in its past.
  private static let now = Timestamp(secondsSince1970: 1_776_254_400)  // 2026-04-15T12:00:00Z

  /// The services, which aren't measured at a start: making the sandbox's world is long.
  struct Services: Sendable {
    private let transport: any HTTPTransport

    init(over transport: any HTTPTransport = SandboxTransport(world: SandboxWorld { now })) {
      self.transport = transport
    }

    /// What happens at start between a manifest and an offer that can be served.
    func features(
      of manifest: Manifest, _ selection: ToolSelection = ToolSelection()
    ) throws -> ServerFeatures {
      let surface = try selection.surface(of: manifest, configured: [])
      let providers = manifest.providers.map { provider(of: $0, over: transport) }
      let days = DayClock(WallClock { now })
      let catalog = ToolCatalog(surface, providers: providers, timing: CallTiming(days: days))
      return ServerFeatures(
        surface, prompts: manifest.prompts, catalog: catalog, providers: providers, days: days,
        changes: ChangeFeed())
    }
  }

  /// A session that a client of 2025-11-25 has begun.
  static func opened() throws -> Session {
    opened(try Services().features(of: BuiltInManifest.tabled()))
  }

  /// The same, whose services are another.
  static func opened(over transport: any HTTPTransport) throws -> Session {
    opened(try Services(over: transport).features(of: BuiltInManifest.tabled()))
  }

  static func opened(_ features: ServerFeatures) -> Session {
    let server = Server(
      info: Implementation(
        name: "clickport", version: "0", title: "Clickport", description: "Measured."),
      instructions: "", features: CurrentFeatures(features),
      sealer: InMemorySealer { now.secondsSince1970 })
    let session = server.session()
    _ = session.receive(
      Request(
        id: .string("open"), method: "initialize",
        params: [
          "protocolVersion": .string(ProtocolVersion.november2025.rawValue), "capabilities": [:],
          "clientInfo": ["name": "benchmark", "version": "1"],
        ]))
    return session
  }

  /// The line that answers a request.
  static func line(answering request: Request, by session: Session) async throws -> [UInt8] {
    let outcome = await session.outcome(of: request)
    guard case .result = outcome else { throw MissingFixture(name: request.method) }
    return Response(id: request.id, outcome: outcome).json.serialized()
  }

  private static func provider(
    of descriptor: ProviderDescriptor, over transport: any HTTPTransport
  ) -> Provider {
    Provider(
      descriptor,
      base: BaseURL(scheme: "http", authority: "sandbox.invalid", path: "/\(descriptor.id)"),
      environment: Environment { _ in SandboxWorld.key }, transport: transport,
      gate: CallGate(ProviderDescriptor.Limits()))
  }
}

/// A service that answers everything alike.
struct FixedService: HTTPTransport {
  let answer: [UInt8]

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    ProviderResponse(
      head: HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]),
      body: answer)
  }
}
