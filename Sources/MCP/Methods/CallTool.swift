internal import JSON
internal import JSONRPC

/// The parameters of `tools/call`, read.
struct ToolCall {
  let name: String
  let arguments: JSONObject

  /// −32602 where the request is no `CallToolRequest`; what is in the arguments is not looked at.
  init(_ request: Request) throws(ResponseError) {
    guard let name = request.params?["name"]?.string else {
      throw ResponseError(.invalidParams, "params.name must be a string: the tool's name")
    }
    self.name = name
    switch request.params?["arguments"] {
    case .object(let object)?: arguments = object
    case nil, .null?: arguments = [:]
    case .bool?, .number?, .string?, .array?:
      throw ResponseError(.invalidParams, "params.arguments must be an object")
    }
  }
}

extension Server {
  /// `tools/call`: runs a tool and encodes its answer for the request's revision.
  func callTool(
    _ call: ToolCall, _ context: RequestContext
  ) async throws(ResponseError) -> JSONObject {
    try await toolbox.call(call.name, arguments: call.arguments, context: context)
      .json(for: context.version)
  }
}
