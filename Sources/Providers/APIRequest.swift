package import JSON
package import Tools

/// `api_request`: any endpoint of a configured service, for what no tool covers.
package struct APIRequest: ToolHandler {
  private let providers: [String: Provider]

  package init(_ providers: [Provider]) {
    self.providers = Dictionary(uniqueKeysWithValues: providers.map { ($0.descriptor.id, $0) })
  }

  /// Only a DELETE is asked about: nothing tells what else removes something.
  package func target(of call: ToolCall) throws(ToolError) -> CallTarget {
    let endpoint = try endpoint(call)
    let service = endpoint.provider.descriptor
    guard endpoint.effect != .read else { return CallTarget(service: service.id, effect: .read) }
    var target = CallTarget(
      service: service.id, account: endpoint.provider.account, effect: endpoint.effect,
      subject: "\(endpoint.method.rawValue) \(endpoint.path.text)",
      recipients: service.tools.contains(where: \.isMessaging) ? .unknown : .nobody)
    if endpoint.effect == .destructive {
      target.question = { _ throws(ToolError) in
        "Send DELETE \(endpoint.path.text) to \(service.title)? What it removes may be gone for "
          + "good."
      }
    }
    return target
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let endpoint = try endpoint(call)
    let answer = try await endpoint.provider.send(
      RequestParts(endpoint).tracing(call), effect: endpoint.effect,
      by: call.deadline, noting: call.footprint
    ).read()
    return endpoint.pointer.map { answer.trimmed(to: $0) } ?? answer
  }

  private func endpoint(_ call: ToolCall) throws(ToolError) -> Endpoint {
    let given = APIRequestArguments(call.arguments)
    do throws(ArgumentProblem) {
      guard let provider = providers[given.provider] else {
        throw ArgumentProblem(
          APIRequestArguments.provider, problem: "is not a service of this server",
          expected: "one of \(providers.keys.sorted().joined(separator: ", "))")
      }
      return try Endpoint(given, of: provider)
    } catch {
      throw ToolError([error], effect: given.effect)
    }
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
  /// To the part of the answer that is wanted.
  let pointer: JSONPointer?

  fileprivate init(_ given: APIRequestArguments, of provider: Provider) throws(ArgumentProblem) {
    if given.method == .get, given.body != nil {
      throw ArgumentProblem(
        APIRequestArguments.body, problem: "can't go with GET",
        expected: "query, or another method")
    }
    self.provider = provider
    method = given.method
    effect = given.effect
    path = try EndpointPath(parsing: given.path)
    query = given.query
    body = given.body
    pointer = given.pointer.flatMap { JSONPointer(parsing: $0) }
    guard given.pointer == nil || pointer != nil else {
      throw ArgumentProblem(
        APIRequestArguments.pointer, problem: "is no JSON Pointer",
        expected: "a path such as /data/0/id")
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
