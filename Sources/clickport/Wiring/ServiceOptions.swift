import ArgumentParser
package import JSON
import Providers
import Sandbox
import Tools

/// Which services answer the tools: the real ones, or the sandbox.
struct ServiceOptions: ParsableArguments {
  @OptionGroup var manifest: ManifestOptions

  @Flag(help: "Answer from the built-in sandbox: no account, no network, no cost.")
  var sandbox = false

  @OptionGroup var clock: SandboxClock

  @Flag(
    help:
      "Let tools that remove things act without asking a person. Only where nobody can be asked.")
  var allowDestructive = false

  @Option(
    help: ArgumentHelp("How long a service may take to answer a request.", valueName: "seconds"))
  var callTimeout = 30.0

  func validate() throws {
    guard callTimeout > 0, callTimeout <= 3600 else {
      throw ValidationError("--call-timeout must be above 0 and at most 3600 seconds")
    }
  }

  /// The tools of the manifest, each over the service it belongs to.
  func catalog() throws -> ToolCatalog {
    try catalog(manifest.load())
  }

  private func catalog(_ manifest: Manifest) throws -> ToolCatalog {
    if sandbox {
      return ToolCatalog(
        manifest, sandbox: clock.world(), allowsDestructive: allowDestructive)
    }
    let transport = NetworkTransport()
    let timing = CallTiming(limit: .seconds(callTimeout))
    return try ToolCatalog(
      manifest, timing: timing, allowsDestructive: allowDestructive
    ) { descriptor in
      Provider(
        descriptor, base: try baseURL(of: descriptor), environment: .process, transport: transport)
    }
  }

  private func baseURL(of provider: ProviderDescriptor) throws -> BaseURL {
    let variable = provider.baseURLVariable
    let text = Environment.process.variable(variable) ?? provider.baseURL
    guard let base = BaseURL(text) else {
      throw ValidationError(
        "\(variable) must be http:// or https://, a host, and no slash at the end; it is \(text)")
    }
    return base
  }
}

/// What time it is in the sandbox.
struct SandboxClock: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Stop the sandbox's clock at this instant, so that its answers can be compared.",
      valueName: "YYYY-MM-DDTHH:MM:SSZ"))
  var sandboxTime: Timestamp?

  /// A fresh world on this clock.
  func world() -> SandboxWorld {
    guard let sandboxTime else { return SandboxWorld { .now } }
    return SandboxWorld { sandboxTime }
  }
}

extension Timestamp: ExpressibleByArgument {
  init?(argument: String) {
    self.init(parsing: argument)
  }

  /// The present, in whole seconds.
  static var now: Timestamp {
    Timestamp(secondsSince1970: currentSecondsSince1970())
  }
}

extension ToolCatalog {
  /// The tools over a sandbox, with the sandbox's own key: none of the caller's is ever touched.
  init(_ manifest: Manifest, sandbox world: SandboxWorld, allowsDestructive: Bool = false) {
    let transport = SandboxTransport(world: world)
    let environment = Environment { _ in SandboxWorld.key }
    self.init(manifest, allowsDestructive: allowsDestructive) { descriptor in
      Provider(
        descriptor, base: .sandbox(descriptor.id), environment: environment, transport: transport)
    }
  }
}

extension BaseURL {
  /// Where the sandbox keeps that service. The host can't exist (RFC 6761 section 6.4): should
  /// such a request ever meet a network, it goes nowhere.
  static func sandbox(_ service: String) -> BaseURL {
    BaseURL(scheme: "http", authority: "sandbox.invalid", path: "/\(service)")
  }
}
