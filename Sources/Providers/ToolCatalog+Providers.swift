package import Tools

extension ToolCatalog {
  /// Every tool of the manifest, each over the provider it belongs to.
  package init(
    _ manifest: Manifest, timing: CallTiming = CallTiming(), allowsDestructive: Bool = false,
    provider makeProvider: (ProviderDescriptor) throws -> Provider
  ) rethrows {
    try self.init(manifest, allowsDestructive: allowsDestructive) { descriptor in
      let provider = try makeProvider(descriptor)
      return { tool in
        switch tool.handler {
        case .request: HTTPOperation(tool, provider: provider, timing: timing)
        case .report(let report):
          ReportOperation(tool, report: report, provider: provider, timing: timing)
        }
      }
    }
  }
}
