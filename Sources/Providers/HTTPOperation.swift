internal import HTTPTypes
package import JSON
package import MCP
package import Tools

/// A tool that is one request: its template bound to a provider.
package struct HTTPOperation: ToolHandler {
  private let tool: ToolDescriptor
  private let provider: Provider
  private let timing: CallTiming

  package init(_ tool: ToolDescriptor, provider: Provider, timing: CallTiming) {
    self.tool = tool
    self.provider = provider
    self.timing = timing
  }

  package func call(
    _ arguments: Arguments, context: RequestContext
  ) async throws(ToolError) -> JSONObject {
    let parts = try RequestParts(tool.request, of: tool, arguments).tracing(context.trace)
    let response = try await provider.send(parts, effect: tool.effect, within: timing.limit)
    return try provider.answers.read(response, effect: tool.effect)
  }

  package func question(
    about arguments: Arguments, context: RequestContext
  ) async throws(ToolError) -> String {
    guard let consent = tool.consent else { return tool.title }
    do throws(ToolError) {
      let parts = try RequestParts(consent, of: tool, arguments).tracing(context.trace)
      let response = try await provider.send(parts, effect: .read, within: timing.limit)
      let answer = JSONValue.object(try provider.answers.read(response, effect: .read))
      let name = consent.namePointers.lazy.compactMap { $0.value(in: answer) }.first
      return consent.question(about: name?.string ?? name?.description ?? "without a name")
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
