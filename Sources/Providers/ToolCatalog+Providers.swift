package import Tools

extension ToolCatalog {
  /// Every tool of the manifest, each over the provider it belongs to.
  package init(
    _ manifest: Manifest, time: TimeSource = .continuous(),
    provider makeProvider: (ProviderDescriptor) throws -> Provider
  ) rethrows {
    try self.init(manifest) { descriptor in
      let provider = try makeProvider(descriptor)
      return { tool in
        switch tool.handler {
        case .request: HTTPOperation(tool, provider: provider)
        case .report(let report):
          ReportOperation(tool, report: report, provider: provider, time: time)
        }
      }
    }
  }
}
