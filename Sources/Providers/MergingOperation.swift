package import JSON
package import Tools

/// A tool that changes part of what a service only takes whole: it reads what the service has, lays
/// the arguments over it, and sends that. A change by others between the two is lost.
package struct MergingOperation: ToolHandler {
  private let merge: MergeDescriptor
  private let write: RequestTemplate
  private let provider: Provider

  package init(_ merge: MergeDescriptor, into write: RequestTemplate, at provider: Provider) {
    self.merge = merge
    self.write = write
    self.provider = provider
  }

  package func target(of call: ToolCall) -> CallTarget { CallTarget(of: call, at: provider) }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let parts = try RequestParts(write, of: call.tool, call.arguments, over: try await object(call))
    return try await provider.send(
      parts.tracing(call), effect: call.tool.effect, by: call.deadline, noting: call.footprint
    ).read()
  }

  /// What the service has.
  private func object(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    do throws(ToolError) {
      let parts = try RequestParts(merge.read, of: call.tool, call.arguments).tracing(call)
      let whole = try await provider.send(
        parts, effect: .read, by: call.deadline, noting: call.footprint
      ).readAsSent()
      guard let object = merge.object(in: whole, call.arguments) else {
        throw ToolError(
          .notFound, "\(provider.descriptor.title) has no such thing. Check the identifiers.")
      }
      return object
    } catch {
      var error = error
      error.outcome = .notSent
      throw error
    }
  }
}
