package import JSON
package import MCP
package import Tools

/// A tool that is one request: its template bound to a provider.
package struct HTTPOperation: ToolHandler {
  private let tool: ToolDescriptor
  private let provider: Provider
  private let timing: CallTiming

  package init(_ tool: ToolDescriptor, provider: Provider, timing: CallTiming) {
    self.tool = tool
    self.provider = provider
    self.timing = timing
  }

  package func call(
    _ arguments: Arguments, context: RequestContext
  ) async throws(ToolError) -> JSONObject {
    let parts = try RequestParts(tool.request, of: tool, arguments)
    let response = try await provider.send(parts, effect: tool.effect, within: timing.limit)
    return try provider.answers.read(response, effect: tool.effect)
  }
}
