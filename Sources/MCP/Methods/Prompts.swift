internal import JSON
internal import JSONRPC

extension Session {
  /// `prompts/get`: −32602 for an unknown name, a missing required argument, or one that is no
  /// string (`server/prompts#error-handling`).
  func getPrompt(
    _ request: Request, _ prompts: any PromptProvider
  ) throws(ResponseError) -> SharedMethod {
    let prompt = try Self.prompt(named: request.params?["name"], in: prompts)
    var arguments: [String: String] = [:]
    for (name, value) in try Self.arguments(of: request) where !value.isNull {
      guard let text = value.string else {
        throw ResponseError(.invalidParams, "prompt arguments are strings, but \(name) is not")
      }
      arguments[name] = text
    }
    let missing = prompt.arguments.filter { $0.isRequired && arguments[$0.name] == nil }
    guard missing.isEmpty else {
      let names = missing.map(\.name).joined(separator: ", ")
      throw ResponseError(.invalidParams, "prompt \(prompt.name) needs \(names)")
    }
    return .working { [arguments] context throws(Interruption) in
      let messages = try await prompts.messages(
        of: prompt.name, arguments: arguments, context: context)
      return DeferredResult([
        "description": .string(prompt.description),
        "messages": .array(messages.map { $0.json(for: context.version) }),
      ])
    }
  }

  static func prompt(
    named name: JSONValue?, in prompts: any PromptProvider
  ) throws(ResponseError) -> Prompt {
    guard let prompt = prompts.prompts.first(where: { $0.name == name?.string }) else {
      let known = prompts.prompts.map(\.name).joined(separator: ", ")
      throw ResponseError(.invalidParams, "unknown prompt; there are \(known)")
    }
    return prompt
  }
}
