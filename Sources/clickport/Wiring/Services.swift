import ArgumentParser
import Exchange
import Host
import MCP
import Providers
import Sandbox
import Tools

/// The services behind the tools, for as long as the process lives: what a manifest's tools are
/// made callable with, however often the manifest changes.
struct Services {
  private let transport: any HTTPTransport
  private let environment: Environment
  private let timing: CallTiming
  /// What is known of the services' state, whatever becomes of the manifest.
  private let health: HealthRecords
  /// Whether the manifest's limits count: in the sandbox there is nobody to spare.
  private let keepsLimits: Bool
  private let supervision: CallGuards
  /// Whether `tools/list` holds the answers' schemas.
  private let publishesOutput: Bool
  /// Where a provider is found.
  private let base: @Sendable (ProviderDescriptor) throws -> BaseURL

  /// The real services, with the keys and addresses of this process's environment.
  init(
    timing: CallTiming, supervision: CallGuards = CallGuards(),
    allowances: any AllowanceStore = MemoryAllowances(), publishesOutput: Bool
  ) {
    health = HealthRecords(allowances: allowances)
    transport = NetworkTransport()
    environment = .process
    self.timing = timing
    keepsLimits = true
    self.supervision = supervision
    self.publishesOutput = publishesOutput
    base = Self.configuredBase
  }

  /// A sandbox, with its own key: none of the caller's is ever touched.
  init(
    sandbox world: SandboxWorld, faults: FaultPlan? = nil, timing: CallTiming = CallTiming(),
    supervision: CallGuards = CallGuards(),
    allowances: any AllowanceStore = MemoryAllowances(), publishesOutput: Bool = false
  ) {
    health = HealthRecords(allowances: allowances)
    let sound = SandboxTransport(world: world)
    if let faults {
      transport = FaultyTransport(over: sound, plan: faults)
    } else {
      transport = sound
    }
    environment = Environment { _ in SandboxWorld.key }
    self.timing = timing
    keepsLimits = false
    self.supervision = supervision
    self.publishesOutput = publishesOutput
    // The host can't exist (RFC 6761 section 6.4): should such a request ever meet a network, it
    // goes nowhere.
    base = { BaseURL(scheme: "http", authority: "sandbox.invalid", path: "/\($0.id)") }
  }

  /// The tools of a manifest that are offered here: what was chosen, of the services that have a
  /// key.
  func surface(_ manifest: Manifest, _ selection: ToolSelection) throws -> ExposedTools {
    let configured = manifest.providers.filter { provider in
      guard let authentication = provider.authentication else { return true }
      return (try? environment.credential(authentication.variable)) != nil
    }
    // A service that wants no key says nothing about which ones the operator uses.
    let hasKey = configured.contains { $0.authentication != nil }
    do throws(ToolSelectionProblems) {
      return try selection.surface(
        of: manifest, configured: hasKey ? Set(configured.map(\.id)) : [])
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// The services a surface was chosen with, as they are reached here.
  func providers(_ manifest: Manifest, _ surface: ExposedTools) throws -> [Provider] {
    try manifest.providers.filter { surface.providers.contains($0.id) }.map(provider)
  }

  /// The tools of a surface, each over the service it belongs to.
  func catalog(_ surface: ExposedTools, over providers: [Provider]) -> ToolCatalog {
    ToolCatalog(
      surface, providers: providers, timing: timing,
      supervision: supervision,
      publishesOutput: publishesOutput)
  }

  private func provider(_ descriptor: ProviderDescriptor) throws -> Provider {
    let limits = keepsLimits ? descriptor.limits : ProviderDescriptor.Limits()
    return Provider(
      descriptor, base: try base(descriptor), environment: environment, transport: transport,
      health: health.record(of: descriptor.id, limits), digest: .ofRecords)
  }

  private static func configuredBase(of provider: ProviderDescriptor) throws -> BaseURL {
    let variable = provider.baseURLVariable
    let text = Environment.process.variable(variable) ?? provider.baseURL
    guard let base = BaseURL(text) else {
      // What it is isn't shown: a user's name and password may stand in it.
      throw ValidationError(
        "\(variable) must be http:// or https://, a host without a user, perhaps a port and a path; "
          + "no query, and no slash at the end")
    }
    return base
  }
}
