import MCP

/// The prompts of the fixture server.
struct FixturePrompts: PromptProvider {
  let prompts = [
    prompt("test_simple_prompt", "A prompt without arguments."),
    prompt("test_prompt_with_arguments", "A prompt that says its arguments.", ["arg1", "arg2"]),
    prompt("test_prompt_with_embedded_resource", "A prompt with a resource.", ["resourceUri"]),
    prompt("test_prompt_with_image", "A prompt with an image."),
    prompt("test_input_required_result_prompt", "A prompt that asks for its context."),
  ]

  func messages(
    of prompt: String, arguments: [String: String], context: RequestContext
  ) async throws(Interruption) -> [PromptMessage] {
    switch prompt {
    case "test_prompt_with_arguments":
      let (first, second) = (arguments["arg1"] ?? "", arguments["arg2"] ?? "")
      return [user("Prompt with arguments: arg1='\(first)', arg2='\(second)'")]
    case "test_prompt_with_embedded_resource":
      let contents = ResourceContents(
        uri: arguments["resourceUri"] ?? "", mimeType: "text/plain",
        .text("Embedded resource content for testing."))
      return [
        PromptMessage(.user, .resource(contents)),
        user("Please process the embedded resource above."),
      ]
    case "test_prompt_with_image":
      let image = ContentBlock.image(data: FixtureMedia.png, mimeType: "image/png")
      return [PromptMessage(.user, image), user("Please analyze the image above.")]
    case "test_input_required_result_prompt":
      let form = Questions.form("What context should the prompt use?", field: "context")
      let answer = try await context.client.ask("user_context", form)
      return [user("Use this context: \(answer.filled("context"))")]
    default: return [user("This is a simple prompt for testing.")]
    }
  }

  func completions(of prompt: String, argument: String, value: String) async -> [String] {
    ["paris", "park", "party"].filter { $0.hasPrefix(value) }
  }

  private func user(_ text: String) -> PromptMessage { PromptMessage(.user, .text(text)) }

  private static func prompt(
    _ name: String, _ description: String, _ arguments: [String] = []
  ) -> Prompt {
    Prompt(
      name: name, title: name, description: description,
      arguments: arguments.map {
        Prompt.Argument(name: $0, title: $0, description: "A test argument.", isRequired: true)
      })
  }
}
