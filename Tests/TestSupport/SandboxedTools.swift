package import Exchange
package import JSON
package import Providers
package import Sandbox
package import Tools

/// The product's tools over a sandbox in which reports take no time of the test's.
package enum SandboxedTools {
  /// When it is in the sandbox, so that the manifest's examples lie in its past.
  package static let now = Timestamp(secondsSince1970: 1_776_254_400)  // 2026-04-15T12:00:00Z

  /// What day it is there.
  package static var days: DayClock { DayClock(WallClock { now }) }

  /// A sandbox as a manifest's services that hasn't been changed yet.
  package static func freshTransport() -> SandboxTransport {
    SandboxTransport(world: unchanged.copy())
  }

  private static let unchanged = SandboxWorld { now }

  /// The services of a manifest, all behind one transport, with one key and without limits.
  package static func providers(
    _ manifest: Manifest, over transport: any HTTPTransport, key: String? = SandboxWorld.key
  ) -> [Provider] {
    manifest.providers.map { descriptor in
      Provider(
        descriptor,
        base: BaseURL(scheme: "http", authority: "sandbox.invalid", path: "/\(descriptor.id)"),
        environment: Environment { _ in key }, transport: transport,
        gate: CallGate(ProviderDescriptor.Limits()))
    }
  }
}
