internal import JSON
package import JSONRPC
internal import Synchronization

/// MCP on one connection: every revision, each message routed on its own.
///
/// A request with an envelope is modern; without one it belongs to what `initialize` settled on this
/// connection. Neither says anything about the next message (`basic/versioning`).
package final class Session: MessageHandler {
  let server: Server
  let settled = LegacySession()

  init(of server: Server) {
    self.server = server
  }

  package var acceptsBatches: Bool { settled.version?.hasBatches ?? false }

  package var answersWithoutID: Bool { settled.version?.allowsErrorsWithoutID ?? true }

  package func receive(_ request: Request) -> Reply {
    let metadata = RequestMetadata(request.params)
    do throws(ResponseError) {
      if metadata.isEnveloped || request.method == Method.discover {
        return try modern(request, try metadata.envelope(), metadata)
      }
      if request.method == Method.initialize { return .now(.object(try initialize(request))) }
      guard let version = settled.version else { return try unopened(request) }
      return try legacy(request, version, metadata)
    } catch {
      return .refused(error)
    }
  }

  package func receive(_ notification: Notification) -> NotificationEffect {
    guard notification.method == Announcement.cancelled,
      let id = notification.params?["requestId"].flatMap(RequestID.init)
    else { return .none }
    return .cancel(id)
  }

  package func inputEnded() { server.features.changes?.endListening(of: self) }

  private func modern(
    _ request: Request, _ envelope: RequestMetadata.Envelope, _ metadata: RequestMetadata
  ) throws(ResponseError) -> Reply {
    let version = envelope.version
    switch request.method {
    case Method.discover:
      return .now(finished(discover(version), by: server.info.json(for: version)))
    case Method.listen: return try listen(request, envelope)
    default:
      guard let method = try shared(request, version, envelope.capabilities) else {
        throw unknownMethod(request)
      }
      let level = try metadata.logLevel()
      switch method {
      case .immediate(let result): return .now(finished(result))
      case .working(let work):
        let memory = try memory(of: request)
        return .later { [self] outlet throws(ResponseError) in
          let client = ClientInteraction(capabilities: envelope.capabilities) {
            [self] questions throws(Interruption) in
            try answers(to: questions, in: request, memory)
          }
          let context = context(request, version, metadata, client, level, outlet)
          do throws(Interruption) {
            let result = try await work(context)
            return DeferredResult(atMost: result.size) { [self] in
              finished(result.value.object ?? [:])
            }
          } catch {
            return DeferredResult(try unfinished(error))
          }
        }
      }
    }
  }

  private func legacy(
    _ request: Request, _ version: ProtocolVersion, _ metadata: RequestMetadata
  ) throws(ResponseError) -> Reply {
    switch request.method {
    case Method.ping: return .now([:])
    case Method.setLevel: return .now(.object(try setLevel(request)))
    case Method.subscribe, Method.unsubscribe: return .now(.object(try subscription(request)))
    default: break
    }
    guard let method = try shared(request, version, settled.capabilities) else {
      throw unknownMethod(request)
    }
    switch method {
    case .immediate(let result): return .now(.object(result))
    case .working(let work):
      return .later { [self] outlet throws(ResponseError) in
        let client = ClientInteraction(capabilities: askable(by: version)) {
          [self] questions throws(Interruption) in
          try await answers(to: questions, from: outlet, as: version)
        }
        let context = context(request, version, metadata, client, settled.logLevel, outlet)
        do throws(Interruption) {
          return try await work(context)
        } catch {
          throw error.responseError
        }
      }
    }
  }

  /// The methods both eras have, up to how their results are dressed; nil for any other.
  private func shared(
    _ request: Request, _ version: ProtocolVersion, _ capabilities: JSONObject
  ) throws(ResponseError) -> SharedMethod? {
    let features = server.features
    switch (request.method, features.library, features.prompts) {
    case (Method.listTools, _, _): return try listTools(request, version, capabilities)
    case (Method.callTool, _, _): return try callTool(request)
    case (Method.complete, _, _): return try complete(request)
    case (Method.listResources, _?, _):
      return try page(
        of: features.resources(shownTo: capabilities), "resources", request, version,
        hints: cachingHintsWithPages
      ) { .object($0.json(for: version)) }
    case (Method.listResourceTemplates, let library?, _):
      return try page(of: library.templates, "resourceTemplates", request, version) {
        .object($0.json(for: version))
      }
    case (Method.readResource, let library?, _): return try readResource(request, library)
    case (Method.listPrompts, _, let prompts?):
      return try page(of: prompts.prompts, "prompts", request, version) { $0.json(for: version) }
    case (Method.getPrompt, _, let prompts?): return try getPrompt(request, prompts)
    default: return nil
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

  private func unknownMethod(_ request: Request) -> ResponseError {
    ResponseError(.methodNotFound, "unknown method \(request.method.prefix(100))")
  }

  /// A modern result: its kind first, then the fields, then who answered.
  func finished(
    _ result: JSONObject, kind: String = "complete", by author: JSONValue? = nil
  ) -> JSONValue {
    var object: JSONObject = ["resultType": .string(kind)]
    object = object.merging(result)
    var meta = object["_meta"]?.object ?? [:]
    meta[RequestMetadata.serverInfoKey] = author ?? server.info.identity
    object["_meta"] = .object(meta)
    return .object(object)
  }

  /// Questions as a result of their own kind; anything else is the error it is.
  private func unfinished(_ interruption: Interruption) throws(ResponseError) -> JSONValue {
    guard case .inputRequired(let required) = interruption else { throw interruption.responseError }
    var result: JSONObject = [:]
    if !required.requests.isEmpty {
      result["inputRequests"] = .object(
        JSONObject(required.requests.map { ($0.key, $0.request.json) }))
    }
    result["requestState"] = required.requestState.map(JSONValue.string)
    return finished(result, kind: "input_required")
  }
}

/// A method whose result both eras know.
enum SharedMethod {
  case immediate(JSONObject)
  case working(Work)

  /// Gives the fields of a result, an object.
  typealias Work = @Sendable (RequestContext) async throws(Interruption) -> DeferredResult
}

/// What `initialize` settled, for as long as the connection lives. The one thing MCP remembers
/// of it, and only for requests without an envelope of their own.
final class LegacySession: Sendable {
  private struct State {
    var version: ProtocolVersion?
    var capabilities: JSONObject = [:]
    var logLevel: LogLevel?
    var subscriptions: Set<String> = []
  }

  private let state = Mutex(State())

  /// The agreed revision; nil before `initialize`.
  var version: ProtocolVersion? { state.withLock { $0.version } }

  var capabilities: JSONObject { state.withLock { $0.capabilities } }

  /// The least grave level the client wants to be told of; nil before it has said so.
  var logLevel: LogLevel? { state.withLock { $0.logLevel } }

  /// Settles the revision, and forgets what was settled before.
  func open(_ version: ProtocolVersion, capabilities: JSONObject) {
    state.withLock { $0 = State(version: version, capabilities: capabilities) }
  }

  func setLogLevel(_ level: LogLevel) {
    state.withLock { $0.logLevel = level }
  }

  func subscribe(_ uri: String) {
    state.withLock { _ = $0.subscriptions.insert(uri) }
  }

  func unsubscribe(_ uri: String) {
    state.withLock { _ = $0.subscriptions.remove(uri) }
  }

  func isSubscribed(_ uri: String) -> Bool {
    state.withLock { $0.subscriptions.contains(uri) }
  }
}
