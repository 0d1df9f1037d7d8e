import Foundation
import JSON
import TestSupport
import Tools

/// A server as an operator sets it up by its variables, and what it says on standard error.
struct OperatedServer {
  let client: ToolClient

  /// With these variables beside the inherited ones, and no other.
  init(_ arguments: [String] = [], _ environment: [String: String]) throws {
    client = try ToolClient(["serve"] + arguments, environment: environment)
  }

  /// The names that `tools/list` shows.
  func listed() async -> [String] {
    let tools = await client.request("tools/list")?["result"]?["tools"]?.array ?? []
    return tools.compactMap { $0["name"]?.string }
  }

  /// What was logged by the time it has ended; throws nothing, so that a test says what it misses.
  func finish() async -> String {
    _ = await client.finish()
    return client.process.errorOutput
  }

  /// A tool of each service that has a key, which can be called without arguments or by its example.
  static func tools() throws -> [(service: ProviderDescriptor, tool: ToolDescriptor)] {
    try Repository.manifest().providers.compactMap { service in
      guard !service.keyVariables.isEmpty,
        let tool = service.tools.first(where: { $0.effect == .read && $0.listing != .byName })
      else { return nil }
      return (service, tool)
    }
  }
}
