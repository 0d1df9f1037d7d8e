import JSON
import JSONRPC
import MCP

/// Two resources, one by a template.
struct StubLibrary: ResourceLibrary {
  let resources = [
    Resource(
      uri: "stub://one",
      Resource.Label(name: "one", title: "One", description: "One.", mimeType: "text/plain"))
  ]
  let templates = [
    ResourceTemplate(
      uriTemplate: "stub://many/{id}",
      Resource.Label(name: "many", title: "Many", description: "Many.", mimeType: "text/plain"))
  ]

  func read(_ uri: String) -> [ResourceContents]? {
    guard uri == "stub://one" || uri == "stub://many/7" else { return nil }
    return [ResourceContents(uri: uri, mimeType: "text/plain", .text("It is \(uri)."))]
  }

  func completions(of template: String, argument: String, value: String) -> [String]? {
    guard template == "stub://many/{id}", argument == "id" else { return nil }
    return (0..<150).map(String.init).filter { $0.hasPrefix(value) }
  }
}

/// A prompt that puts its argument into its words, and one that asks the person first.
struct StubPrompts: PromptProvider {
  let prompts = [
    Prompt(
      name: "greet", title: "Greet", description: "Greets.",
      arguments: [
        Prompt.Argument(name: "who", title: "Who", description: "Whom to greet.", isRequired: true)
      ])
  ]

  func messages(
    of prompt: String, arguments: [String: String], context: RequestContext
  ) async throws(Interruption) -> [PromptMessage] {
    [
      PromptMessage(.user, .text("Greet \(arguments["who"] ?? "").")),
      PromptMessage(
        .assistant,
        .resource(ResourceContents(uri: "stub://one", mimeType: "text/plain", .text("One.")))),
    ]
  }

  func completions(of prompt: String, argument: String, value: String) -> [String] {
    ["Ada", "Alan", "Grace"].filter { $0.hasPrefix(value) }
  }
}

/// Tools that do one thing of the protocol each.
struct FeatureToolbox: Toolbox {
  let tools = ["ask", "two rounds", "log", "trace"].map { name in
    Tool(
      name: name, title: name, description: name, inputSchema: ["type": "object"],
      outputSchema: nil,
      annotations: Tool.Annotations(
        isReadOnly: true, isDestructive: false, isIdempotent: true, isOpenWorld: false))
  }

  func call(
    _ name: String, arguments: JSONObject, context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    switch name {
    case "ask":
      return CallToolResult(["answer": try await context.client.ask("name", Self.form("Who?"))])
    case "two rounds":
      let first = try await context.client.ask("first", Self.form("First?"))
      let second = try await context.client.ask("second", Self.form("Second?"))
      return CallToolResult(["first": first, "second": second])
    case "log":
      for level in LogLevel.allCases { await context.log.log(level, .string(level.rawValue)) }
      return CallToolResult([:])
    default:
      let trace = context.trace.map { ($0.name, JSONValue.string($0.value)) }
      return CallToolResult(JSONObject(trace))
    }
  }

  private static func form(_ question: String) -> InputRequest {
    .form(question, properties: ["name": ["type": "string"]], required: ["name"])
  }
}
