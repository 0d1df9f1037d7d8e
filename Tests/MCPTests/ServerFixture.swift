import JSON
import JSONRPC
import MCP
import Synchronization
import TestSupport
import Testing

/// A session to send messages to, one after the other, without a connection. Everything it answers
/// is checked against the schema of its revision.
final class ServerFixture: Sendable {
  let session: Session
  /// What the client answers when a legacy server asks it something.
  private let answer: RequestOutlet.Ask

  init(
    _ features: ServerFeatures = ServerFeatures(toolbox: StubToolbox()),
    answer: @escaping RequestOutlet.Ask = { _, _ throws(ResponseError) in
      throw ResponseError(.methodNotFound, "nobody answers")
    }
  ) {
    let server = Server(
      info: Implementation(
        name: "stub", version: "1.0.0", title: "Stub", description: "For tests.",
        websiteURL: "https://example.com"),
      instructions: "Try echo.", features: CurrentFeatures(features),
      sealer: InMemorySealer { 0 })
    session = server.session()
    self.answer = answer
  }

  /// A server with something of everything.
  static func full(
    answer: @escaping RequestOutlet.Ask = { _, _ throws(ResponseError) in
      throw ResponseError(.methodNotFound, "nobody answers")
    }
  ) -> ServerFixture {
    ServerFixture(
      ServerFeatures(
        toolbox: FeatureToolbox(), library: StubLibrary(), prompts: StubPrompts(),
        changes: ChangeFeed()), answer: answer)
  }

  private let notifications = Mutex<[JSONValue]>([])

  /// A server on which `initialize` has settled this revision.
  static func opened(
    _ version: ProtocolVersion, _ fixture: ServerFixture = ServerFixture(),
    capabilities: JSONValue = [:]
  ) async throws -> ServerFixture {
    let answer = try await fixture.send(
      "initialize",
      [
        "protocolVersion": .string(version.rawValue), "capabilities": capabilities,
        "clientInfo": ["name": "test", "version": "1"],
      ], as: version)
    #expect(answer["result"]?["protocolVersion"] == .string(version.rawValue))
    return fixture
  }

  /// The notifications that came with the requests so far.
  var notified: [JSONValue] { notifications.withLock { $0 } }

  /// Sends a request without an envelope and returns the whole answer, as one sees it on the wire.
  @discardableResult
  func send(
    _ method: String, _ params: JSONObject? = nil, as version: ProtocolVersion
  ) async throws -> JSONValue {
    let request = Request(id: .string("r"), method: method, params: params)
    let answer = Response(id: request.id, outcome: await outcome(of: request)).json
    #expect(ProtocolSchemas.shared.problems(in: answer, version, answering: method) == [])
    for notification in notified {
      #expect(ProtocolSchemas.shared.problems(in: notification, version) == [])
    }
    return try JSONValue(parsing: answer.serialized())
  }

  /// Sends a modern request, with its envelope.
  @discardableResult
  func sendModern(
    _ method: String, _ params: JSONObject = [:], meta: JSONObject = [:]
  ) async throws -> JSONValue {
    var params = params
    params["_meta"] = .object(Self.envelope.merging(meta))
    return try await send(method, params, as: .july2026)
  }

  static let envelope: JSONObject = [
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": [:],
  ]

  private func outcome(of request: Request) async -> Response.Outcome {
    let outlet = RequestOutlet { [self] notification in
      notifications.withLock { $0.append(notification.json) }
    } ask: { [answer] method, params throws(ResponseError) in
      try await answer(method, params)
    }
    return await session.outcome(of: request, through: outlet)
  }
}

extension JSONValue {
  /// The code of an answer's error.
  var errorCode: Int? { self["error"]?["code"]?.int }
}
