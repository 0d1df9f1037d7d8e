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
      + SchemaTools.all + ChangeTools.all(publishingTo: changes)
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

/// A tool of the fixture server: how it is listed, and what it does.
struct FixtureTool: Sendable {
  typealias Action =
    @Sendable (JSONObject, RequestContext) async throws(Interruption) -> CallToolResult

  let tool: Tool
  let action: Action

  /// A tool with this input schema.
  init(
    _ name: String, _ description: String, schema: JSONObject = ["type": "object"],
    action: @escaping Action
  ) {
    tool = Tool(
      name: name, title: name, description: description, inputSchema: schema, outputSchema: nil,
      annotations: Tool.Annotations(
        isReadOnly: true, isDestructive: false, isIdempotent: true, isOpenWorld: false))
    self.action = action
  }

  /// A tool with one required text argument.
  init(
    _ name: String, _ description: String, argument: String, action: @escaping Action
  ) {
    let schema: JSONObject = [
      "type": "object",
      "properties": .object(JSONObject([(argument, ["type": "string"] as JSONValue)])),
      "required": [.string(argument)],
    ]
    self.init(name, description, schema: schema, action: action)
  }
}

extension CallToolResult {
  /// An answer of one text.
  static func text(_ text: String) -> CallToolResult { CallToolResult([.text(text)]) }
}
