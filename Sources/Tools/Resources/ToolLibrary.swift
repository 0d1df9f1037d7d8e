internal import JSON
package import MCP

/// What the tools are, to be read: an index, each tool in full, and what their errors mean.
package struct ToolLibrary: ResourceLibrary {
  private let tools: [ToolDescriptor]

  private static let index = "clickport://tools"
  private static let errors = "clickport://errors"
  private static let template = "clickport://tools/{name}"

  package init(_ surface: ExposedTools) {
    tools = surface.callable
  }

  /// Where the tool of that name is described.
  static func uri(ofTool name: String) -> String { "\(index)/\(name)" }

  package var resources: [Resource] {
    [
      Resource(
        uri: Self.index,
        Resource.Label(
          name: "tools", title: "All tools",
          description: "Name, title, service, toolset and effect of every tool.",
          mimeType: "application/json")),
      Resource(
        uri: Self.errors,
        Resource.Label(
          name: "errors", title: "What errors mean",
          description: "Every error code of a tool, what it means and what to do about it.",
          mimeType: "application/json")),
    ]
  }

  package var templates: [ResourceTemplate] {
    [
      ResourceTemplate(
        uriTemplate: Self.template,
        Resource.Label(
          name: "tool", title: "One tool in full",
          description:
            "A tool with all its arguments, their other names, its rules and an example.",
          mimeType: "application/json"))
    ]
  }

  package func read(_ uri: String) -> [ResourceContents]? {
    switch uri {
    case Self.index:
      [ResourceContents(uri: uri, ["tools": .array(tools.map { .object($0.indexEntry) })])]
    case Self.errors: [ResourceContents(uri: uri, ToolError.explanations)]
    default:
      tools.first { Self.uri(ofTool: $0.name) == uri }.map { [contents(of: $0)] }
    }
  }

  /// The tool of that name in full; nil when there is none.
  func contents(of name: String) -> ResourceContents? {
    tools.first { $0.name == name }.map(contents)
  }

  package func completions(of template: String, argument: String, value: String) -> [String]? {
    guard template == Self.template, argument == "name" else { return nil }
    return tools.map(\.name).completing(value)
  }

  private func contents(of tool: ToolDescriptor) -> ResourceContents {
    ResourceContents(uri: Self.uri(ofTool: tool.name), tool.details)
  }
}
