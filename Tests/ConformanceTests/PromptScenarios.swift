import JSON

/// Prompts and the completion of their arguments.
enum PromptScenarios {
  static let all = [
    Scenario("prompts-list") { client in
      let prompts = try await client.result("prompts/list")["prompts"]?.array ?? []
      client.expect(!prompts.isEmpty, "there must be prompts")
      for prompt in prompts {
        for field in ["name", "description"] {
          client.expect(prompt[field]?.string?.isEmpty == false, "\(prompt) must have \(field)")
        }
      }
    },
    Scenario("prompts-get-simple") { client in
      let messages = try await client.prompt("test_simple_prompt")
      client.expect(messages.first?["role"] == "user", "the user must speak first")
      client.expect(messages.first?["content"]?["text"] != nil, "there must be a text")
    },
    Scenario("prompts-get-with-args") { client in
      let messages = try await client.prompt(
        "test_prompt_with_arguments", ["arg1": "testValue1", "arg2": "testValue2"])
      let text = JSONValue.array(messages).description
      for value in ["testValue1", "testValue2"] {
        client.expect(text.contains(value), "\(value) must be filled in")
      }
    },
    Scenario("prompts-get-embedded-resource") { client in
      let uri: JSONValue = "test://example-resource"
      let messages = try await client.prompt(
        "test_prompt_with_embedded_resource", ["resourceUri": uri])
      let content = messages.compactMap { $0["content"] }.first { $0["type"] == "resource" }
      client.expect(content?["resource"]?["uri"] == uri, "the resource must be embedded")
    },
    Scenario("prompts-get-with-image") { client in
      let messages = try await client.prompt("test_prompt_with_image")
      let content = messages.compactMap { $0["content"] }.first { $0["type"] == "image" }
      client.expect(content?["data"]?.string?.isEmpty == false, "there must be an image")
      client.expect(content?["mimeType"] == "image/png", "it must be a PNG")
    },
    Scenario("completion-complete") { client in
      let result = try await client.result(
        "completion/complete",
        [
          "ref": ["type": "ref/prompt", "name": "test_prompt_with_arguments"],
          "argument": ["name": "arg1", "value": "par"],
        ])
      let values = result["completion"]?["values"]?.array
      client.expect(values != nil, "there must be values")
      client.expect(
        values?.allSatisfy { $0.string?.hasPrefix("par") == true } == true,
        "the values must begin with what was typed")
    },
  ]
}

extension ScenarioClient {
  /// The messages of a prompt, of which there must be some.
  fileprivate func prompt(
    _ name: String, _ arguments: JSONObject = [:]
  ) async throws -> [JSONValue] {
    let result = try await result(
      "prompts/get", ["name": .string(name), "arguments": .object(arguments)])
    let messages = result["messages"]?.array ?? []
    expect(!messages.isEmpty, "prompt \(name) must have messages")
    return messages
  }
}
