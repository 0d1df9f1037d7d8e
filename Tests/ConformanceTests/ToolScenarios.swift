import JSON

/// Tools, in both eras.
enum ToolScenarios {
  static let all = [
    list,
    Scenario("tools-call-simple-text") { client in
      let content = try await client.call("test_simple_text")["content"]?.array ?? []
      client.expect(content.count == 1, "there must be one block")
      client.expect(content.first?["type"] == "text", "it must be text")
      client.expect(content.first?["text"]?.string?.isEmpty == false, "it must say something")
    },
    media("tools-call-image", tool: "test_image_content", type: "image", "image/png"),
    media("tools-call-audio", tool: "test_audio_content", type: "audio", "audio/wav"),
    Scenario("tools-call-embedded-resource") { client in
      let block = try await client.call("test_embedded_resource").block("resource")
      client.expect(
        block?["resource"]?["uri"] == "test://embedded-resource", "the URI must be there")
      client.expect(block?["resource"]?["mimeType"] != nil, "the MIME type must be there")
      client.expect(block?["resource"]?["text"] != nil, "the text must be there")
    },
    Scenario("tools-call-mixed-content") { client in
      let result = try await client.call("test_multiple_content_types")
      for type in ["text", "image", "resource"] {
        client.expect(result.block(type) != nil, "there must be a block of type \(type)")
      }
    },
    Scenario("tools-call-error") { client in
      let result = try await client.call("test_error_handling")
      client.expect(result["isError"] == true, "isError must be true")
      client.expect(result.text?.isEmpty == false, "the error must be told in text")
    },
    progress,
  ]

  /// `tools-list` with `tools-name-format`.
  static let list = Scenario("tools-list") { client in
    let tools = try await client.result("tools/list")["tools"]?.array ?? []
    client.expect(!tools.isEmpty, "there must be tools")
    for tool in tools {
      let name = tool["name"]?.string ?? ""
      client.expect(
        name.wholeMatch(of: /[A-Za-z0-9_.\/\-]{1,64}/) != nil, "\(name) is no name for a tool")
      client.expect(tool["description"]?.string?.isEmpty == false, "\(name) must be described")
      client.expect(
        tool["inputSchema"]?["type"] == "object", "\(name) must have an object as input schema")
    }
    client.expect(Set(tools.map { $0["name"] }).count == tools.count, "names must differ")
  }

  private static func media(
    _ name: String, tool: String, type: String, _ mimeType: JSONValue
  ) -> Scenario {
    Scenario(name) { client in
      let block = try await client.call(tool).block(type)
      client.expect(block?["data"]?.string?.isEmpty == false, "there must be data")
      client.expect(block?["mimeType"] == mimeType, "the MIME type must be \(mimeType)")
    }
  }

  private static let progress = Scenario("tools-call-with-progress") { client in
    let result = try await client.call(
      "test_tool_with_progress", meta: ["progressToken": "progress-test-1"])
    client.expect(result.text != nil, "the call must complete")
    let steps = client.notifications.filter { $0["method"] == "notifications/progress" }
      .compactMap { $0["params"] }
    client.expect(steps.count >= 3, "there must be 3 steps before the answer, not \(steps.count)")
    client.expect(
      steps.allSatisfy { $0["progressToken"] == "progress-test-1" }, "the token must be its own")
    let values = steps.compactMap { $0["progress"]?.int }
    client.expect(values == [0, 50, 100], "progress must be 0, 50 and 100, not \(values)")
    client.expect(steps.allSatisfy { $0["total"] == 100 }, "the total must be 100")
  }
}

extension JSONValue {
  /// The first content block of that type in a tool's result.
  func block(_ type: String) -> JSONValue? {
    self["content"]?.array?.first { $0["type"]?.string == type }
  }

  /// The first text of a tool's result.
  var text: String? { block("text")?["text"]?.string }
}
