import MCP

/// Tools that make the server tell its listeners of a change.
enum ChangeTools {
  static func all(publishingTo changes: ChangeFeed) -> [FixtureTool] {
    let triggers: [(name: String, change: Change)] = [
      ("test_trigger_tool_change", .tools), ("test_trigger_prompt_change", .prompts),
      ("test_trigger_resource_change", .resources),
      ("test_trigger_resource_update", .resource(FixtureLibrary.watchedURI)),
    ]
    return triggers.map { trigger in
      FixtureTool(trigger.name, "Publishes a change.") { _, _ in
        changes.publish(trigger.change)
        return .text("The change was published.")
      }
    }
  }
}
