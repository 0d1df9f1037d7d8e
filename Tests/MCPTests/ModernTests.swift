import JSON
import MCP
import TestSupport
import Testing

/// 2026-07-28: every request stands alone.
struct ModernTests {
  private let fixture = ServerFixture()

  @Test func `tells what it speaks and has when discovered`() async throws {
    let result = try await fixture.sendModern("server/discover")["result"]
    #expect(result?["resultType"] == "complete")
    #expect(result?["supportedVersions"] == ["2026-07-28"])
    #expect(result?["capabilities"] == ["logging": [:], "tools": [:]])
    #expect(result?["instructions"] == "Try echo.")
    #expect(result?["ttlMs"]?.int == 3_600_000)
    #expect(result?["cacheScope"] == "public")
    #expect(result?["serverInfo"] == nil)
    let info = result?["_meta"]?["io.modelcontextprotocol/serverInfo"]
    #expect(info?["name"] == "stub")
  }

  @Test func `lists tools with every field and the caching hints`() async throws {
    let result = try await fixture.sendModern("tools/list")["result"]
    #expect(result?["ttlMs"] != nil)
    #expect(result?["cacheScope"] != nil)
    #expect(result?["nextCursor"] == nil)
    let tool = result?["tools"]?.array?.first?.object
    #expect(
      tool?.keys == [
        "name", "title", "description", "inputSchema", "outputSchema", "annotations",
      ])
    #expect(tool?["annotations"] == ["readOnlyHint": true])
  }

  @Test func `lists the same bytes each time`() async throws {
    let first = try await fixture.sendModern("tools/list")
    let second = try await ServerFixture().sendModern("tools/list")
    #expect(first.serialized() == second.serialized())
  }

  @Test func `calls a tool and answers with text, structure and its kind`() async throws {
    let params: JSONObject = ["name": "echo", "arguments": ["text": "a"]]
    let result = try await fixture.sendModern("tools/call", params)["result"]
    #expect(result?["resultType"] == "complete")
    #expect(result?["content"] == [["type": "text", "text": #"{"text":"a"}"#]])
    #expect(result?.answer == ["text": "a"])
    #expect(result?["isError"] == nil)
  }

  @Test func `answers a tool's error as a result of text only`() async throws {
    let result = try await fixture.sendModern("tools/call", ["name": "fail"])["result"]
    #expect(result?["isError"] == true)
    #expect(result?.answer == nil)
    #expect(result?["content"]?.array?.first?["text"] == #"{"code":"rejected"}"#)
  }

  @Test func `reports progress to the token that came with the request`() async throws {
    try await fixture.sendModern(
      "tools/call", ["name": "echo"], meta: ["progressToken": 7])
    #expect(
      fixture.notified == [
        [
          "jsonrpc": "2.0", "method": "notifications/progress",
          "params": ["progressToken": 7, "progress": 1, "total": 2, "message": "half"],
        ]
      ])
  }

  @Test func `reports no progress to a request without a token`() async throws {
    try await fixture.sendModern("tools/call", ["name": "echo"])
    #expect(fixture.notified == [])
  }

  @Test(
    arguments: [
      ["io.modelcontextprotocol/protocolVersion": "2026-07-28"],
      ["io.modelcontextprotocol/clientCapabilities": [:]],
      [
        "io.modelcontextprotocol/protocolVersion": 5,
        "io.modelcontextprotocol/clientCapabilities": [:],
      ],
      [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": [1],
      ],
    ] as [JSONObject])
  func `refuses half an envelope as invalid params`(meta: JSONObject) async throws {
    let answer = try await fixture.send("tools/list", ["_meta": .object(meta)], as: .july2026)
    #expect(answer.errorCode == -32602)
  }

  @Test func `refuses discovery without an envelope`() async throws {
    #expect(try await fixture.send("server/discover", as: .july2026).errorCode == -32602)
  }

  @Test(arguments: ["1900-01-01", "2025-11-25", "2024-11-05"])
  func `refuses a version that envelopes don't speak`(version: String) async throws {
    let answer = try await fixture.sendModern(
      "tools/list", meta: ["io.modelcontextprotocol/protocolVersion": .string(version)])
    #expect(answer.errorCode == -32022)
    #expect(answer["error"]?["data"]?["supported"] == ["2026-07-28"])
    #expect(answer["error"]?["data"]?["requested"] == .string(version))
  }

  @Test(arguments: [
    "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe",
    "resources/list", "no/such/method",
  ])
  func `knows no method that was removed, isn't offered or never was`(method: String) async throws {
    #expect(try await fixture.sendModern(method).errorCode == -32601)
  }

  @Test(
    arguments: [
      ["name": "unknown"], [:], ["name": 5], ["name": "echo", "arguments": [1]],
    ] as [JSONObject])
  func `refuses a call that is none, or of no tool, as invalid params`(
    params: JSONObject
  ) async throws {
    #expect(try await fixture.sendModern("tools/call", params).errorCode == -32602)
  }

  @Test(arguments: [nil, [], "", "{}", "[]", "null", " "] as [JSONValue])
  func `takes null arguments, an empty list or a blank text for none`(
    arguments: JSONValue
  ) async throws {
    let params: JSONObject = ["name": "echo", "arguments": arguments]
    let result = try await fixture.sendModern("tools/call", params)["result"]
    #expect(result?.answer == [:])
  }

  @Test func `takes an empty list for no capabilities`() async throws {
    let meta: JSONObject = [
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": [],
    ]
    let answer = try await fixture.send("tools/list", ["_meta": .object(meta)], as: .july2026)
    #expect(answer["result"] != nil)
  }

  @Test(arguments: ["from-", "from-100", "garbage"])
  func `refuses a cursor it didn't hand out`(cursor: String) async throws {
    let answer = try await fixture.sendModern("tools/list", ["cursor": .string(cursor)])
    #expect(answer.errorCode == -32602)
  }

  @Test func `remembers nothing of one request for the next`() async throws {
    try await fixture.sendModern("tools/list")
    #expect(try await fixture.send("tools/list", as: .july2026).errorCode == -32602)
  }
}
