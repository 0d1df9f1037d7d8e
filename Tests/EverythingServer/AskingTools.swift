import JSON
import MCP

/// Tools that ask the client for something while they run.
enum AskingTools {
  static let all = [
    FixtureTool(
      "test_sampling", "Has the client's model complete a prompt.", argument: "prompt",
      action: sample),
    FixtureTool(
      "test_elicitation", "Asks the person what the message says.", argument: "message",
      action: elicit),
    FixtureTool(
      "test_elicitation_sep1034_defaults", "Asks with a default for each kind of field.",
      action: elicitWithDefaults),
    FixtureTool(
      "test_elicitation_sep1330_enums", "Asks with each kind of choice.", action: elicitChoices),
    FixtureTool(
      "test_streaming_elicitation", "Reports progress, then asks the person.",
      action: elicitAfterProgress),
    FixtureTool(
      "test_missing_capability", "Works only for clients that offer sampling.",
      action: sampleOnly),
  ]

  private static func sample(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let prompt = arguments["prompt"]?.string ?? ""
    let answer = try await context.client.ask("completion", Questions.sampling(prompt))
    return .text("LLM response: \(answer.sampledText)")
  }

  private static func sampleOnly(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let answer = try await context.client.ask("completion", Questions.sampling("Say something."))
    return .text(answer.sampledText)
  }

  private static func elicit(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let form = InputRequest.form(
      arguments["message"]?.string ?? "",
      properties: [
        "username": ["type": "string", "description": "User's response"],
        "email": ["type": "string", "description": "User's email address"],
      ], required: ["username", "email"])
    return outcome(try await context.client.ask("user", form))
  }

  private static func elicitWithDefaults(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let form = InputRequest.form(
      "Please check these values.", properties: FormFields.withDefaults, required: [])
    return outcome(try await context.client.ask("values", form))
  }

  private static func elicitChoices(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let form = InputRequest.form(
      "Please choose.", properties: FormFields.choices, required: [])
    return outcome(try await context.client.ask("choices", form))
  }

  private static func elicitAfterProgress(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    await context.progress.report(ProgressReporter.Step(progress: 1, total: 2))
    return outcome(try await context.client.ask("user_name", Questions.name))
  }

  private static func outcome(_ answer: JSONValue) -> CallToolResult {
    let action = answer["action"]?.string ?? "none"
    return .text(
      "Elicitation completed: action=\(action), content=\(answer["content"] ?? [:])")
  }
}
