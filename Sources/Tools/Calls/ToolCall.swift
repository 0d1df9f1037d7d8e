package import MCP

/// One call of a tool, as its handler gets it.
package struct ToolCall: Sendable {
  package let arguments: Arguments
  package let context: RequestContext
  /// Where is noted what its requests came to.
  package let footprint: CallFootprint

  package init(
    _ arguments: Arguments, context: RequestContext, footprint: CallFootprint = CallFootprint()
  ) {
    self.arguments = arguments
    self.context = context
    self.footprint = footprint
  }
}
