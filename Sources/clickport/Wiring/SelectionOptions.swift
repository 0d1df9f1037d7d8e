import ArgumentParser
import Host
import Providers
import Tools

/// Which of the manifest's tools are offered. Each option has a variable of its own, for hosts that
/// only set an environment; the command line wins, but either can make the server read-only.
struct SelectionOptions: UnsetOptions {
  @Option(
    help: ArgumentHelp(
      "List these toolsets: names with commas, default, or all. [CLICKPORT_TOOLSETS]",
      valueName: "names"))
  var toolsets: String?

  @Option(
    help: ArgumentHelp(
      "List these tools, beside --toolsets or instead of the default. [CLICKPORT_TOOLS]",
      valueName: "names"))
  var tools: String?

  @Option(
    help: ArgumentHelp("Never offer these tools. [CLICKPORT_EXCLUDE_TOOLS]", valueName: "names"))
  var excludeTools: String?

  @Option(
    help: ArgumentHelp(
      "Only these services; otherwise those with a key, or all when none has. [CLICKPORT_PROVIDERS]",
      valueName: "ids"))
  var providers: String?

  @Flag(help: "Only tools that read, whatever else is chosen. [CLICKPORT_READ_ONLY=1]")
  var readOnly = false

  @Flag(help: "Let api_request send more than GET. [CLICKPORT_API_WRITES=1]")
  var apiWrites = false

  @Flag(help: "Publish the answers' schemas in tools/list too. [CLICKPORT_OUTPUT_SCHEMAS=1]")
  var outputSchemas = false

  static var unset: Self {
    var options = Self()
    options.toolsets = nil
    options.tools = nil
    options.excludeTools = nil
    options.providers = nil
    options.readOnly = false
    options.apiWrites = false
    options.outputSchemas = false
    return options
  }

  func validate() throws {
    for name in ["READ_ONLY", "API_WRITES", "OUTPUT_SCHEMAS"] { _ = try Self.flag(name) }
  }

  /// What the command line and the environment choose together.
  func selection() throws -> ToolSelection {
    ToolSelection(
      toolsets: Self.names(toolsets, "TOOLSETS"), tools: Self.names(tools, "TOOLS") ?? [],
      excludedTools: Self.names(excludeTools, "EXCLUDE_TOOLS") ?? [],
      providers: Self.names(providers, "PROVIDERS"),
      isReadOnly: try readOnly || Self.flag("READ_ONLY"),
      allowsAPIWrites: try apiWrites || Self.flag("API_WRITES"))
  }

  func publishesOutput() throws -> Bool { try outputSchemas || Self.flag("OUTPUT_SCHEMAS") }

  /// The names an option or its variable lists; nothing where neither does.
  private static func names(_ option: String?, _ variable: String) -> [String]? {
    let names = (option ?? value(of: variable) ?? "").split { $0 == "," || $0.isWhitespace }
    return names.isEmpty ? nil : names.map(String.init)
  }

  private static func flag(_ variable: String) throws -> Bool {
    switch value(of: variable)?.lowercased() {
    case nil, "", "0", "false", "no", "off": return false
    case "1", "true", "yes", "on": return true
    case .some(let text):
      throw ValidationError("CLICKPORT_\(variable) must be 1 or 0; it is \"\(text)\"")
    }
  }

  private static func value(of variable: String) -> String? {
    Environment.process.variable("CLICKPORT_\(variable)")
  }
}
