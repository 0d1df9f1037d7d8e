internal import JSON
internal import JSONRPC

extension Server {
  /// `tools/call`: runs a tool and encodes its answer for the request's revision. −32602 where the
  /// request is no `CallToolRequest`; what is in the arguments is the tool's to judge.
  func callTool(
    _ request: Request
  ) throws(ResponseError) -> @Sendable (RequestContext) async throws(Interruption) -> LateObject {
    guard let name = request.params?["name"]?.string else {
      throw ResponseError(.invalidParams, "params.name must be a string: the tool's name")
    }
    let arguments = try Self.arguments(of: request)
    let toolbox = offer.toolbox
    return { context throws(Interruption) in
      let result = try await toolbox.call(name, arguments: arguments, context: context)
      let version = context.version
      return LateObject(atMost: result.size) { result.json(for: version) }
    }
  }

  /// `params.arguments`: an object, or nothing.
  static func arguments(of request: Request) throws(ResponseError) -> JSONObject {
    switch request.params?["arguments"] {
    case .object(let object)?: return object
    case nil, .null?: return [:]
    case .bool?, .number?, .string?, .array?:
      throw ResponseError(.invalidParams, "params.arguments must be an object")
    }
  }
}
