import TestSupport
import Tools

/// The tools of the manifest that reach a service.
enum ServiceTools {
  /// The services, as test cases; a manifest that can't be read fails in `of`.
  static let providers = (try? Repository.manifest().providers.map(\.id)) ?? ["none"]

  /// All of a service's tools, whether they are listed or not.
  static func of(_ provider: String) throws -> [ToolDescriptor] {
    try Repository.manifest().providers.filter { $0.id == provider }.flatMap(\.tools)
  }
}
