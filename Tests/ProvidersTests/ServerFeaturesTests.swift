import Analysis
import JSON
import JSONRPC
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

/// What the manifest offers, from a client's message to the services and back.
@Suite struct `The offer over the sandbox` {
  static let forms: JSONObject = ["elicitation": ["form": [:]]]
  static let deletion: JSONObject = [
    "name": "delete_rotator", "arguments": ["rotator_id": 128_364],
  ]

  let offer: ServerFeatures

  init() throws {
    let manifest = try Repository.manifest()
    let providers = SandboxedTools.providers(manifest, over: SandboxedTools.freshTransport())
    let surface = ExposedTools(everythingOf: manifest)
    offer = ServerFeatures(
      surface, prompts: manifest.prompts,
      catalog: ToolCatalog(surface, providers: providers), providers: providers,
      days: DayClock(WallClock { SandboxedTools.now }))
  }

  @Test func `asks a modern client by the thing's name, then deletes it`() async throws {
    let conversation = Conversation(offer)
    let question = await conversation.sendModern(
      "tools/call", Self.deletion, capabilities: Self.forms)["result"]
    #expect(
      question?["inputRequests"]?["consent"]?["params"]?["message"]?.string?
        .hasPrefix(#"Delete the rotator "Surf Solo Ads""#) == true)
    #expect(try await isThere(conversation))
    let answer = await conversation.sendModern(
      "tools/call",
      Self.deletion.merging([
        "requestState": try #require(question?["requestState"]),
        "inputResponses": ["consent": ["action": "accept", "content": ["confirm": true]]],
      ]), capabilities: Self.forms)
    #expect(answer.answered?["status"] == "OK")
    #expect(try await !isThere(conversation))
  }

  @Test func `asks the same when another tool passes the call on, and only for that call`()
    async throws
  {
    let conversation = Conversation(offer)
    func relayed(_ id: Int) -> JSONObject {
      [
        "name": "use_tool",
        "arguments": [
          "name": "delete_rotator", "arguments": ["rotator_id": .number(JSONNumber(id))],
        ],
      ]
    }
    let question = await conversation.sendModern(
      "tools/call", relayed(128_364), capabilities: Self.forms)["result"]
    #expect(question?["resultType"] == "input_required")
    let yes: JSONObject = [
      "requestState": try #require(question?["requestState"]),
      "inputResponses": ["consent": ["action": "accept", "content": ["confirm": true]]],
    ]
    let other = await conversation.sendModern(
      "tools/call", relayed(128_373).merging(yes), capabilities: Self.forms)
    #expect(other.answered?["status"] != "OK")
    #expect(try await isThere(conversation))
    let answer = await conversation.sendModern(
      "tools/call", relayed(128_364).merging(yes), capabilities: Self.forms)
    #expect(answer.answered?["status"] == "OK")
    #expect(try await !isThere(conversation))
  }

  @Test func `asks a client of a session in between, then deletes it`() async throws {
    let conversation = Conversation(
      offer,
      ask: { _, params throws(ResponseError) in
        let isRight = params["message"]?.string?.contains("Surf Solo Ads") == true
        return ["action": "accept", "content": ["confirm": .bool(isRight)]]
      })
    await conversation.open(.november2025, ["elicitation": [:]])
    let answer = await conversation.send("tools/call", Self.deletion, as: .november2025)
    #expect(answer.answered?["status"] == "OK")
    #expect(try await !isThere(conversation))
  }

  @Test func `deletes nothing for a client that can't ask`() async throws {
    let conversation = Conversation(offer)
    let answer = await conversation.sendModern("tools/call", Self.deletion)
    #expect(answer.answered?["code"] == "consent_required")
    #expect(answer.answered?["message"]?.string?.contains("Surf Solo Ads") == true)
    #expect(try await isThere(conversation))
  }

  @Test func `finds that there is no such rotator before it asks`() async throws {
    let answer = await Conversation(offer).sendModern(
      "tools/call", ["name": "delete_rotator", "arguments": ["rotator_id": 1]],
      capabilities: Self.forms)
    #expect(answer.answered?["code"] == "not_found")
    #expect(answer.answered?["outcome"] == "not_sent")
  }

  @Test func `lists and reads every resource`() async throws {
    let conversation = Conversation(offer)
    let listed = await conversation.sendModern("resources/list")["result"]?["resources"]?.array
    let uris = (listed ?? []).compactMap { $0["uri"]?.string }
    #expect(uris.count == 8)
    let tools = try Repository.manifest().tools.map { "clickport://tools/\($0.name)" }
    for uri in uris + tools {
      let answer = await conversation.sendModern("resources/read", ["uri": .string(uri)])
      #expect(answer.answered?.object?.isEmpty == false)
    }
  }

  @Test(arguments: [(ProtocolVersion.november2025, -32002), (.july2026, -32602)])
  func `has no other resource`(version: ProtocolVersion, code: Int) async throws {
    let conversation = Conversation(offer)
    let params: JSONObject = ["uri": "clickport://tools/nothing"]
    let answer: JSONValue
    if version.isModern {
      answer = await conversation.sendModern("resources/read", params)
    } else {
      await conversation.open(version)
      answer = await conversation.send("resources/read", params, as: version)
    }
    #expect(answer["error"]?["code"]?.int == code)
    #expect(answer["error"]?["data"]?["uri"] == "clickport://tools/nothing")
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `gives every prompt in every revision`(version: ProtocolVersion) async throws {
    let conversation = Conversation(offer)
    if !version.isModern { await conversation.open(version) }
    for prompt in try Repository.manifest().prompts {
      let required = prompt.arguments.filter(\.isRequired).map { ($0.name, JSONValue("7")) }
      let params: JSONObject = [
        "name": .string(prompt.name), "arguments": .object(JSONObject(required)),
      ]
      let answer =
        version.isModern
        ? await conversation.sendModern("prompts/get", params)
        : await conversation.send("prompts/get", params, as: version)
      #expect(answer["result"]?["messages"]?.array?.count == prompt.tools.count + 1)
    }
  }

  @Test(arguments: [
    ("rotator_review", "rotator", "surf", ["Surf Solo Ads"]),
    ("rotator_review", "rotator", "128364", ["128364"]),
    ("weekly_click_report", "end_date", "2026", []),
  ])
  func `completes what the services know`(
    prompt: String, argument: String, value: String, values: [String]
  ) async throws {
    let answer = await Conversation(offer).sendModern(
      "completion/complete",
      [
        "ref": ["type": "ref/prompt", "name": .string(prompt)],
        "argument": ["name": .string(argument), "value": .string(value)],
      ])
    #expect(
      answer["result"]?["completion"]?["values"]?.array == values.map(JSONValue.string))
  }

  @Test(arguments: [("aiso_score_check", "client_id"), ("campaign_reconcile", "project_id")])
  func `completes ids`(prompt: String, argument: String) async throws {
    let values = await offer.prompts?.completions(of: prompt, argument: argument, value: "")
    #expect(values?.isEmpty == false)
    #expect(values?.allSatisfy { Int($0) != nil } == true)
  }

  private func isThere(_ conversation: Conversation) async throws -> Bool {
    let answer = await conversation.offered("list_rotators", ["search": "Surf Solo"])
    return try #require(answer["rotators"]?.array).contains { $0["id"] == 128_364 }
  }
}

extension Conversation {
  /// What a tool answers, whatever era the conversation is in.
  fileprivate func offered(_ tool: String, _ arguments: JSONObject) async -> JSONValue {
    await sendModern(
      "tools/call", ["name": .string(tool), "arguments": .object(arguments)]
    ).answered ?? .null
  }
}
