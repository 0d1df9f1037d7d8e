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

  /// At most so many values go out (`server/utilities/completion`).
  private static let valueLimit = 100

  /// `completion/complete`; nil when there is nothing to complete.
  func complete(_ request: Request) throws(ResponseError) -> SharedMethod? {
    let features = server.features
    guard features.library != nil || features.prompts != nil else { return nil }
    guard let argument = request.params?["argument"]?["name"]?.string,
      let value = request.params?["argument"]?["value"]?.string
    else { throw ResponseError(.invalidParams, "params.argument needs a name and a value") }
    let reference = request.params?["ref"]
    switch reference?["type"]?.string {
    case "ref/prompt":
      guard let prompts = features.prompts else { throw Self.unknownReference }
      let prompt = try Self.prompt(named: reference?["name"], in: prompts)
      guard prompt.arguments.contains(where: { $0.name == argument }) else {
        throw ResponseError(.invalidParams, "prompt \(prompt.name) has no argument of that name")
      }
      return .working { _ in
        let values = await prompts.completions(of: prompt.name, argument: argument, value: value)
        return DeferredResult(.object(Self.completion(values)))
      }
    case "ref/resource":
      let uri = reference?["uri"]?.string ?? ""
      return .working { _ throws(Interruption) in
        let values = await features.library?.completions(of: uri, argument: argument, value: value)
        guard let values else {
          throw .failed(
            ResponseError(.invalidParams, "no resource template has that URI and place"))
        }
        return DeferredResult(.object(Self.completion(values)))
      }
    default: throw Self.unknownReference
    }
  }

  private static var unknownReference: ResponseError {
    ResponseError(.invalidParams, "params.ref must be a ref/prompt or a ref/resource there is")
  }

  private static func completion(_ values: [String]) -> JSONObject {
    let shown = values.prefix(valueLimit)
    return [
      "completion": [
        "values": .array(shown.map { .string($0) }),
        "total": .number(JSONNumber(values.count)), "hasMore": .bool(shown.count < values.count),
      ]
    ]
  }
}

extension [String] {
  /// Those that begin with `prefix` whatever the case, each once, in their order.
  package func completing(_ prefix: String) -> [String] {
    let wanted = prefix.lowercased()
    var seen: Set<String> = []
    return filter { $0.lowercased().hasPrefix(wanted) && seen.insert($0).inserted }
  }
}
