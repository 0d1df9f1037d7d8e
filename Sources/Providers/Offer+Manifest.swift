package import MCP
package import Tools

extension Offer {
  /// Everything a manifest has to offer: its tools, what can be read of them and of the services
  /// behind them, and its prompts.
  package init(
    _ manifest: Manifest, catalog: ToolCatalog, providers: [Provider], changes: ChangeFeed? = nil
  ) {
    self.init(
      toolbox: catalog,
      library: JoinedLibrary([ToolLibrary(manifest), ProviderLibrary(providers)]),
      prompts: PromptCatalog(manifest, tools: catalog), changes: changes)
  }
}
