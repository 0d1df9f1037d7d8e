import JSON
import JSONRPC
import MCP
import Synchronization
import TestSupport
import Testing
import Tools

/// Tools that remove something: who is asked, how, and what counts as a yes.
@Suite struct Consent {
  static let forms: JSONObject = ["elicitation": [:]]
  static let yes: JSONValue = ["action": "accept", "content": ["confirm": true]]
  static let removal: JSONObject = ["name": "remove_thing", "arguments": ["id": 1]]

  let world = RemovalWorld()

  // MARK: - Modern

  @Test func `is asked for before anything is removed`() async throws {
    let result = try await world.conversation().sendModern(
      "tools/call", Self.removal, capabilities: Self.forms)["result"]
    #expect(result?["resultType"] == "input_required")
    let question = result?["inputRequests"]?["consent"]
    #expect(question?["method"] == "elicitation/create")
    #expect(question?["params"]?["message"] == "Remove thing 1?")
    #expect(question?["params"]?["requestedSchema"]?["required"] == ["confirm"])
    #expect(result?["requestState"]?.string?.isEmpty == false)
    #expect(world.shelf.removed.isEmpty)
  }

  @Test func `lets the thing be removed, once`() async throws {
    let conversation = try world.conversation()
    let answer = try await retry(conversation, with: ["consent": Self.yes])
    #expect(answer.answered == ["status": "gone"])
    #expect(answer["result"]?["resultType"] == "complete")
    #expect(world.shelf.removed == [1])
  }

  @Test(
    arguments: [
      ["action": "decline"], ["action": "cancel"], ["action": "accept"],
      ["action": "accept", "content": [:]],
      ["action": "accept", "content": ["confirm": false]],
      ["action": "accept", "content": ["confirm": "true"]],
    ] as [JSONValue])
  func `that is not a plain yes removes nothing`(answer: JSONValue) async throws {
    let refusal = try await retry(try world.conversation(), with: ["consent": answer])
    #expect(refusal["result"]?["isError"] == true)
    #expect(refusal.answered?["code"] == "consent_required")
    #expect(refusal.answered?["outcome"] == "not_sent")
    #expect(refusal.answered?["message"]?.string?.contains("did not agree") == true)
    #expect(world.shelf.removed.isEmpty)
  }

  @Test(
    arguments: [[:], ["elicitation": ["url": [:]]], ["sampling": [:]]] as [JSONObject])
  func `can't come from a client that can't ask`(capabilities: JSONObject) async throws {
    let refusal = try await world.conversation().sendModern(
      "tools/call", Self.removal, capabilities: capabilities)
    #expect(refusal.answered?["code"] == "consent_required")
    #expect(refusal.answered?["message"]?.string?.contains("--allow-destructive") == true)
    #expect(world.shelf.removed.isEmpty)
  }

  @Test func `is not wanted where the operator allows removing`() async throws {
    let answer = try await world.conversation(allowsDestructive: true).sendModern(
      "tools/call", Self.removal)
    #expect(answer.answered == ["status": "gone"])
    #expect(world.shelf.removed == [1])
  }

  @Test func `can't be given by a model in the arguments`() async throws {
    for argument in ["confirm", "consent"] {
      var arguments: JSONObject = ["id": 1]
      arguments[argument] = true
      let call: JSONObject = ["name": "remove_thing", "arguments": .object(arguments)]
      let refusal = try await world.conversation().sendModern(
        "tools/call", call, capabilities: Self.forms)
      #expect(refusal.answered?["code"] == "invalid_arguments")
    }
    #expect(world.shelf.removed.isEmpty)
  }

  @Test func `can't be given before it was asked for`() async throws {
    let call = Self.removal.merging(["inputResponses": ["consent": Self.yes]])
    let answer = try await world.conversation().sendModern(
      "tools/call", call, capabilities: Self.forms)
    #expect(answer["result"]?["resultType"] == "input_required")
    #expect(world.shelf.removed.isEmpty)
  }

  @Test func `is asked for again when the answer is missing`() async throws {
    let conversation = try world.conversation()
    let again = try await retry(conversation, with: [:])
    #expect(again["result"]?["resultType"] == "input_required")
    let state = try #require(again["result"]?["requestState"])
    let answer = await conversation.sendModern(
      "tools/call", Self.answering(["consent": Self.yes], state), capabilities: Self.forms)
    #expect(answer.answered == ["status": "gone"])
  }

  @Test func `stands whatever else was answered`() async throws {
    let answer = try await retry(
      try world.conversation(), with: ["other": ["action": "decline"], "consent": Self.yes])
    #expect(answer.answered == ["status": "gone"])
  }

  @Test(arguments: [
    ("Spring Sale", "Spring Sale"), ("a\u{1B}[2Jb\nc\u{202E}d\u{2028}", "a[2Jbcd"),
    (String(repeating: "x", count: 100), String(repeating: "x", count: 100)),
    (
      String(repeating: "x", count: 101),
      String(repeating: "x", count: 100) + "… (1 more character)"
    ),
    ("{name}", "{name}"), ("", ""),
  ])
  func `is asked for about a name without what can't be seen`(name: String, shown: String) throws {
    let consent = try #require(try RemovalWorld.manifest().tools.first?.consent)
    #expect(consent.question(about: name, Arguments([:])) == "Remove \(shown)?")
  }

  // MARK: - The sealed state

  @Test func `for another thing is refused`() async throws {
    let conversation = try world.conversation()
    let state = try await self.state(conversation)
    var call = Self.answering(["consent": Self.yes], state)
    call["arguments"] = ["id": 2]
    let answer = await conversation.sendModern("tools/call", call, capabilities: Self.forms)
    #expect(answer["error"]?["code"] == -32602)
    #expect(world.shelf.removed.isEmpty)
  }

  @Test func `with a state that was written over is refused`() async throws {
    let conversation = try world.conversation()
    let state = try #require(try await self.state(conversation).string)
    for forged in ["", ".", "e30.e30", "A" + state.dropFirst(), state + "A", state + ".x"] {
      let answer = await conversation.sendModern(
        "tools/call", Self.answering(["consent": Self.yes], .string(forged)),
        capabilities: Self.forms)
      #expect(answer["error"]?["code"] == -32602)
    }
    #expect(world.shelf.removed.isEmpty)
  }

  @Test func `of another process is refused`() async throws {
    let state = try await self.state(try world.conversation())
    let answer = try await world.conversation().sendModern(
      "tools/call", Self.answering(["consent": Self.yes], state), capabilities: Self.forms)
    #expect(answer["error"]?["code"] == -32602)
    #expect(world.shelf.removed.isEmpty)
  }

  @Test(arguments: [(600, true), (601, false)])
  func `holds for ten minutes`(seconds: Int, isTaken: Bool) async throws {
    let conversation = try world.conversation()
    let state = try await self.state(conversation)
    world.clock.advance(by: seconds)
    let answer = await conversation.sendModern(
      "tools/call", Self.answering(["consent": Self.yes], state), capabilities: Self.forms)
    #expect(answer["error"]?["code"] == (isTaken ? nil : -32602))
    #expect(world.shelf.removed == (isTaken ? [1] : []))
  }

  @Test func `is not asked for a thing there isn't`() async throws {
    let answer = try await world.conversation().sendModern(
      "tools/call", ["name": "remove_thing", "arguments": ["id": 9]], capabilities: Self.forms)
    #expect(answer.answered?["code"] == "not_found")
    #expect(answer.answered?["tool"] == "remove_thing")
  }

  // MARK: - Legacy

  @Test(arguments: [ProtocolVersion.june2025, .november2025])
  func `is asked for by a request of its own in a session`(version: ProtocolVersion) async throws {
    let asked = Mutex<[JSONObject]>([])
    let conversation = try world.conversation { method, params throws(ResponseError) in
      asked.withLock { $0.append(params) }
      return method == "elicitation/create" ? Self.yes : nil
    }
    await conversation.open(version, Self.forms)
    let answer = await conversation.send("tools/call", Self.removal, as: version)
    #expect(answer.answered == ["status": "gone"])
    let question = try #require(asked.withLock { $0.first })
    #expect(question["message"] == "Remove thing 1?")
    #expect(question.contains("mode") == (version == .november2025))
    #expect(world.shelf.removed == [1])
  }

  @Test func `declined in a session removes nothing`() async throws {
    let conversation = try world.conversation { _, _ throws(ResponseError) in
      ["action": "decline"]
    }
    await conversation.open(.november2025, Self.forms)
    let answer = await conversation.send("tools/call", Self.removal, as: .november2025)
    #expect(answer.answered?["code"] == "consent_required")
    #expect(world.shelf.removed.isEmpty)
  }

  @Test(arguments: [ProtocolVersion.november2025, .march2025, .november2024])
  func `can't come from a session whose client can't ask`(
    version: ProtocolVersion
  ) async throws {
    // Before June 2025 nobody could be asked, whatever a client says.
    let capabilities = version.hasElicitation ? [:] : Self.forms
    let conversation = try world.conversation { _, _ throws(ResponseError) in Self.yes }
    await conversation.open(version, capabilities)
    let answer = await conversation.send("tools/call", Self.removal, as: version)
    #expect(answer.answered?["code"] == "consent_required")
    #expect(world.shelf.removed.isEmpty)
  }

  // MARK: - Helpers

  private static func answering(_ answers: JSONObject, _ state: JSONValue) -> JSONObject {
    removal.merging(["inputResponses": .object(answers), "requestState": state])
  }

  private func state(_ conversation: Conversation) async throws -> JSONValue {
    let answer = await conversation.sendModern(
      "tools/call", Self.removal, capabilities: Self.forms)
    return try #require(answer["result"]?["requestState"])
  }

  /// Asks, then asks again with these answers.
  private func retry(
    _ conversation: Conversation, with answers: JSONObject
  ) async throws -> JSONValue {
    let state = try await state(conversation)
    return await conversation.sendModern(
      "tools/call", Self.answering(answers, state), capabilities: Self.forms)
  }
}
