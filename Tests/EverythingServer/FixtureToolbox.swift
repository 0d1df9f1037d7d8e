import JSON
import JSONRPC
import MCP

/// Every tool of the fixture server, in families.
struct FixtureToolbox: Toolbox {
  private let fixtures: [FixtureTool]

  /// `changes` is where the tools that trigger a change publish it.
  init(changes: ChangeFeed) {
    fixtures =
      ContentTools.all + ReportingTools.all + AskingTools.all + InputRequiredTools.all
      + CapabilityTools.all + SchemaTools.all + ChangeTools.all(publishingTo: changes)
  }

  var tools: [Tool] { fixtures.map(\.tool) }

  func call(
    _ name: String, arguments: JSONObject, context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    guard let fixture = fixtures.first(where: { $0.tool.name == name }) else {
      throw .failed(ResponseError(.invalidParams, "unknown tool"))
    }
    return try await fixture.action(arguments, context)
  }
}
