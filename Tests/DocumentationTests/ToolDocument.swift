import JSON
import Tools

/// The manifest as a page: a table for each service and toolset.
enum ToolDocument {
  static func text(of manifest: Manifest) -> String {
    var lines = [
      "# Tools", "",
      "Made from `tools-manifest.json`; record it anew with",
      "`RECORD=1 swift test --filter DocumentationTests`. In front of a name: ● is listed unless",
      "something else is chosen, ○ only when it is named. Behind an argument: * is required. In",
      "_italics_: accepted, but not shown in `tools/list`. A † marks an endpoint that the service's",
      "documents don't spell out. Whole schemas are in [schemas](schemas).",
    ]
    for provider in manifest.providers {
      lines += ["", "## \(provider.title)", ""]
      lines.append("`\(provider.id)`, \(count(provider.tools.count)), at \(provider.baseURL).")
      lines += sections(provider.tools)
    }
    lines += ["", "## The server's own", ""]
    lines.append("\(count(manifest.ownTools.count)).")
    lines += sections(manifest.ownTools)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func sections(_ tools: [ToolDescriptor]) -> [String] {
    var toolsets: [String] = []
    for tool in tools where !toolsets.contains(tool.toolset) { toolsets.append(tool.toolset) }
    return toolsets.flatMap { toolset in
      [
        "", "### \(toolset)", "", "| tool | what | effect | request | arguments | pages |",
        "|---|---|---|---|---|---|",
      ] + tools.filter { $0.toolset == toolset }.map(row)
    }
  }

  private static func row(_ tool: ToolDescriptor) -> String {
    let marks = [Listing.standard: "● ", .byName: "○ "]
    let name =
      (marks[tool.listing] ?? "") + "[`\(tool.name)`](schemas/\(tool.name).json)"
      + (tool.confidence == .inferred ? " †" : "")
    let cells = [
      name, tool.description, tool.effect.rawValue.replacing("_", with: " "), request(tool),
      tool.arguments.map(argument).joined(separator: ", "), tool.paging?.kind.rawValue ?? "",
    ]
    return "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
  }

  private static func request(_ tool: ToolDescriptor) -> String {
    tool.request.map { "`\($0)`" } ?? ""
  }

  private static func argument(_ argument: ArgumentDescriptor) -> String {
    let name = "`\(argument.name)`" + (argument.isRequired ? "*" : "")
    return argument.isAdvanced ? "_\(name)_" : name
  }

  private static func count(_ number: Int) -> String { "\(number) tool\(number == 1 ? "" : "s")" }
}
