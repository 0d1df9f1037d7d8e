package import MCP
package import Providers
package import Tools

extension ToolCatalog {
  /// The tools of a surface, each over the provider it belongs to. `providers` must hold every one
  /// the surface was chosen with.
  package init(
    _ surface: ExposedTools, providers: [Provider], timing: CallTiming = CallTiming(),
    guards: CallGuards = CallGuards(), publication: Publication = Publication(),
    queries: QuerySettings = QuerySettings()
  ) {
    let known = Dictionary(uniqueKeysWithValues: providers.map { ($0.descriptor.id, $0) })
    @Sendable func provider(_ tool: ToolDescriptor) -> Provider {
      guard let provider = known[tool.provider] else {
        preconditionFailure("\(tool.name) belongs to \(tool.provider), which was not given")
      }
      return provider
    }
    self.init(
      surface, timing: timing, guards: guards, publication: publication
    ) { tool in
      switch tool.handler {
      case .own(.findTools): FindTools(surface)
      case .own(.useTool): UseTool(surface)
      case .own(.apiRequest): APIRequest(providers)
      case .own(.queryRows): QueryRows(queries, providers)
      case .own(.comparePeriods): ComparePeriods(settings: queries)
      case .own(.rotatorVerdict): RotatorVerdict(settings: queries)
      case .own(.findAnomalies): FindAnomalies(settings: queries)
      case .own(.trafficQuality): TrafficQuality(settings: queries)
      case .own(.idleLinks): IdleLinks(settings: queries)
      case .own(.reconcile): Reconcile(settings: queries)
      case .own(.listEffects): ListEffects(guards) { providers.compactMap(\.accountWithKey) }
      case .request(let request): HTTPOperation(request, at: provider(tool))
      case .wait(let wait, startedBy: let start):
        WaitingOperation(wait, startedBy: start, at: provider(tool))
      case .merge(let merge, into: let write):
        MergingOperation(merge, into: write, at: provider(tool))
      case .each(let each, after: let first):
        provider(tool).handler(of: each, after: first)
      }
    }
  }
}

/// What the operator says of questions over many rows.
package struct QuerySettings: Sendable {
  /// How many requests one may take unless it says more.
  let mostRequests: Int
  /// Where rows stay for further questions; nil where they don't.
  let results: KeptResults?

  package init(mostRequests: Int = 500, results: KeptResults? = nil) {
    self.mostRequests = mostRequests
    self.results = results
  }
}

extension Provider {
  /// Does what a tool does that makes a thing and what belongs to it. The manifest was checked: the
  /// tool for the items is there.
  fileprivate func handler(
    of each: EachDescriptor, after first: RequestTemplate
  ) -> any ToolHandler {
    guard let tool = descriptor.tools.first(where: { $0.name == each.tool }) else {
      preconditionFailure("\(descriptor.id) has no tool \(each.tool)")
    }
    return EachOperation(each, of: tool, after: first, at: self)
  }
}

extension ServerFeatures {
  /// What a surface of a manifest has to offer: its tools, what can be read of them, of the
  /// services behind them and of what was kept, and the prompts whose tools are all within reach.
  package init(
    _ surface: ExposedTools, prompts: @autoclosure @escaping @Sendable () -> [PromptDescriptor],
    catalog: ToolCatalog,
    providers: [Provider], days: DayClock, results: KeptResults? = nil,
    chart: ChartPage? = nil, changes: ChangeFeed? = nil
  ) {
    let library = ToolLibrary(surface)
    let kept = results.map { results in
      ResultLibrary(results) { providers.compactMap(\.accountWithKey) }
    }
    let libraries: [(any ResourceLibrary)?] = [
      library, TodayLibrary(days), ProviderLibrary(providers, surface), kept, chart,
    ]
    self.init(
      toolbox: catalog,
      library: JoinedLibrary(libraries.compactMap(\.self)),
      prompts: PromptCatalog(
        Self.prompts(prompts(), within: surface), tools: catalog, library: library),
      changes: changes)
  }

  private static func prompts(
    _ all: [PromptDescriptor], within surface: ExposedTools
  ) -> [PromptDescriptor] {
    let names = Set(surface.callable.map(\.name))
    return all.filter { $0.isWithin(names) }
  }
}
