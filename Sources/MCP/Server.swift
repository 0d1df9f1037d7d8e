internal import JSON
package import JSONRPC

/// MCP over a toolbox: every revision in one process, each message routed on its own.
///
/// A request with an envelope is modern; without one it belongs to the session that `initialize`
/// opened. Neither says anything about the next message (`basic/versioning`).
package struct Server: MessageHandler {
  let info: Implementation
  /// A few sentences that tell a model what the tools are good for.
  let instructions: String
  let toolbox: any Toolbox
  let session = LegacySession()

  package init(info: Implementation, instructions: String, toolbox: any Toolbox) {
    self.info = info
    self.instructions = instructions
    self.toolbox = toolbox
  }

  package var acceptsBatches: Bool { session.version?.hasBatches ?? false }

  package var answersWithoutID: Bool { session.version?.allowsErrorsWithoutID ?? true }

  package func receive(_ request: Request) -> Reply {
    let metadata = RequestMetadata(request.params)
    do throws(ResponseError) {
      if metadata.isEnveloped || request.method == Method.discover {
        let (version, capabilities) = try metadata.envelope()
        return try modern(request, version, capabilities, metadata)
      }
      if request.method == Method.initialize { return .now(.object(try initialize(request))) }
      guard let version = session.version else { return try unopened(request) }
      return try legacy(request, version, metadata)
    } catch {
      return .refused(error)
    }
  }

  package func receive(_ notification: Notification) -> NotificationEffect {
    guard notification.method == Method.cancelled,
      let id = notification.params?["requestId"].flatMap(RequestID.init)
    else { return .none }
    return .cancel(id)
  }

  /// This server asks clients nothing yet, so no response can be meant for it.
  package func receive(_ response: Response) {}

  // MARK: - Routing

  private func modern(
    _ request: Request, _ version: ProtocolVersion, _ capabilities: JSONObject,
    _ metadata: RequestMetadata
  ) throws(ResponseError) -> Reply {
    switch request.method {
    case Method.discover:
      return .now(finished(discover(version), by: info.json(for: version)))
    case Method.listTools: return .now(finished(try listTools(request, version)))
    case Method.callTool:
      let call = try ToolCall(request)
      return .later { outlet throws(ResponseError) in
        let context = context(request, version, capabilities, metadata, outlet)
        return finished(try await callTool(call, context))
      }
    default: throw unknownMethod(request)
    }
  }

  private func legacy(
    _ request: Request, _ version: ProtocolVersion, _ metadata: RequestMetadata
  ) throws(ResponseError) -> Reply {
    switch request.method {
    case Method.ping: return .now([:])
    case Method.listTools: return .now(.object(try listTools(request, version)))
    case Method.callTool:
      let call = try ToolCall(request)
      return .later { outlet throws(ResponseError) in
        .object(try await callTool(call, context(request, version, [:], metadata, outlet)))
      }
    default: throw unknownMethod(request)
    }
  }

  /// Before any `initialize`, only a ping is answered; the error tells both ways in.
  private func unopened(_ request: Request) throws(ResponseError) -> Reply {
    if request.method == Method.ping { return .now([:]) }
    let modern = ProtocolVersion.modern.map(\.rawValue).joined(separator: ", ")
    let legacy = ProtocolVersion.legacy.map(\.rawValue).joined(separator: ", ")
    throw ResponseError(
      .invalidParams,
      "send initialize first (\(legacy)), or put \(RequestMetadata.versionKey) (\(modern)) and "
        + "\(RequestMetadata.capabilitiesKey) into params._meta of each request")
  }

  private func context(
    _ request: Request, _ version: ProtocolVersion, _ capabilities: JSONObject,
    _ metadata: RequestMetadata, _ outlet: RequestOutlet
  ) -> RequestContext {
    RequestContext(
      version: version, requestID: request.id.description, clientCapabilities: capabilities,
      progress: metadata.progressToken.map {
        ProgressReporter(token: $0, version: version, outlet: outlet)
      } ?? .none)
  }

  private func unknownMethod(_ request: Request) -> ResponseError {
    ResponseError(.methodNotFound, "unknown method \(request.method)")
  }

  /// A modern result: its kind first, then the fields, then who answered.
  private func finished(_ result: JSONObject, by author: JSONValue? = nil) -> JSONValue {
    var object: JSONObject = ["resultType": "complete"]
    object = object.merging(result)
    object["_meta"] = [RequestMetadata.serverInfoKey: author ?? info.identity]
    return .object(object)
  }
}
