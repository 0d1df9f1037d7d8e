import JSON

/// What the official scenarios ask of questions, asked of the product's own: a person must agree
/// before a rotator is deleted.
enum ConsentScenarios {
  private static let yes = ClientReplies.form(["confirm": true])

  static let modern = [
    Scenario("input-required-result-basic-elicitation") { client in
      let rotator = try await Rotator.first(client)
      let asked = try await rotator.deletion.ask(client)
      let question = asked["inputRequests"]?["consent"]
      client.expect(question?["method"] == "elicitation/create", "the person must be asked")
      client.expect(
        question?["params"]?["message"]?.string?.contains(rotator.name) == true,
        "the question must name \(rotator.name)")
      let result = try await rotator.deletion.answer(asked, ["consent": yes], client)
      client.expect(result["isError"] == nil, "the rotator must be deleted, not \(result)")
      try await rotator.expectGone(true, client)
    },
    Scenario("a person who declines") { client in
      let rotator = try await Rotator.first(client)
      for reply in [["action": "decline"], ClientReplies.form(["confirm": false])] as [JSONValue] {
        let asked = try await rotator.deletion.ask(client)
        let result = try await rotator.deletion.answer(asked, ["consent": reply], client)
        client.expect(result["isError"] == true, "declining must be told as an error")
      }
      try await rotator.expectGone(false, client)
    },
    Scenario("input-required-result-missing-input-response, validate-input") { client in
      let rotator = try await Rotator.first(client)
      let asked = try await rotator.deletion.ask(client)
      let again = try await rotator.deletion.answer(
        asked, ["another": yes], client, isLast: false)
      client.expect(again["inputRequests"]?["consent"] != nil, "consent must be asked again")
      for malformed in [nil, 5, true, [:]] as [JSONValue] {
        let answer = try await rotator.deletion.answerUnchecked(
          asked, ["consent": malformed], client)
        client.expect(
          answer["result"]?["resultType"] == "input_required", "\(malformed) is no consent")
      }
      let unasked = try await rotator.deletion.answer(
        [:], ["consent": yes], client, isLast: false)
      client.expect(unasked["inputRequests"] != nil, "consent nobody asked for must not count")
      try await rotator.expectGone(false, client)
    },
    Scenario("input-required-result-tampered-state") { client in
      let rotator = try await Rotator.first(client)
      let state = try await rotator.deletion.ask(client)["requestState"]?.string ?? ""
      for altered in [state + "x", String(state.dropLast()), "none"] {
        let answer = try await rotator.deletion.answerUnchecked(
          ["requestState": .string(altered)], ["consent": yes], client)
        client.expect(answer, fails: -32602, "an altered state")
      }
      let other = Rotator(id: 1, name: "").deletion
      let answer = try await other.answerUnchecked(
        ["requestState": .string(state)], ["consent": yes], client)
      client.expect(answer, fails: -32602, "the state of another rotator's deletion")
      try await rotator.expectGone(false, client)
    },
    Scenario("input-required-result-capability-check") { client in
      let rotator = try await Rotator.first(client)
      client.capabilities = ["sampling": [:]]
      try await rotator.expectRefusal(client)
    },
  ]

  static let legacy = [
    Scenario("tools-call-elicitation") { client in
      client.replies["elicitation/create"] = yes
      let rotator = try await Rotator.first(client)
      let result = try await client.result("tools/call", rotator.deletion.params)
      client.expect(
        client.questions.map { $0["method"] } == ["elicitation/create"], "there must be a question")
      let message = client.questions.first?["params"]?["message"]?.string
      client.expect(message?.contains(rotator.name) == true, "it must name \(rotator.name)")
      client.expect(result["isError"] == nil, "the rotator must be deleted, not \(result)")
      try await rotator.expectGone(true, client)
    },
    Scenario("a person who cancels") { client in
      client.replies["elicitation/create"] = ["action": "cancel"]
      let rotator = try await Rotator.first(client)
      let result = try await client.result("tools/call", rotator.deletion.params)
      client.expect(result["isError"] == true, "cancelling must be told as an error")
      try await rotator.expectGone(false, client)
    },
  ]

  /// For revisions without elicitation.
  static let unaskable = Scenario("a client that can't ask") { client in
    try await Rotator.first(client).expectRefusal(client)
  }
}

/// A rotator of the sandbox.
private struct Rotator {
  let id: JSONValue
  let name: String

  static func first(_ client: ScenarioClient) async throws -> Rotator {
    let rotator = try await list(client).first
    return Rotator(
      id: rotator?["id"] ?? .null, name: rotator?["rotator_name"]?.string ?? "unnamed")
  }

  var deletion: Round { .tool("delete_rotator", ["rotator_id": id]) }

  func expectGone(_ isGone: Bool, _ client: ScenarioClient) async throws {
    let isThere = try await Self.list(client).contains { $0["id"] == id }
    client.expect(isThere != isGone, "\(name) must \(isGone ? "be gone" : "still be there")")
  }

  func expectRefusal(_ client: ScenarioClient) async throws {
    let result = try await client.result("tools/call", deletion.params)
    client.expect(result["isError"] == true, "nothing may be deleted unasked")
    client.expect(
      result.text?.contains("consent_required") == true, "and the error must say why: \(result)")
    client.expect(client.questions.isEmpty, "nobody can be asked")
    try await expectGone(false, client)
  }

  private static func list(_ client: ScenarioClient) async throws -> [JSONValue] {
    let text = try await client.call("list_rotators").text ?? ""
    return try JSONValue(parsing: text)["rotators"]?.array ?? []
  }
}
