import JSON
import MCP

/// A tool that can't work for every client.
enum CapabilityTools {
  static let all = [
    FixtureTool(
      "test_missing_capability", "Works only for clients that offer sampling.", action: sample)
  ]

  private static func sample(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let answer = try await context.client.ask("completion", Questions.sampling("Say something."))
    return .text(answer.sampledText)
  }
}
