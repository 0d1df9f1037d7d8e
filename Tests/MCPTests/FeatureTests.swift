import JSON
import JSONRPC
import MCP
import TestSupport
import Testing

/// Resources, prompts, completion, logging and trace context.
struct FeatureTests {
  private let fixture = ServerFixture.full()

  @Test func `declares what it has, and nothing else`() async throws {
    let all = try await fixture.sendModern("server/discover")["result"]?["capabilities"]
    #expect(
      all == [
        "logging": [:], "tools": ["listChanged": true],
        "resources": ["subscribe": true, "listChanged": true], "prompts": ["listChanged": true],
        "completions": [:],
      ])
    let bare = ServerFixture()
    for method in ["resources/list", "prompts/list", "completion/complete"] {
      #expect(try await bare.sendModern(method).errorCode == -32601)
    }
  }

  @Test func `lists resources and templates, and reads one`() async throws {
    let list = try await fixture.sendModern("resources/list")["result"]
    #expect(list?["resources"]?.array?.first?["uri"] == "stub://one")
    let templates = try await fixture.sendModern("resources/templates/list")["result"]
    #expect(templates?["resourceTemplates"]?.array?.first?["uriTemplate"] == "stub://many/{id}")
    let contents = try await fixture.sendModern("resources/read", ["uri": "stub://many/7"])[
      "result"]
    #expect(contents?["contents"]?.array?.first?["text"] == "It is stub://many/7.")
    for result in [list, templates] {
      #expect(result?["ttlMs"] == 60_000)
      #expect(result?["cacheScope"] == "public")
    }
    #expect(contents?["ttlMs"] == 0)
    #expect(contents?["cacheScope"] == "private")
  }

  @Test func `tells of a missing resource by the code of the revision, with its URI`() async throws
  {
    let modern = try await fixture.sendModern("resources/read", ["uri": "stub://none"])
    #expect(modern.errorCode == -32602)
    #expect(modern["error"]?["data"]?["uri"] == "stub://none")
    let legacy = try await ServerFixture.opened(.november2025, .full())
    let answer = try await legacy.send(
      "resources/read", ["uri": "stub://none"], as: .november2025)
    #expect(answer.errorCode == -32002)
  }

  @Test func `gives a prompt with its arguments put in`() async throws {
    let list = try await fixture.sendModern("prompts/list")["result"]
    #expect(list?["prompts"]?.array?.first?["arguments"]?.array?.first?["required"] == true)
    let result = try await fixture.sendModern(
      "prompts/get", ["name": "greet", "arguments": ["who": "Ada"]])["result"]
    let messages = result?["messages"]?.array ?? []
    #expect(messages.first?["content"]?["text"] == "Greet Ada.")
    #expect(messages.last?["content"]?["type"] == "resource")
  }

  @Test(
    arguments: [
      ["name": "nobody"], [:], ["name": "greet"], ["name": "greet", "arguments": ["who": 5]],
      ["name": "greet", "arguments": ["who": nil]],
    ] as [JSONObject])
  func `refuses an unknown prompt and wrong arguments as invalid params`(
    params: JSONObject
  ) async throws {
    #expect(try await fixture.sendModern("prompts/get", params).errorCode == -32602)
  }

  @Test func `completes prompt arguments and template places, a hundred values at most`()
    async throws
  {
    func complete(_ ref: JSONValue, _ name: String, _ value: String) async throws -> JSONValue? {
      let argument: JSONValue = ["name": .string(name), "value": .string(value)]
      return try await fixture.sendModern(
        "completion/complete", ["ref": ref, "argument": argument])["result"]?["completion"]
    }
    let names = try await complete(["type": "ref/prompt", "name": "greet"], "who", "A")
    #expect(names == ["values": ["Ada", "Alan"], "total": 2, "hasMore": false])
    let template: JSONValue = ["type": "ref/resource", "uri": "stub://many/{id}"]
    let ids = try await complete(template, "id", "")
    #expect(ids?["values"]?.array?.count == 100)
    #expect(ids?["total"] == 150)
    #expect(ids?["hasMore"] == true)
  }

  @Test(
    arguments: [
      ["ref": ["type": "ref/prompt", "name": "no"], "argument": ["name": "who", "value": ""]],
      ["ref": ["type": "ref/prompt", "name": "greet"], "argument": ["name": "no", "value": ""]],
      ["ref": ["type": "ref/resource", "uri": "no"], "argument": ["name": "id", "value": ""]],
      ["ref": ["type": "ref/other"], "argument": ["name": "id", "value": ""]], [:],
    ] as [JSONObject])
  func `refuses to complete what there is not`(params: JSONObject) async throws {
    #expect(try await fixture.sendModern("completion/complete", params).errorCode == -32602)
  }

  @Test func `sends log messages from the level a modern request asks for`() async throws {
    try await fixture.sendModern(
      "tools/call", ["name": "log"], meta: ["io.modelcontextprotocol/logLevel": "error"])
    let levels = fixture.notified.map { $0["params"]?["level"]?.string }
    #expect(levels == ["error", "critical", "alert", "emergency"])
    let silent = ServerFixture.full()
    try await silent.sendModern("tools/call", ["name": "log"])
    #expect(silent.notified == [])
    let wrong = try await silent.sendModern(
      "tools/call", ["name": "log"], meta: ["io.modelcontextprotocol/logLevel": "loud"])
    #expect(wrong.errorCode == -32602)
  }

  @Test func `keeps a legacy client's log level for its session`() async throws {
    let legacy = try await ServerFixture.opened(.march2025, .full())
    try await legacy.send("tools/call", ["name": "log"], as: .march2025)
    #expect(legacy.notified == [])
    let refused = try await legacy.send("logging/setLevel", ["level": "x"], as: .march2025)
    #expect(refused.errorCode == -32602)
    let set = try await legacy.send("logging/setLevel", ["level": "alert"], as: .march2025)
    #expect(set["result"] == [:])
    try await legacy.send("tools/call", ["name": "log"], as: .march2025)
    #expect(legacy.notified.count == 2)
  }

  @Test func `hands on trace context that has its form, and drops any other`() async throws {
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    let passed = try await fixture.sendModern(
      "tools/call", ["name": "trace"],
      meta: ["traceparent": .string(parent), "tracestate": "a=1"])
    #expect(
      passed["result"]?.answer
        == ["traceparent": .string(parent), "tracestate": "a=1"])
    for wrong in ["", "00-x-y-01", parent.uppercased(), parent + "\r\nX: y"] {
      let dropped = try await fixture.sendModern(
        "tools/call", ["name": "trace"], meta: ["traceparent": .string(wrong)])
      #expect(dropped["result"]?.answer == [:])
    }
  }
}
