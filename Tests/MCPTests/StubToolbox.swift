import JSON
import JSONRPC
import MCP

/// Two tools: one that answers with what it was asked, one that fails in a way a model can mend.
struct StubToolbox: Toolbox {
  let tools = [
    Tool(
      name: "echo", title: "Echo", description: "Says what it was given.",
      inputSchema: ["type": "object", "properties": ["text": ["type": "string"]]],
      outputSchema: ["type": "object"],
      annotations: Tool.Annotations(
        isReadOnly: true, isDestructive: false, isIdempotent: true, isOpenWorld: true)),
    Tool(
      name: "fail", title: "Fail", description: "Fails.", inputSchema: ["type": "object"],
      outputSchema: nil,
      annotations: Tool.Annotations(
        isReadOnly: false, isDestructive: true, isIdempotent: false, isOpenWorld: true)),
  ]

  func call(
    _ name: String, arguments: JSONObject, context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    await context.progress.report(ProgressReporter.Step(progress: 1, total: 2, message: "half"))
    switch name {
    case "echo": return CallToolResult(arguments, structured: arguments)
    case "fail": return CallToolResult(["code": "rejected"], isError: true)
    default: throw .failed(ResponseError(.invalidParams, "unknown tool"))
    }
  }
}
