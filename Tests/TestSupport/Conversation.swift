package import JSON
package import JSONRPC
package import MCP

/// A session to talk to, one message after the other, without a connection. An answer that doesn't
/// fit the schema of its revision is replaced by what is wrong with it.
package struct Conversation: Sendable {
  private let session: Session
  /// Answers what the server asks in the legacy revisions.
  private let ask: RequestOutlet.Ask

  package init(
    _ features: ServerFeatures, now: @escaping @Sendable () -> Int = { 0 },
    ask: @escaping RequestOutlet.Ask = { _, _ throws(ResponseError) in
      throw ResponseError(.internalError, "nobody is there to ask")
    }
  ) {
    let server = Server(
      info: Implementation(name: "stub", version: "1", title: "Stub", description: "For tests."),
      instructions: "", features: CurrentFeatures(features),
      sealer: InMemorySealer(now: now))
    session = server.session()
    self.ask = ask
  }

  /// Settles a legacy revision.
  package func open(_ version: ProtocolVersion, _ capabilities: JSONObject = [:]) async {
    _ = await send(
      "initialize",
      [
        "protocolVersion": .string(version.rawValue), "capabilities": .object(capabilities),
        "clientInfo": ["name": "test", "version": "1"],
      ], as: version)
  }

  /// Sends a request of the session that `open` began; the whole answer.
  @discardableResult
  package func send(
    _ method: String, _ params: JSONObject, as version: ProtocolVersion
  ) async -> JSONValue {
    let request = Request(id: .string("r"), method: method, params: params)
    let outcome = await session.outcome(of: request, through: outlet)
    let answer = Response(id: request.id, outcome: outcome).json
    let problems = ProtocolSchemas.shared.problems(in: answer, version, answering: method)
    return problems.isEmpty ? answer : ["problems": .array(problems.map { .string($0) })]
  }

  /// Sends a modern request of a client with these capabilities.
  @discardableResult
  package func sendModern(
    _ method: String, _ params: JSONObject = [:], capabilities: JSONObject = [:]
  ) async -> JSONValue {
    var params = params
    params["_meta"] = [
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": .object(capabilities),
    ]
    return await send(method, params, as: .july2026)
  }

  private var outlet: RequestOutlet { RequestOutlet(write: { _ in }, ask: ask) }
}

extension JSONValue {
  /// The JSON in the first text of an answer, whatever was asked for.
  package var answered: JSONValue? {
    let result = self["result"]
    let blocks = result?["content"]?.array ?? result?["contents"]?.array
    return blocks?.first?["text"]?.string.flatMap { try? JSONValue(parsing: $0) }
  }
}
