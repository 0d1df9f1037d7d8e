import ArgumentParser
import Host
import Providers
import Tools

/// Which of the manifest's tools are offered. Each option has a variable of its own, for hosts that
/// only set an environment; the command line wins, but either can make the server read-only.
struct SelectionOptions: ParsableArguments {
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

  func validate() throws {
    _ = try configuration()
  }

  /// The defaults, with what the environment and the command line choose together.
  func configuration() throws -> ServeConfiguration {
    var configuration = try ServeConfiguration(.process)
    let names = ServeConfiguration.names
    if let toolsets { configuration.selection.toolsets = names(toolsets) }
    if let tools { configuration.selection.tools = names(tools) ?? [] }
    if let excludeTools { configuration.selection.excludedTools = names(excludeTools) ?? [] }
    if let providers { configuration.selection.providers = names(providers) }
    if readOnly { configuration.selection.isReadOnly = true }
    if apiWrites { configuration.selection.allowsAPIWrites = true }
    if outputSchemas { configuration.publishesOutput = true }
    return configuration
  }
}
