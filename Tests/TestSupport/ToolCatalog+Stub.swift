package import Tools

extension ToolCatalog {
  /// The finding tools as they are, and for every other tool a handler of the test's.
  package static func stubbed(
    _ surface: ExposedTools, timing: CallTiming = CallTiming(),
    guards: CallGuards = CallGuards(), publication: Publication = Publication(),
    handler stub: @escaping @Sendable (ToolDescriptor) -> any ToolHandler
  ) -> ToolCatalog {
    ToolCatalog(surface, timing: timing, guards: guards, publication: publication) { tool in
      switch tool.handler {
      case .own(.findTools): FindTools(surface)
      case .own(.useTool): UseTool(surface)
      default: stub(tool)
      }
    }
  }
}
