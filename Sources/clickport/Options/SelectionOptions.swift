import Host
import Providers
import Tools

/// Which of the manifest's tools are offered. Each option has a variable of its own, for hosts that
/// only set an environment; the command line wins, but either can make the server read-only.
struct SelectionOptions: ArgumentGroup {
  private let toolsets: String?
  private let tools: String?
  private let excludedTools: String?
  private let providers: String?
  private let isReadOnly: Bool
  private let allowsAPIWrites: Bool
  private let publishesOutput: Bool
  private let dialect: SchemaDialect?
  private let structure: Publication.Structure?

  init(_ arguments: inout Arguments) throws {
    toolsets = try arguments.option(
      "toolsets",
      ArgumentHelp(
        "List these toolsets: names with commas, default, or all. [CLICKPORT_TOOLSETS]",
        valueName: "names", completion: .toolsets))
    tools = try arguments.option(
      "tools",
      ArgumentHelp(
        "List these tools, beside --toolsets or instead of the default. [CLICKPORT_TOOLS]",
        valueName: "names", completion: .tools))
    excludedTools = try arguments.option(
      "exclude-tools",
      ArgumentHelp(
        "Never offer these tools. [CLICKPORT_EXCLUDE_TOOLS]", valueName: "names",
        completion: .tools))
    providers = try arguments.option(
      "providers",
      ArgumentHelp(
        "Only these services; otherwise those with a key, or all when none has. [CLICKPORT_PROVIDERS]",
        valueName: "ids", completion: .services))
    isReadOnly = arguments.flag(
      "read-only", "Only tools that read, whatever else is chosen. [CLICKPORT_READ_ONLY=1]")
    allowsAPIWrites = arguments.flag(
      "api-writes", "Let api_request send more than GET. [CLICKPORT_API_WRITES=1]")
    publishesOutput = arguments.flag(
      "output-schemas",
      "Publish the answers' schemas in tools/list too. [CLICKPORT_OUTPUT_SCHEMAS=1]")
    dialect = try arguments.option(
      "schema-dialect",
      ArgumentHelp(
        "How arguments are described: standard, or openai-strict. [CLICKPORT_SCHEMA_DIALECT]",
        discussion: """
          openai-strict is for frameworks that ask for strict function calling: every argument is \
          required, one that may be left out may be null.
          """,
        valueName: "dialect"))
    structure = try arguments.option(
      "structured",
      ArgumentHelp(
        "When answers are sent as structuredContent too: auto, or always. [CLICKPORT_STRUCTURED]",
        discussion: """
          auto is where the client needs it: with --output-schemas, and for clients that show pages. \
          The text is always there, and some frameworks show a model both.
          """,
        valueName: "when"))
  }

  func validate() throws {
    _ = try configuration()
  }

  /// The defaults, with what the environment and the command line choose together.
  func configuration() throws -> ServeConfiguration {
    var configuration = try ServeConfiguration(.process)
    let names = ServeConfiguration.names
    if let toolsets { configuration.selection.toolsets = names(toolsets) }
    if let tools { configuration.selection.tools = names(tools) ?? [] }
    if let excludedTools { configuration.selection.excludedTools = names(excludedTools) ?? [] }
    if let providers { configuration.selection.providers = names(providers) }
    if isReadOnly { configuration.selection.isReadOnly = true }
    if allowsAPIWrites { configuration.selection.allowsAPIWrites = true }
    if publishesOutput { configuration.publication.outputSchemas = true }
    if let dialect { configuration.publication.dialect = dialect }
    if let structure { configuration.publication.structure = structure }
    return configuration
  }
}

extension SchemaDialect: ArgumentValue {}
extension Publication.Structure: ArgumentValue {}
