import Foundation
import JSONRPC
import Logging
import MCP

/// `everything-server`: the fixtures that the official conformance scenarios ask a server for, on
/// the same core as the product, over standard input and output.
@main
struct EverythingServer {
  static func main() async throws {
    let output = try Descriptors.claimStandardOutput()
    let input = try Descriptors.claimStandardInput()
    let connection = Connection(
      reader: try LineReader(input: input, output: output), writer: LineWriter(output: output),
      handler: server,
      logger: Logger(label: "everything-server") { StreamLogHandler.standardError(label: $0) })
    await connection.run()
  }

  private static var server: Server {
    let changes = ChangeFeed()
    return Server(
      info: Implementation(
        name: "everything-server", version: "1.0.0", title: "Everything",
        description: "The fixtures of the conformance scenarios."),
      instructions: "Every tool, resource and prompt here is a fixture for tests.",
      offer: CurrentFeatures(
        ServerFeatures(
          toolbox: FixtureToolbox(changes: changes), library: FixtureLibrary(),
          prompts: FixturePrompts(), changes: changes)),
      now: { Int(Date().timeIntervalSince1970) })
  }
}
