import ArgumentParser
import JSON
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
  private let allowsDestructive: Bool
  /// Where a provider is found.
  private let base: @Sendable (ProviderDescriptor) throws -> BaseURL

  /// The real services, with the keys and addresses of this process's environment.
  init(timing: CallTiming, allowsDestructive: Bool) {
    transport = NetworkTransport()
    environment = .process
    self.timing = timing
    self.allowsDestructive = allowsDestructive
    base = Self.configuredBase
  }

  /// A sandbox, with its own key: none of the caller's is ever touched.
  init(sandbox world: SandboxWorld, allowsDestructive: Bool = false) {
    transport = SandboxTransport(world: world)
    environment = Environment { _ in SandboxWorld.key }
    timing = CallTiming()
    self.allowsDestructive = allowsDestructive
    // The host can't exist (RFC 6761 section 6.4): should such a request ever meet a network, it
    // goes nowhere.
    base = { BaseURL(scheme: "http", authority: "sandbox.invalid", path: "/\($0.id)") }
  }

  /// The tools of a manifest, each over the service it belongs to.
  func catalog(_ manifest: Manifest) throws -> ToolCatalog {
    try ToolCatalog(
      manifest, timing: timing, allowsDestructive: allowsDestructive, provider: provider)
  }

  /// A service as it is reached here.
  func provider(_ descriptor: ProviderDescriptor) throws -> Provider {
    Provider(
      descriptor, base: try base(descriptor), environment: environment, transport: transport)
  }

  private static func configuredBase(of provider: ProviderDescriptor) throws -> BaseURL {
    let variable = provider.baseURLVariable
    let text = Environment.process.variable(variable) ?? provider.baseURL
    guard let base = BaseURL(text) else {
      throw ValidationError(
        "\(variable) must be http:// or https://, a host, and no slash at the end; it is \(text)")
    }
    return base
  }
}
