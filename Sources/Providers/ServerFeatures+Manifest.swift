package import MCP
package import Tools

extension ServerFeatures {
  /// What a surface of a manifest has to offer: its tools, what can be read of them and of the
  /// services behind them, and the prompts whose tools are all within reach.
  package init(
    _ surface: ExposedTools, prompts: [PromptDescriptor], catalog: ToolCatalog,
    providers: [Provider], changes: ChangeFeed? = nil
  ) {
    let library = ToolLibrary(surface)
    let names = Set(surface.callable.map(\.name))
    self.init(
      toolbox: catalog, library: JoinedLibrary([library, ProviderLibrary(providers, surface)]),
      prompts: PromptCatalog(
        prompts.filter { $0.isWithin(names) }, tools: catalog, library: library),
      changes: changes)
  }
}
