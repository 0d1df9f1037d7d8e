package import Tools

extension ToolCatalog {
  /// The tools of a surface, each over the provider it belongs to. `providers` must hold every one
  /// the surface was chosen with.
  package init(
    _ surface: ExposedTools, providers: [Provider], timing: CallTiming = CallTiming(),
    supervision: CallGuards = CallGuards(), publishesOutput: Bool = false
  ) {
    let known = Dictionary(uniqueKeysWithValues: providers.map { ($0.descriptor.id, $0) })
    @Sendable func provider(_ tool: ToolDescriptor) -> Provider {
      guard let provider = known[tool.provider] else {
        preconditionFailure("\(tool.name) belongs to \(tool.provider), which was not given")
      }
      return provider
    }
    self.init(
      surface, supervision: supervision, publishesOutput: publishesOutput
    ) { tool in
      switch tool.handler {
      case .own: APIRequest(providers, timing: timing)
      case .request(let request):
        HTTPOperation(tool, request: request, provider: provider(tool), timing: timing)
      case .report(let report, startedBy: let start):
        ReportOperation(
          tool, report: report, startedBy: start, provider: provider(tool), timing: timing)
      }
    }
  }
}
