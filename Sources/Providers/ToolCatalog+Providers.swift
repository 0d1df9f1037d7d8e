package import MCP
package import Tools

extension ToolCatalog {
  /// The tools of a surface, each over the provider it belongs to. `providers` must hold every one
  /// the surface was chosen with.
  package init(
    _ surface: ExposedTools, providers: [Provider], timing: CallTiming = CallTiming(),
    guards: CallGuards = CallGuards(), publishesOutput: Bool = false
  ) {
    let known = Dictionary(uniqueKeysWithValues: providers.map { ($0.descriptor.id, $0) })
    @Sendable func provider(_ tool: ToolDescriptor) -> Provider {
      guard let provider = known[tool.provider] else {
        preconditionFailure("\(tool.name) belongs to \(tool.provider), which was not given")
      }
      return provider
    }
    self.init(
      surface, timing: timing, guards: guards, publishesOutput: publishesOutput
    ) { tool in
      switch tool.handler {
      case .own(.findTools): FindTools(surface)
      case .own(.callTool): CallTool(surface)
      case .own(.apiRequest): APIRequest(providers)
      case .own(.listEffects): ListEffects(guards) { providers.compactMap(\.accountWithKey) }
      case .request(let request): HTTPOperation(request, at: provider(tool))
      case .report(let report, startedBy: let start):
        ReportOperation(report, startedBy: start, at: provider(tool))
      }
    }
  }
}

extension ServerFeatures {
  /// What a surface of a manifest has to offer: its tools, what can be read of them and of the
  /// services behind them, and the prompts whose tools are all within reach.
  package init(
    _ surface: ExposedTools, prompts: [PromptDescriptor], catalog: ToolCatalog,
    providers: [Provider], clock: WallClock, changes: ChangeFeed? = nil
  ) {
    let library = ToolLibrary(surface)
    let names = Set(surface.callable.map(\.name))
    self.init(
      toolbox: catalog,
      library: JoinedLibrary([
        library, TodayLibrary(clock), ProviderLibrary(providers, surface),
      ]),
      prompts: PromptCatalog(
        prompts.filter { $0.isWithin(names) }, tools: catalog, library: library),
      changes: changes)
  }
}
