internal import HTTPTypes
package import JSON
package import MCP
package import Tools

/// A tool that is one request: its template bound to a provider.
package struct HTTPOperation: ToolHandler {
  private let tool: ToolDescriptor
  private let request: RequestTemplate
  private let provider: Provider
  private let timing: CallTiming

  package init(
    _ tool: ToolDescriptor, request: RequestTemplate, provider: Provider, timing: CallTiming
  ) {
    self.tool = tool
    self.request = request
    self.provider = provider
    self.timing = timing
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let deadline = timing.deadline()
    let parts = try RequestParts(request, of: tool, call.arguments).tracing(call.context.trace)
    return try await provider.send(
      parts, effect: tool.effect, by: deadline, noting: call.footprint
    ).read()
  }

  package func account(for arguments: Arguments) -> String { provider.account }

  package func question(
    about arguments: Arguments, context: RequestContext
  ) async throws(ToolError) -> String? {
    guard let consent = tool.consent, consent.condition?.holds(in: arguments) ?? true else {
      return nil
    }
    guard let lookup = consent.lookup else { return consent.question(about: "", arguments) }
    do throws(ToolError) {
      let parts = try RequestParts(lookup, of: tool, arguments).tracing(context.trace)
      let answer = JSONValue.object(
        try await provider.send(parts, effect: .read, by: timing.deadline()).read())
      guard let thing = lookup.thing(in: answer, arguments) else {
        throw ToolError(
          .notFound, "\(provider.descriptor.title) lists no such thing. Check the identifiers.")
      }
      let name = lookup.name(of: thing)
      return consent.question(
        about: name?.string ?? name?.description ?? "without a name", arguments)
    } catch {
      var error = error
      error.outcome = .notSent
      throw error
    }
  }
}

extension RequestParts {
  /// The same request with the trace context it is done under.
  func tracing(_ trace: [(name: String, value: String)]) -> RequestParts {
    var parts = self
    for (name, value) in trace {
      if let name = HTTPField.Name(name) { parts.headerFields[name] = value }
    }
    return parts
  }
}
