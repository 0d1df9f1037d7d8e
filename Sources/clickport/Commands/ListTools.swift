import ArgumentParser
import JSON
import MCP
import Tools

/// `clickport tools`: what there is to call.
struct ListTools: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tools",
    abstract: "List the tools, or show one with its arguments.",
    discussion: """
      Examples:
        clickport tools
        clickport tools get_clicks
        clickport tools get_clicks --json
      """)

  @OptionGroup var manifest: ManifestOptions

  @Flag(help: "Print what an MCP client of the newest revision sees.")
  var json = false

  @Argument(help: "The tool to show.")
  var name: String?

  func run() throws {
    let manifest = try manifest.load()
    guard let name else { return printAll(manifest) }
    guard let tool = manifest.tools.first(where: { $0.name == name }) else {
      let meant = nearestName(to: name, among: manifest.tools.map(\.name))
      throw ValidationError(
        "no tool is named \(name)" + (meant.map { "; did you mean \($0)?" } ?? ""))
    }
    print(tool)
  }

  private func printAll(_ manifest: Manifest) {
    if json {
      let tools = manifest.tools.map { $0.published.json(for: .july2026) }
      return Terminal.printLine(JSONValue.array(tools).description)
    }
    var table = Table(header: ["TOOL", "SERVICE", "EFFECT", "WHAT"])
    for tool in manifest.tools {
      table.append([tool.name, tool.provider, tool.effect.rawValue, tool.title])
    }
    for line in table.lines { Terminal.printLine(line) }
  }

  private func print(_ tool: ToolDescriptor) {
    if json {
      return Terminal.printLine(tool.published.json(for: .july2026).description)
    }
    Terminal.printLine(Terminal.styled("\(tool.name): \(tool.title)", .strong))
    Terminal.printLine(tool.description)
    Terminal.printLine(
      "\(tool.provider), toolset \(tool.toolset), effect \(tool.effect.rawValue)"
        + (tool.confidence == .inferred ? ", endpoint inferred" : ""))
    guard !tool.arguments.isEmpty else { return Terminal.printLine("No arguments.") }
    var table = Table(header: ["ARGUMENT", "VALUE", "ALSO", "MEANING"])
    for argument in tool.arguments {
      table.append([
        argument.name + (argument.isRequired ? " *" : ""), argument.expectation,
        argument.aliases.joined(separator: " "),
        argument.schema.document["description"]?.string ?? "",
      ])
    }
    for line in table.lines { Terminal.printLine(line) }
    Terminal.printLine("* required")
  }
}
