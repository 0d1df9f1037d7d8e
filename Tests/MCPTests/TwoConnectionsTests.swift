import JSON
import JSONRPC
import TestSupport
import Testing

@testable import MCP

/// Two connections to one server, in one process: what belongs to one doesn't reach the other.
@Suite(.timeLimit(.minutes(10)))
struct TwoConnectionsTests {
  /// Tools that wait at the gate their argument names, or ask the person.
  private struct WaitingToolbox: Toolbox {
    let gates: [String: Gate]
    let tools = FeatureToolbox().tools

    func call(
      _ name: String, arguments: JSONObject, context: RequestContext
    ) async throws(Interruption) -> CallToolResult {
      guard name == "wait" else {
        return try await FeatureToolbox().call(name, arguments: arguments, context: context)
      }
      await gates[arguments["gate"]?.string ?? ""]?.pass()
      return CallToolResult(arguments)
    }
  }

  private let gates = ["one": Gate(), "other": Gate()]
  private let feed = ChangeFeed()
  private let one: ArrayTransport
  private let other: ArrayTransport

  init() {
    let server = Server(
      info: Implementation(name: "stub", version: "1", title: "Stub", description: "Stub."),
      instructions: "",
      features: CurrentFeatures(
        ServerFeatures(
          toolbox: WaitingToolbox(gates: gates), library: StubLibrary(), changes: feed)),
      sealer: InMemorySealer { 0 })
    let running = RunningCallLimit(2)
    one = ArrayTransport(server, running: running)
    other = ArrayTransport(server, running: running)
  }

  private func request(_ id: JSONValue, _ method: String, _ params: JSONObject = [:]) -> JSONValue {
    ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params)]
  }

  private func modern(_ id: JSONValue, _ method: String, _ params: JSONObject = [:]) -> JSONValue {
    let meta: JSONObject = [
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": ["elicitation": [:]],
    ]
    return request(id, method, params.merging(["_meta": .object(meta)]))
  }

  private func open(_ connection: ArrayTransport, _ version: ProtocolVersion) async {
    await connection.receive(
      request(
        "open", "initialize",
        [
          "protocolVersion": .string(version.rawValue), "capabilities": ["elicitation": [:]],
          "clientInfo": ["name": "test", "version": "1"],
        ]))
    let answer = await connection.message(with: ["id": "open"])
    #expect(answer["result"]?["protocolVersion"] == .string(version.rawValue))
  }

  private func wait(_ id: JSONValue, at gate: JSONValue) -> JSONValue {
    modern(id, "tools/call", ["name": "wait", "arguments": ["gate": gate]])
  }

  @Test func `have a session each`() async throws {
    await open(one, .march2025)
    await open(other, .november2025)
    for connection in [one, other] { await connection.receive(request(1, "tools/list")) }
    let (plain, titled) = (
      await one.message(with: ["id": 1]), await other.message(with: ["id": 1])
    )
    #expect(plain["result"]?["tools"]?.array?.first?["title"] == nil)
    #expect(titled["result"]?["tools"]?.array?.first?["title"] == "ask")
    for connection in [one, other] { await connection.receive([request(2, "ping")]) }
    #expect(one.messages.last == [["jsonrpc": "2.0", "id": 2, "result": [:]]])
    #expect(other.messages.last?["error"]?["code"] == -32600)
  }

  @Test func `keep a log level each`() async throws {
    for connection in [one, other] { await open(connection, .november2025) }
    await one.receive(request(1, "logging/setLevel", ["level": "alert"]))
    for connection in [one, other] {
      await connection.receive(request(2, "tools/call", ["name": "log"]))
      _ = await connection.message(with: ["id": 2])
    }
    #expect(one.messages.filter { $0["method"] == "notifications/message" }.count == 2)
    #expect(other.messages.filter { $0["method"] == "notifications/message" }.isEmpty)
  }

  @Test func `run requests of the same id, and cancel only their own`() async throws {
    await one.receive(wait(7, at: "one"))
    await other.receive(wait(7, at: "other"))
    for gate in gates.values { await gate.waitForArrivals(1) }
    await one.receive(
      ["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 7]])
    await one.end()
    #expect(one.messages == [])
    gates["other"]?.open()
    let answer = await other.message(with: ["id": 7])
    #expect(answer["result"]?.answer == ["gate": "other"])
  }

  @Test func `ask a client each, by questions of the same id`() async throws {
    for connection in [one, other] {
      await open(connection, .november2025)
      await connection.receive(request(5, "tools/call", ["name": "ask"]))
    }
    for (connection, name) in [(other, "Grace"), (one, "Ada")] as [(ArrayTransport, JSONValue)] {
      let question = await connection.message(with: ["method": "elicitation/create"])
      #expect(question["id"] == "clickport-1")
      await connection.receive([
        "jsonrpc": "2.0", "id": "clickport-1",
        "result": ["action": "accept", "content": ["name": name]],
      ])
      let answer = await connection.message(with: ["id": 5])
      let content = answer["result"]?.answer?["answer"]?["content"]
      #expect(content == ["name": name])
    }
  }

  @Test func `end one without the other's questions`() async throws {
    for connection in [one, other] {
      await open(connection, .november2025)
      await connection.receive(request(5, "tools/call", ["name": "ask"]))
      _ = await connection.message(with: ["method": "elicitation/create"])
    }
    await one.end()
    #expect(await one.message(with: ["id": 5])["error"]?["code"] == -32603)
    await other.receive(
      ["jsonrpc": "2.0", "id": "clickport-1", "result": ["action": "decline"]])
    let answer = await other.message(with: ["id": 5])
    #expect(answer["result"]?.answer == ["answer": ["action": "decline"]])
  }

  @Test func `end one with its own listeners, and the other still hears of changes`() async throws {
    await open(other, .june2025)
    let announcing = Task { await other.announce() }
    for connection in [one, other] {
      await connection.receive(
        modern(9, "subscriptions/listen", ["notifications": ["toolsListChanged": true]]))
      _ = await connection.message(with: ["method": "notifications/subscriptions/acknowledged"])
    }
    await feed.waitForListeners(3)
    await one.end()
    #expect(await one.message(with: ["id": 9])["result"]?["resultType"] == "complete")
    let said = one.messages
    feed.publish(.tools)
    let meta: JSONValue = ["io.modelcontextprotocol/subscriptionId": 9]
    let method: JSONValue = "notifications/tools/list_changed"
    _ = await other.message(with: ["method": method, "params": ["_meta": meta]])
    _ = await other.message { $0["method"] == method && $0["params"] == nil }
    #expect(one.messages == said)
    await other.receive(modern(10, "tools/list"))
    #expect(await other.message(with: ["id": 10])["result"] != nil)
    announcing.cancel()
    await announcing.value
    await other.end()
  }

  @Test func `share how many calls may run at once`() async throws {
    for id in [1, 2] as [JSONValue] { await one.receive(wait(id, at: "one")) }
    await other.receive(wait(1, at: "other"))
    await gates["one"]?.waitForArrivals(2)
    #expect(gates["other"]?.arrived == 0)
    await one.drop()
    await gates["other"]?.waitForArrivals(1)
    gates["other"]?.open()
    #expect(await other.message(with: ["id": 1])["result"] != nil)
    #expect(one.messages == [])
  }

  @Test func `share the seal: a question put on one may be answered on the other`() async throws {
    await one.receive(modern(1, "tools/call", ["name": "ask"]))
    let asked = await one.message(with: ["id": 1])["result"]
    let state = try #require(asked?["requestState"])
    let yes: JSONValue = ["action": "accept", "content": ["name": "Ada"]]
    await other.receive(
      modern(
        1, "tools/call",
        ["name": "ask", "requestState": state, "inputResponses": ["name": yes]]))
    let answer = await other.message(with: ["id": 1])
    #expect(answer["result"]?.answer == ["answer": yes])
  }
}
