internal import HTTPTypes
package import JSON
package import MCP
package import Tools

/// `api_request`: any endpoint of a configured service, for what no tool covers.
package struct APIRequest: ToolHandler {
  private let providers: [String: Provider]
  private let timing: CallTiming

  package init(_ providers: [Provider], timing: CallTiming) {
    self.providers = Dictionary(uniqueKeysWithValues: providers.map { ($0.descriptor.id, $0) })
    self.timing = timing
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let deadline = timing.deadline()
    let endpoint = try endpoint(call.arguments)
    let pointer = try pointer(call.arguments)
    let parts = RequestParts(endpoint).tracing(call.context.trace)
    let provider = endpoint.provider
    let answer = try await provider.send(
      parts, effect: endpoint.effect, by: deadline, noting: call.footprint
    ).read()
    return pointer.map { answer.trimmed(to: $0) } ?? answer
  }

  /// Only a DELETE is asked about: nothing tells what else removes something.
  package func question(
    about arguments: Arguments, context: RequestContext
  ) async throws(ToolError) -> String? {
    let endpoint = try endpoint(arguments)
    guard endpoint.effect == .destructive else { return nil }
    return "Send DELETE \(endpoint.path.text) to \(endpoint.provider.descriptor.title)? What it "
      + "removes may be gone for good."
  }

  package func effect(of arguments: Arguments) -> Effect? { Effect(of: method(arguments)) }

  package func account(for arguments: Arguments) -> String {
    arguments["provider"]?.string.flatMap { providers[$0] }?.account ?? ""
  }

  private func method(_ arguments: Arguments) -> RequestTemplate.Method {
    arguments["method"]?.string.flatMap(RequestTemplate.Method.init) ?? .get
  }

  private func endpoint(_ arguments: Arguments) throws(ToolError) -> Endpoint {
    let method = method(arguments)
    let effect = Effect(of: method)
    do throws(ArgumentProblem) {
      guard let provider = arguments["provider"]?.string.flatMap({ providers[$0] }) else {
        throw ArgumentProblem(
          "provider", problem: "is not a service of this server",
          expected: "one of \(providers.keys.sorted().joined(separator: ", "))")
      }
      let body = arguments["body"]?.object
      if method == .get, body != nil {
        throw ArgumentProblem(
          "body", problem: "can't go with GET", expected: "query, or another method")
      }
      return Endpoint(
        provider: provider, method: method, effect: effect,
        path: try EndpointPath(parsing: arguments["path"]?.string ?? ""),
        query: arguments["query"]?.object ?? [:], body: body)
    } catch {
      throw ToolError([error], effect: effect)
    }
  }

  private func pointer(_ arguments: Arguments) throws(ToolError) -> JSONPointer? {
    guard let text = arguments["pointer"]?.string else { return nil }
    guard let pointer = JSONPointer(parsing: text) else {
      let problem = ArgumentProblem(
        "pointer", problem: "is no JSON Pointer", expected: "a path such as /data/0/id")
      throw ToolError([problem], effect: .write)
    }
    return pointer
  }
}

/// One request that no descriptor describes.
struct Endpoint {
  let provider: Provider
  let method: RequestTemplate.Method
  let effect: Effect
  let path: EndpointPath
  let query: JSONObject
  let body: JSONObject?
}

extension Effect {
  /// What a method does, as HTTP means it (RFC 9110 section 9.3).
  fileprivate init(of method: RequestTemplate.Method) {
    switch method {
    case .get: self = .read
    case .put: self = .idempotentWrite
    case .post, .patch: self = .write
    case .delete: self = .destructive
    }
  }
}

extension JSONObject {
  /// What the pointer leads to, as an object.
  fileprivate func trimmed(to pointer: JSONPointer) -> JSONObject {
    guard let value = pointer.value(in: .object(self)) else {
      return [
        "value": nil,
        "message": .string(
          "The answer has nothing at \(pointer); its members are \(keys.joined(separator: ", "))."),
      ]
    }
    return value.object ?? ["value": value]
  }
}
