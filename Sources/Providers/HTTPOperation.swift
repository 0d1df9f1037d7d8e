internal import HTTPTypes
package import JSON
internal import MCP
package import Tools

/// A tool that is one request: its template bound to a provider.
package struct HTTPOperation: ToolHandler {
  private let request: RequestTemplate
  private let provider: Provider

  package init(_ request: RequestTemplate, at provider: Provider) {
    self.request = request
    self.provider = provider
  }

  package func target(of call: ToolCall) -> CallTarget { CallTarget(of: call, at: provider) }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let parts = try RequestParts(request, of: call.tool, call.arguments).tracing(call)
    return try await provider.send(
      parts, effect: call.tool.effect, by: call.deadline, noting: call.footprint
    ).read()
  }
}

extension CallTarget {
  /// A call of a service's tool. Before it removes something, a person is asked what its descriptor
  /// says, about the thing by its name.
  init(of call: ToolCall, at provider: Provider, effect: Effect? = nil) {
    self.init(of: call, effect: effect, account: provider.account)
    guard self.effect == .destructive else { return }
    guard let consent = call.tool.consent, consent.condition?.holds(in: call.arguments) ?? true
    else {
      question = nil
      return
    }
    question = { call throws(ToolError) in
      guard let lookup = consent.lookup else { return consent.question(about: "", call.arguments) }
      let thing = try await provider.thing(lookup, for: call)
      return consent.question(about: consent.name(of: thing, call.arguments), call.arguments)
    }
  }
}

extension Provider {
  /// The thing that a call is about.
  fileprivate func thing(
    _ lookup: LookupDescriptor, for call: ToolCall
  ) async throws(ToolError) -> JSONValue {
    do throws(ToolError) {
      let parts = try RequestParts(lookup, of: call.tool, call.arguments).tracing(call)
      let found = try await send(
        parts, effect: .read, by: call.deadline, noting: call.footprint
      ).read()
      guard let thing = lookup.thing(in: .object(found), call.arguments) else {
        throw ToolError(
          .notFound, "\(descriptor.title) lists no such thing. Check the identifiers.")
      }
      return thing
    } catch {
      var error = error
      error.outcome = .notSent
      throw error
    }
  }
}

extension RequestParts {
  /// The same request with the trace context of the call it is done for.
  func tracing(_ call: ToolCall) -> RequestParts {
    var parts = self
    for (name, value) in call.context.trace {
      if let name = HTTPField.Name(name) { parts.headerFields[name] = value }
    }
    return parts
  }
}
