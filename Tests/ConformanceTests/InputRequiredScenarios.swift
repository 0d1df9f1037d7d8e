import JSON

/// Questions in results, answered by asking again (SEP-2322).
enum InputRequiredScenarios {
  static let all = rounds + answers + rules

  private static let prefix = "test_input_required_result_"
  private static let name = ClientReplies.form(["name": "Alice"])
  private static let elicitation = Round.tool("\(prefix)elicitation")

  private static func scenario(_ name: String, _ check: @escaping Scenario.Check) -> Scenario {
    Scenario("input-required-result-\(name)", check)
  }

  private static let rounds = [
    scenario("basic-elicitation") { client in
      let asked = try await elicitation.ask(client)
      client.expect(asked.method("user_name") == "elicitation/create", "user_name must be asked")
      let result = try await elicitation.answer(asked, ["user_name": name], client)
      client.expect(result.text == "Hello, Alice!", "the answer must be used")
    },
    scenario("basic-sampling") { client in
      let round = Round.tool("\(prefix)sampling")
      let asked = try await round.ask(client)
      client.expect(
        asked.method("capital_question") == "sampling/createMessage", "a model must be asked")
      let reply = ClientReplies.sample("The capital of France is Paris.")
      let result = try await round.answer(asked, ["capital_question": reply], client)
      client.expect(result.text?.contains("Paris") == true, "the answer must be used")
    },
    scenario("basic-list-roots") { client in
      let round = Round.tool("\(prefix)list_roots")
      let asked = try await round.ask(client)
      client.expect(asked.method("client_roots") == "roots/list", "the roots must be asked for")
      let reply = ClientReplies.all["roots/list"] ?? .null
      let result = try await round.answer(asked, ["client_roots": reply], client)
      client.expect(result.text?.contains("file:///test/root") == true, "they must be named")
    },
    scenario("request-state") { client in
      let round = Round.tool("\(prefix)request_state")
      let asked = try await round.ask(client)
      client.expect(asked["requestState"]?.string?.isEmpty == false, "there must be a state")
      client.expect(asked.method("confirm") == "elicitation/create", "confirm must be asked")
      let reply = ClientReplies.form(["ok": true])
      let result = try await round.answer(asked, ["confirm": reply], client)
      client.expect(result.text?.contains("state-ok") == true, "the state must be honoured")
    },
    scenario("multiple-input-requests") { client in
      let round = Round.tool("\(prefix)multiple_inputs")
      let asked = try await round.ask(client)
      let keys = ["user_name", "greeting", "client_roots"]
      client.expect(
        keys.map { asked.method($0) }
          == ["elicitation/create", "sampling/createMessage", "roots/list"],
        "all three must be asked at once")
      client.expect(asked["requestState"]?.string?.isEmpty == false, "there must be a state")
      let replies: JSONObject = [
        "user_name": name, "greeting": ClientReplies.sample("Hello there!"),
        "client_roots": ClientReplies.all["roots/list"] ?? .null,
      ]
      _ = try await round.answer(asked, replies, client)
    },
    scenario("multi-round") { client in
      let round = Round.tool("\(prefix)multi_round")
      let first = try await round.ask(client)
      client.expect(first.method("step1") == "elicitation/create", "step1 must come first")
      let second = try await round.answer(first, ["step1": name], client, isLast: false)
      client.expect(second["inputRequests"]?.object?.keys == ["step2"], "then step2 alone")
      client.expect(second["requestState"] != first["requestState"], "the state must move on")
      let reply = ClientReplies.form(["color": "blue"])
      let result = try await round.answer(second, ["step2": reply], client)
      client.expect(result.text == "Alice likes blue.", "both answers must be used")
    },
    scenario("non-tool-request") { client in
      let round = Round.prompt("test_input_required_result_prompt")
      let asked = try await round.ask(client)
      client.expect(asked.method("user_context") == "elicitation/create", "it must be asked for")
      let reply = ClientReplies.form(["context": "test context"])
      let result = try await round.answer(asked, ["user_context": reply], client)
      client.expect(
        result["messages"]?.array?.first?["content"]?["text"]?.string?.contains("test context")
          == true, "the prompt must use the answer")
    },
  ]

  private static let answers = [
    scenario("missing-input-response") { client in
      let wrong: JSONObject = ["wrong_key": ClientReplies.form(["data": "wrong"])]
      for asked in [[:], try await elicitation.ask(client)] {
        let again = try await elicitation.answer(asked, wrong, client, isLast: false)
        client.expect(
          again.method("user_name") == "elicitation/create", "what is missing is asked again")
      }
    },
    scenario("ignore-extra-params") { client in
      let asked = try await elicitation.ask(client)
      let replies: JSONObject = ["user_name": name, "extra_key": ClientReplies.form(["a": "b"])]
      let result = try await elicitation.answer(asked, replies, client)
      client.expect(result.text == "Hello, Alice!", "extra answers must do no harm")
    },
    scenario("validate-input") { client in
      for malformed in [12345, nil, "text", [], [:], ["action": "maybe"]] as [JSONValue] {
        let asked = try await elicitation.ask(client)
        let answer = try await elicitation.answerUnchecked(
          asked, ["user_name": malformed], client)
        let isRefused = answer["error"] != nil
        client.expect(
          isRefused || answer["result"]?["resultType"] == "input_required",
          "\(malformed) must not count as an answer")
      }
    },
  ]

  private static let rules = [
    scenario("result-type") { client in
      let asked = try await elicitation.ask(client)
      client.expect(asked["resultType"] == "input_required", "questions must say what they are")
      let result = try await elicitation.answer(asked, ["user_name": name], client)
      client.expect(result["resultType"] == "complete", "and so must an answer")
    },
    scenario("unsupported-methods") { client in
      for method in ["tools/list", "prompts/list", "resources/list", "server/discover"] {
        let result = try await client.result(
          method, ["inputResponses": [:], "requestState": "none"])
        client.expect(result["resultType"] == "complete", "\(method) must never ask")
      }
    },
    scenario("tampered-state") { client in
      let round = Round.tool("\(prefix)tampered_state")
      let asked = try await round.ask(client)
      for state in tampered(asked["requestState"]?.string ?? "") {
        let answer = try await round.answerUnchecked(
          ["requestState": .string(state)], ["confirm": ClientReplies.form(["ok": true])], client)
        client.expect(answer, fails: -32602, "a state that was altered to \(state)")
      }
    },
    scenario("capability-check") { client in
      client.capabilities = ["sampling": [:]]
      let asked = try await Round.tool("\(prefix)capabilities").ask(client)
      let requests = asked["inputRequests"]?.object
      client.expect(requests?.isEmpty == false, "what was declared must be asked")
      client.expect(
        requests?.allSatisfy { $0.value["method"] == "sampling/createMessage" } == true,
        "nothing may be asked that was not declared")
    },
  ]

  /// The state with each of some small changes, none of which may go unnoticed.
  private static func tampered(_ state: String) -> [String] {
    let flipped = state.map { $0 == "A" ? "B" : "A" as Character }
    let places = [0, state.count / 2, max(state.count - 2, 0)]
    let altered = places.map { place in
      String(state.enumerated().map { $0.offset == place ? flipped[place] : $0.element })
    }
    return altered + [state + "TAMPERED", String(state.dropLast()), "tampered", ""]
  }
}

extension JSONValue {
  /// The method of the question under that key.
  fileprivate func method(_ key: String) -> String? {
    self["inputRequests"]?[key]?["method"]?.string
  }
}
