import JSON
import JSONRPC
import MCP
import Testing

/// The four revisions that `initialize` opens.
struct LegacyTests {
  @Test(arguments: ProtocolVersion.legacy)
  func `agrees to a revision it knows`(version: ProtocolVersion) async throws {
    _ = try await ServerFixture.opened(version)
  }

  @Test(arguments: ["2026-07-28", "1999-01-01", ""])
  func `offers the newest legacy revision for any other`(requested: String) async throws {
    let answer = try await ServerFixture().send(
      "initialize",
      [
        "protocolVersion": .string(requested), "capabilities": [:],
        "clientInfo": ["name": "test", "version": "1"],
      ], as: .november2025)
    #expect(answer["result"]?["protocolVersion"] == "2025-11-25")
  }

  @Test func `refuses an initialize without a version`() async throws {
    let fixture = ServerFixture()
    #expect(try await fixture.send("initialize", [:], as: .november2025).errorCode == -32602)
  }

  @Test(arguments: ProtocolVersion.legacy, ProtocolVersion.legacy)
  func `answers a second initialize like the first, and keeps to that`(
    first: ProtocolVersion, second: ProtocolVersion
  ) async throws {
    let params: JSONObject = ["protocolVersion": .string(second.rawValue), "capabilities": []]
    let fresh = try await ServerFixture().send("initialize", params, as: second)
    let opened = try await ServerFixture.opened(first)
    #expect(try await opened.send("initialize", params, as: second) == fresh)
    #expect(opened.session.acceptsBatches == second.hasBatches)
  }

  @Test(arguments: ["", " ", "\n"])
  func `takes a blank cursor for none`(cursor: String) async throws {
    let opened = try await ServerFixture.opened(.june2025)
    for method in ["tools/list", "prompts/list", "resources/list", "resources/templates/list"] {
      let whole = try await opened.send(method, [:], as: .june2025)
      #expect(try await opened.send(method, ["cursor": .string(cursor)], as: .june2025) == whole)
    }
  }

  @Test(arguments: ProtocolVersion.legacy)
  func `answers a ping with exactly an empty object`(version: ProtocolVersion) async throws {
    let answer = try await ServerFixture.opened(version).send("ping", as: version)
    #expect(answer.description == #"{"jsonrpc":"2.0","id":"r","result":{}}"#)
  }

  @Test func `answers a ping before the handshake, and names both ways in to the rest`()
    async throws
  {
    let fixture = ServerFixture()
    #expect(try await fixture.send("ping", as: .november2025)["result"] == [:])
    let answer = try await fixture.send("tools/list", as: .november2025)
    #expect(answer.errorCode == -32602)
    let message = answer["error"]?["message"]?.string ?? ""
    #expect(message.contains("initialize"))
    #expect(message.contains("io.modelcontextprotocol/protocolVersion"))
    #expect(message.contains("2024-11-05"))
  }

  @Test(arguments: [
    (ProtocolVersion.november2024, ["name", "description", "inputSchema"]),
    (.march2025, ["name", "description", "inputSchema", "annotations"]),
    (
      .june2025,
      ["name", "title", "description", "inputSchema", "outputSchema", "annotations"]
    ),
    (
      .november2025,
      ["name", "title", "description", "inputSchema", "outputSchema", "annotations"]
    ),
  ])
  func `lists tools with the fields the revision knows`(
    version: ProtocolVersion, fields: [String]
  ) async throws {
    let fixture = try await ServerFixture.opened(version)
    let result = try await fixture.send("tools/list", as: version)["result"]
    #expect(result?.object?.keys == ["tools"])
    #expect(result?["tools"]?.array?.first?.object?.keys == fields)
  }

  @Test(arguments: [
    (ProtocolVersion.november2024, ["content"]), (.march2025, ["content"]),
    (.june2025, ["content", "structuredContent"]),
    (.november2025, ["content", "structuredContent"]),
  ])
  func `answers a call with the fields the revision knows`(
    version: ProtocolVersion, fields: [String]
  ) async throws {
    let fixture = try await ServerFixture.opened(version)
    let params: JSONObject = ["name": "echo", "arguments": ["text": "a"]]
    let result = try await fixture.send("tools/call", params, as: version)["result"]
    #expect(result?.object?.keys == fields)
  }

  @Test(arguments: [
    (ProtocolVersion.november2024, false), (.march2025, true), (.november2025, true),
  ])
  func `puts a sentence into progress where the revision has one`(
    version: ProtocolVersion, hasMessage: Bool
  ) async throws {
    let fixture = try await ServerFixture.opened(version)
    let params: JSONObject = ["name": "echo", "_meta": ["progressToken": "p"]]
    try await fixture.send("tools/call", params, as: version)
    #expect(fixture.notified.count == 1)
    #expect(fixture.notified.first?["params"]?.object?.contains("message") == hasMessage)
  }

  @Test(arguments: ProtocolVersion.legacy)
  func `introduces itself with the fields the revision knows`(
    version: ProtocolVersion
  ) async throws {
    let answer = try await ServerFixture().send(
      "initialize", ["protocolVersion": .string(version.rawValue)], as: version)
    let info = answer["result"]?["serverInfo"]?.object
    #expect(info?.contains("title") == (version >= .june2025))
    #expect(info?.contains("description") == (version >= .november2025))
  }

  @Test(arguments: ProtocolVersion.legacy)
  func `knows an unknown tool and an unknown method by their codes`(
    version: ProtocolVersion
  ) async throws {
    let fixture = try await ServerFixture.opened(version)
    #expect(
      try await fixture.send("tools/call", ["name": "no"], as: version).errorCode == -32602)
    #expect(try await fixture.send("no/method", as: version).errorCode == -32601)
  }

  @Test func `serves both eras side by side`() async throws {
    let fixture = try await ServerFixture.opened(.march2025)
    let modern = try await fixture.sendModern("tools/list")
    #expect(modern["result"]?["resultType"] == "complete")
    let legacy = try await fixture.send("tools/list", as: .march2025)
    #expect(legacy["result"]?.object?.keys == ["tools"])
  }

  @Test func `takes batches after that one revision was settled, and only then`() async throws {
    for version in ProtocolVersion.legacy {
      let fixture = try await ServerFixture.opened(version)
      #expect(fixture.session.acceptsBatches == (version == .march2025))
    }
    #expect(!ServerFixture().session.acceptsBatches)
  }

  @Test func `answers errors without an id only where the revision allows it`() async throws {
    #expect(ServerFixture().session.answersWithoutID)
    for version in ProtocolVersion.legacy {
      let fixture = try await ServerFixture.opened(version)
      #expect(fixture.session.answersWithoutID == (version == .november2025))
    }
  }

  @Test func `reads which request a cancellation is for, and ignores every other notification`() {
    let session = ServerFixture().session
    func effect(_ method: String, _ params: JSONObject?) -> NotificationEffect {
      session.receive(Notification(method: method, params: params))
    }
    #expect(effect("notifications/cancelled", ["requestId": "a"]) == .cancel(.string("a")))
    #expect(effect("notifications/cancelled", ["requestId": nil]) == .none)
    #expect(effect("notifications/cancelled", nil) == .none)
    #expect(effect("notifications/initialized", nil) == .none)
    #expect(effect("anything", ["requestId": "a"]) == .none)
  }
}
