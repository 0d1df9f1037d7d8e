import JSON
import JSONRPC
import MCP
import Providers
import Tools

/// `clickport tools`: what there is to call.
struct ListTools: Command {
  static let description = CommandDescription(
    name: "tools",
    abstract: "List the tools a host would be shown, or show one with its arguments.",
    discussion: """
      Which tools are listed follows from the keys that are set and from the options below, as it \
      does for clickport serve.

      Examples:
        clickport tools
        clickport tools --toolsets all
        clickport tools --price
        clickport tools get_clicks --json
      """)

  private let manifest: ManifestOptions
  private let selection: SelectionOptions
  private let output: OutputOptions
  private let showsJSON: Bool
  private let showsPrice: Bool
  private let budget: Int?
  private let name: String?

  init(_ arguments: inout Arguments) throws {
    manifest = try arguments.group()
    selection = try arguments.group()
    output = try arguments.group()
    showsJSON = arguments.flag("json", "Print what an MCP client of the newest revision sees.")
    showsPrice = arguments.flag(
      "price",
      "Print what each tool costs a model's context: bytes, and tokens at four bytes each.")
    budget = try arguments.option(
      "budget",
      ArgumentHelp(
        "With --price: fail when all tools together cost more tokens than this.",
        valueName: "tokens"))
    name = try arguments.optionalWord(
      "name", ArgumentHelp("The tool to show.", completion: .tool()))
  }

  func run() async throws {
    let manifest = try ManifestFiles(overlays: self.manifest.overlays).load()
    let configuration = try selection.configuration()
    if let name {
      do throws(ToolSelectionProblems) {
        try configuration.selection.checkNames(in: manifest)
      } catch {
        throw ValidationError(error.description)
      }
      return try show(name, manifest)
    }
    let services = try Services(configuration, for: manifest)
    let readiness = services.readiness(of: manifest)
    let tools = try services.exposedTools(manifest, configuration.selection, readiness)
    if showsPrice {
      let features = try services.features(manifest, configuration.selection, readiness)
      return try show(await ToolPrice(features), tools)
    }
    try show(tools, of: manifest, configuration.publication)
  }

  private func show(
    _ surface: ExposedTools, of manifest: Manifest, _ publication: Publication
  ) throws {
    if showsJSON {
      let tools = publication.tools(of: surface).map { $0.json(for: .july2026) }
      return Terminal.printLine(JSONValue.array(tools).description)
    }
    var table = Table(
      header: ["TOOL", "TOOLSET", "SERVICE", "EFFECT", "WHAT"],
      important: ["TOOL", "WHAT", "EFFECT", "SERVICE"])
    for tool in surface.listed {
      table.append([tool.name, tool.toolset, tool.provider, tool.effect.rawValue, tool.title])
    }
    try output.show(table)
    let rest = surface.callable.count - surface.listed.count
    if rest > 0 {
      Terminal.printRemark(
        "\(rest) more are found with find_tools and called with use_tool; --toolsets all lists them."
      )
    }
  }

  private func show(_ price: ToolPrice, _ surface: ExposedTools) throws {
    var table = Table(header: ["TOOL", "BYTES", "TOKENS"])
    for (name, bytes) in price.tools {
      table.append(values: [
        .string(name), .number(JSONNumber(bytes)), .number(JSONNumber(ToolPrice.tokens(bytes))),
      ])
    }
    try output.show(table)
    // Where a program reads the table, it is told apart.
    let isTable = output.format(otherwise: .table) == .table
    (isTable ? Terminal.printLine : Terminal.printError)(
      "\(price.tools.count) tools of \(surface.callable.count) within reach: \(price.total) bytes, "
        + "\(ToolPrice.tokens(price.total)) tokens")
    if let budget, ToolPrice.tokens(price.total) > budget {
      Terminal.printRemark("More than the budget of \(budget) tokens.")
      throw ExitCode.failure
    }
  }

  private func show(_ name: String, _ manifest: Manifest) throws {
    guard let tool = manifest.tool(named: name) else {
      let meant = nearestName(to: name, among: manifest.tools.map(\.name))
      throw ValidationError(
        "no tool is named \(name)" + (meant.map { "; did you mean \($0)?" } ?? ""))
    }
    if showsJSON {
      return Terminal.printLine(
        Publication(outputSchemas: true).tool(tool).json(for: .july2026).description)
    }
    guard !output.isChosen || output.format == .table || output.format == nil else {
      return try output.show(arguments(of: tool))
    }
    Terminal.printLine(Terminal.styled("\(tool.name): \(tool.title)", .strong))
    printWrapped(tool.description)
    printWrapped("\(tool.provider), toolset \(tool.toolset), effect \(tool.effect.rawValue)")
    if let inferred = tool.inferred { printWrapped("Inferred: \(inferred)") }
    if let requires = tool.requires { printWrapped("Requires: \(requires)") }
    guard !tool.arguments.isEmpty else { return Terminal.printLine("No arguments.") }
    try output.show(arguments(of: tool))
    Terminal.printLine("* required")
    for rule in tool.rules { printWrapped(rule.sentence) }
    guard let example = tool.example else { return }
    Terminal.printLine("Example:")
    printWrapped("  clickport call \(tool.name) \(example.typed)")
  }

  private func printWrapped(_ text: String) {
    guard let width = output.width else { return Terminal.printLine(text) }
    Terminal.printLines(text.wrapped(to: width))
  }

  private func arguments(of tool: ToolDescriptor) -> Table {
    var table = Table(
      header: ["ARGUMENT", "VALUE", "ALSO", "MEANING"],
      important: ["ARGUMENT", "MEANING", "VALUE"], wrapping: ["VALUE", "MEANING"])
    for argument in tool.arguments {
      table.append([
        argument.name + (argument.isRequired ? " *" : ""), argument.expectation,
        argument.aliases.joined(separator: " "),
        argument.schema.document["description"]?.string ?? "",
      ])
    }
    return table
  }
}

extension JSONObject {
  /// As arguments are typed: by their names, or as JSON where a value has parts.
  fileprivate var typed: String {
    guard members.allSatisfy({ $0.value.array == nil && $0.value.object == nil }) else {
      return "--json \(JSONValue.object(self).description.quotedForShell)"
    }
    return members.map { member in
      "\(member.key)=\((member.value.string ?? member.value.description).quotedForShell)"
    }.joined(separator: " ")
  }
}

extension String {
  /// As a shell reads it as one word.
  fileprivate var quotedForShell: String {
    let isPlain = allSatisfy { character in
      character.isASCII
        && (character.isLetter || character.isNumber || "_-./:@+,%".contains(character))
    }
    if isPlain, !isEmpty { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}

/// What a list of tools costs a model's context, measured on the answers a client gets.
struct ToolPrice {
  /// Each listed tool and its bytes.
  private(set) var tools: [(name: String, bytes: Int)] = []
  /// The bytes of the results of `tools/list`, all pages of them.
  private(set) var total = 0

  /// Four bytes are about a token of English text and JSON.
  static func tokens(_ bytes: Int) -> Int { (bytes + 3) / 4 }

  private static let meta: JSONValue = [
    "io.modelcontextprotocol/protocolVersion": .string(ProtocolVersion.july2026.rawValue),
    "io.modelcontextprotocol/clientCapabilities": [:],
  ]

  init(_ features: ServerFeatures) async {
    let session = Server(CurrentFeatures(features), days: DayClock(WallClock(stoppedAt: nil)))
      .session()
    var cursor: JSONValue?
    repeat {
      var params: JSONObject = ["_meta": Self.meta]
      params["cursor"] = cursor
      let request = Request(id: .string("price"), method: "tools/list", params: params)
      guard case .result(let deferred) = await session.outcome(of: request) else { break }
      let result = deferred.value
      total += result.serialized().count
      for tool in result["tools"]?.array ?? [] {
        tools.append((tool["name"]?.string ?? "", tool.serialized().count))
      }
      cursor = result["nextCursor"]
    } while cursor != nil
  }
}
