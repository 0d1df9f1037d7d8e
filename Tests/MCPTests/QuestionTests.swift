import JSON
import JSONRPC
import MCP
import TestSupport
import Testing

/// Questions to the person behind a client, in both eras.
struct QuestionTests {
  private static let canAsk: JSONObject = [
    "io.modelcontextprotocol/clientCapabilities": ["elicitation": [:]]
  ]
  private static let accepted: JSONValue = ["action": "accept", "content": ["name": "Ada"]]

  private let fixture = ServerFixture.full()

  private func call(_ tool: String, _ more: JSONObject = [:]) async throws -> JSONValue {
    let params: JSONObject = ["name": .string(tool), "arguments": [:]]
    return try await fixture.sendModern("tools/call", params.merging(more), meta: Self.canAsk)
  }

  @Test func `answers a modern request with the question, and the retry with the result`()
    async throws
  {
    let question = try await call("ask")["result"]
    #expect(question?["resultType"] == "input_required")
    #expect(question?["inputRequests"]?["name"]?["method"] == "elicitation/create")
    #expect(question?["inputRequests"]?["name"]?["params"]?["mode"] == "form")
    let state = try #require(question?["requestState"])
    let answer = try await call(
      "ask", ["requestState": state, "inputResponses": ["name": Self.accepted, "extra": 5]])
    #expect(answer["result"]?.answer == ["answer": Self.accepted])
  }

  @Test(
    arguments: [[:], ["other": ["action": "accept"]], ["name": nil], ["name": 7]] as [JSONValue])
  func `asks again when the answer is missing or malformed`(responses: JSONValue) async throws {
    let state = try #require(try await call("ask")["result"]?["requestState"])
    let again = try await call("ask", ["requestState": state, "inputResponses": responses])
    #expect(again["result"]?["resultType"] == "input_required")
  }

  @Test func `asks when an answer comes that nobody asked for`() async throws {
    let answer = try await call("ask", ["inputResponses": ["name": Self.accepted]])
    #expect(answer["result"]?["resultType"] == "input_required")
  }

  @Test func `remembers earlier answers from round to round`() async throws {
    let first = try #require(try await call("two rounds")["result"])
    #expect(first["inputRequests"]?.object?.keys == ["first"])
    let state = try #require(first["requestState"])
    let retry: JSONObject = [
      "requestState": state, "inputResponses": ["first": Self.accepted],
    ]
    let second = try #require(try await call("two rounds", retry)["result"])
    #expect(second["inputRequests"]?.object?.keys == ["second"])
    let nextState = try #require(second["requestState"])
    #expect(nextState != state)
    let last = try await call(
      "two rounds", ["requestState": nextState, "inputResponses": ["second": Self.accepted]])
    #expect(
      last["result"]?.answer
        == ["first": Self.accepted, "second": Self.accepted])
  }

  @Test(arguments: ["", "made up", "e30=.e30="])
  func `refuses a state it didn't hand out`(state: String) async throws {
    let answer = try await call(
      "ask", ["requestState": .string(state), "inputResponses": ["name": Self.accepted]])
    #expect(answer.errorCode == -32602)
  }

  @Test func `refuses a client that didn't say it can be asked, naming the capability`()
    async throws
  {
    let answer = try await fixture.sendModern("tools/call", ["name": "ask"])
    #expect(answer.errorCode == -32021)
    #expect(answer["error"]?["data"]?["requiredCapabilities"] == ["elicitation": [:]])
  }

  @Test(arguments: [ProtocolVersion.june2025, .november2025])
  func `asks a legacy client by a request of its own`(version: ProtocolVersion) async throws {
    let legacy = try await ServerFixture.opened(
      version,
      .full { method, params throws(ResponseError) in
        #expect(method == "elicitation/create")
        #expect(params.contains("mode") == (version == .november2025))
        return Self.accepted
      }, capabilities: ["elicitation": [:]])
    let answer = try await legacy.send("tools/call", ["name": "ask"], as: version)
    #expect(answer["result"]?.answer == ["answer": Self.accepted])
  }

  @Test func `asks no legacy client that can't be asked`() async throws {
    for (version, capabilities) in [
      (ProtocolVersion.november2025, [:] as JSONValue), (.march2025, ["elicitation": [:]]),
    ] {
      let legacy = try await ServerFixture.opened(version, .full(), capabilities: capabilities)
      let answer = try await legacy.send("tools/call", ["name": "ask"], as: version)
      #expect(answer.errorCode == -32021)
    }
  }
}
