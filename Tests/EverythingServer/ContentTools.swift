import MCP

/// Tools that answer with one kind of content each, or fail.
enum ContentTools {
  private static let image = ContentBlock.image(data: FixtureMedia.png, mimeType: "image/png")

  static let all = [
    FixtureTool("test_simple_text", "Answers with one text.") { _, _ in
      .text("This is a simple text response for testing.")
    },
    FixtureTool("test_image_content", "Answers with an image.") { _, _ in
      CallToolResult([image])
    },
    FixtureTool("test_audio_content", "Answers with a sound.") { _, _ in
      CallToolResult([.audio(data: FixtureMedia.wav, mimeType: "audio/wav")])
    },
    FixtureTool("test_embedded_resource", "Answers with a resource in full.") { _, _ in
      CallToolResult([
        .resource(
          ResourceContents(
            uri: "test://embedded-resource", mimeType: "text/plain",
            .text("This is an embedded resource content.")))
      ])
    },
    FixtureTool("test_multiple_content_types", "Answers with text, image and resource.") { _, _ in
      CallToolResult([
        .text("Multiple content types test:"), image,
        .resource(
          ResourceContents(
            uri: "test://mixed-content-resource", mimeType: "application/json",
            .text(#"{"test":"data","value":123}"#))),
      ])
    },
    FixtureTool("test_error_handling", "Fails in a way a model is told of.") { _, _ in
      CallToolResult(
        [.text("This tool intentionally returns an error for testing.")], isError: true)
    },
  ]
}
