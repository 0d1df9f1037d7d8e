import Foundation
import JSONRPC
import Logging
import Loop
import MCP
import Stdio

/// `everything-server`: the fixtures that the official conformance scenarios ask a server for, on
/// the same core as the product, over standard input and output.
@main
struct EverythingServer {
  static func main() async throws {
    let output = try Descriptors.claimStandardOutput()
    let input = try Descriptors.claimStandardInput()
    let logger = Logger(label: "everything-server") { StreamLogHandler.standardError(label: $0) }
    let dispatcher = Dispatcher(
      handler: server.session(), running: RunningCallLimit(), executor: EventLoop.shared,
      logger: logger)
    let transport = StdioTransport(
      input: input, output: output, dispatcher: dispatcher, logger: logger)
    await transport.run()
  }

  private static var server: Server {
    let changes = ChangeFeed()
    return Server(
      info: Implementation(
        name: "everything-server", version: "1.0.0", title: "Everything",
        description: "The fixtures of the conformance scenarios."),
      instructions: "Every tool, resource and prompt here is a fixture for tests.",
      features: CurrentFeatures(
        ServerFeatures(
          toolbox: FixtureToolbox(changes: changes), library: FixtureLibrary(),
          prompts: FixturePrompts(), changes: changes)),
      sealer: InMemorySealer { Int(Date().timeIntervalSince1970) })
  }
}
