internal import JSON
internal import Tools

/// The names of imported tools and of their toolsets, apart from those of a manifest.
struct ToolNames {
  private var tools: NameChooser
  private let provider: String
  private let takenToolsets: Set<String>

  init(_ provider: String, over manifest: Manifest) {
    self.provider = provider
    tools = NameChooser(reserved: Set(manifest.tools.map(\.name)))
    takenToolsets = Set(manifest.tools.map(\.toolset)).union([
      ToolSelection.standardToolset, ToolSelection.everyToolset,
    ])
  }

  /// From the operation's id, or from its method and path.
  mutating func name(of operation: OperationImport) -> String {
    let id = operation.operation.value["operationId"]?.string ?? ""
    return tools.choose(id, "\(operation.method.rawValue) \(operation.pathText)", prefix: provider)
  }

  /// A toolset is chosen by its name: one of another service's would bring these tools along.
  func toolset(of operation: OperationImport) -> String {
    let group = operation.group ?? provider
    return takenToolsets.contains(group) ? NameChooser.identifier("\(provider) \(group)") : group
  }
}
