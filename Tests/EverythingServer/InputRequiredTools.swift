import JSON
import MCP

/// Tools that a modern client must call again with answers (`basic/patterns/mrtr`).
enum InputRequiredTools {
  private static let prefix = "test_input_required_result_"

  static let all = [
    FixtureTool("\(prefix)elicitation", "Greets the person by name.", action: greet),
    FixtureTool("\(prefix)sampling", "Has a model name a capital.", action: askForCapital),
    FixtureTool("\(prefix)list_roots", "Names the client's roots.", action: listRoots),
    FixtureTool("\(prefix)request_state", "Wants its state back.", action: confirm),
    FixtureTool("\(prefix)multiple_inputs", "Asks three things at once.", action: askThree),
    FixtureTool("\(prefix)multi_round", "Asks in two rounds.", action: askTwice),
    FixtureTool("\(prefix)tampered_state", "Refuses an altered state.", action: confirm),
    FixtureTool("\(prefix)capabilities", "Asks only what was declared.", action: askDeclared),
  ]

  private static func greet(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let answer = try await context.client.ask("user_name", Questions.name)
    return .text("Hello, \(answer.filled("name"))!")
  }

  private static func askForCapital(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let question = Questions.sampling("What is the capital of France?")
    return .text(try await context.client.ask("capital_question", question).sampledText)
  }

  private static func listRoots(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let answer = try await context.client.ask("client_roots", Questions.roots)
    let uris = answer["roots"]?.array?.compactMap { $0["uri"]?.string } ?? []
    return .text("Roots: \(uris.joined(separator: ", "))")
  }

  /// Comes past the question only with the state that was handed out with it.
  private static func confirm(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let form = InputRequest.form(
      "Please confirm", properties: ["ok": ["type": "boolean"]], required: ["ok"])
    let answer = try await context.client.ask("confirm", form)
    return .text("state-ok, confirmed: \(answer["content"]?["ok"] == true)")
  }

  private static func askThree(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let answers = try await context.client.ask([
      InputRequired.Question("user_name", Questions.name),
      InputRequired.Question("greeting", Questions.sampling("Generate a greeting")),
      InputRequired.Question("client_roots", Questions.roots),
    ])
    let name = answers["user_name"]?.filled("name") ?? "nobody"
    let count = answers["client_roots"]?["roots"]?.array?.count ?? 0
    return .text("\(answers["greeting"]?.sampledText ?? "") \(name) has \(count) roots.")
  }

  private static func askTwice(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let first = try await context.client.ask(
      "step1", Questions.form("Step 1: What is your name?", field: "name"))
    let second = try await context.client.ask(
      "step2", Questions.form("Step 2: What is your favorite color?", field: "color"))
    return .text("\(first.filled("name")) likes \(second.filled("color")).")
  }

  private static func askDeclared(
    _ arguments: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let questions = [
      InputRequired.Question("user_name", Questions.name),
      InputRequired.Question("greeting", Questions.sampling("Generate a greeting")),
    ]
    let askable = questions.filter { context.client.can($0.request.kind) }
    let answers = try await context.client.ask(askable)
    return .text("\(answers.count) questions were answered.")
  }
}
