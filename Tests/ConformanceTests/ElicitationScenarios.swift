import JSON

/// What a legacy server asks its client in requests of its own.
enum ElicitationScenarios {
  static let all = [
    Scenario("tools-call-sampling") { client in
      client.replies["sampling/createMessage"] = ClientReplies.sample("Paris, of course.")
      let result = try await client.call("test_sampling", ["prompt": "Which capital?"])
      let question = client.onlyQuestion("sampling/createMessage")
      let message = question?["messages"]?.array?.first
      client.expect(
        message?["content"]?["text"] == "Which capital?", "the prompt must be passed on")
      client.expect(question?["maxTokens"]?.int != nil, "maxTokens must be there")
      client.expect(
        result.text?.contains("Paris, of course.") == true, "the answer must be used")
    },
    Scenario("tools-call-elicitation") { client in
      let result = try await client.call("test_elicitation", ["message": "Who are you?"])
      let question = client.onlyQuestion("elicitation/create")
      client.expect(question?["message"] == "Who are you?", "the message must be passed on")
      client.expect(
        question?["requestedSchema"]?["type"] == "object", "there must be a form to fill in")
      client.expect(result.text?.contains("testuser") == true, "the answer must be used")
    },
    defaults, choices,
  ]

  private static let defaults = Scenario("elicitation-sep1034-defaults") { client in
    client.replies["elicitation/create"] = ClientReplies.form([
      "name": "Jane Smith", "age": 25, "score": 88, "status": "inactive", "verified": false,
    ])
    _ = try await client.call("test_elicitation_sep1034_defaults")
    let fields = client.onlyQuestion("elicitation/create")?["requestedSchema"]?["properties"]
    let expected: [(field: String, type: JSONValue, value: JSONValue)] = [
      ("name", "string", "John Doe"), ("age", "integer", 30),
      ("score", "number", JSONNumber(95.5).map(JSONValue.number) ?? .null),
      ("status", "string", "active"), ("verified", "boolean", true),
    ]
    for (field, type, value) in expected {
      client.expect(fields?[field]?["type"] == type, "\(field) must be \(type)")
      client.expect(fields?[field]?["default"] == value, "\(field) must start from \(value)")
    }
    client.expect(
      fields?["status"]?["enum"]?.array?.contains("active") == true, "a default must be a choice")
  }

  private static let choices = Scenario("elicitation-sep1330-enums") { client in
    client.replies["elicitation/create"] = ClientReplies.form([
      "untitledSingle": "option1", "titledSingle": "value1", "legacyEnum": "opt1",
      "untitledMulti": ["option1", "option2"], "titledMulti": ["value1", "value2"],
    ])
    _ = try await client.call("test_elicitation_sep1330_enums")
    let fields = client.onlyQuestion("elicitation/create")?["requestedSchema"]?["properties"]
    let untitled = fields?["untitledSingle"]?.object
    client.expect(untitled?.keys == ["type", "enum"], "an untitled choice is a plain enum")
    let titled = fields?["titledSingle"]?.object
    client.expect(titled?.keys == ["type", "oneOf"], "a titled choice is a oneOf")
    client.expect(titled?["oneOf"]?.isTitled == true, "of constants with titles")
    let legacy = fields?["legacyEnum"]
    client.expect(
      legacy?["enum"]?.array?.count == 3 && legacy?["enumNames"]?.array?.count == 3,
      "an old choice has a name for each value")
    let untitledItems = fields?["untitledMulti"]?["items"]?.object
    client.expect(fields?["untitledMulti"]?["type"] == "array", "several choices are an array")
    client.expect(untitledItems?.keys == ["type", "enum"], "of a plain enum")
    let titledItems = fields?["titledMulti"]?["items"]?.object
    client.expect(fields?["titledMulti"]?["type"] == "array", "several choices are an array")
    client.expect(titledItems?.keys == ["anyOf"], "of an anyOf")
    client.expect(titledItems?["anyOf"]?.isTitled == true, "of constants with titles")
  }
}

extension JSONValue {
  /// Whether these are constants, each with a title.
  fileprivate var isTitled: Bool {
    guard let choices = array, !choices.isEmpty else { return false }
    return choices.allSatisfy { $0["const"]?.string != nil && $0["title"]?.string != nil }
  }
}

extension ScenarioClient {
  /// The parameters of the one thing that was asked.
  fileprivate func onlyQuestion(_ method: String) -> JSONValue? {
    expect(questions.map { $0["method"]?.string } == [method], "there must be one \(method)")
    return questions.first?["params"]
  }
}
