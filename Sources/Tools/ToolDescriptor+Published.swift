internal import JSON
package import MCP

extension ToolDescriptor {
  /// The service it belongs to; nil for the server's own tools.
  package var service: String? { ownHandler == nil ? provider : nil }

  /// Whether a call of it is the call of a tool that its arguments name.
  package var relays: Bool { ownHandler == .useTool }

  /// Whether it finds tools that aren't listed, or calls them.
  var leadsToOthers: Bool { relays || ownHandler == .findTools }

  /// Whether it reaches what no tool describes.
  var reachesEveryEndpoint: Bool { ownHandler == .apiRequest }

  /// Whether what it reaches can be narrowed to what only reads, whatever its own effect.
  var canBeNarrowed: Bool { relays || reachesEveryEndpoint }

  /// Whether those who search find it. What leads to other tools they have already.
  var isFindable: Bool {
    switch ownHandler {
    case .findTools?, .useTool?, .apiRequest?: false
    default: true
    }
  }

  /// The tool as `tools/list` shows it: without advanced arguments, unless they are wanted, which its
  /// description counts.
  package func published(
    in dialect: SchemaDialect = .standard, withAdvanced: Bool = false, withOutput: Bool = false
  ) -> Tool {
    if dialect == .standard, !withAdvanced, !withOutput,
      let tool = knownPublished.flatMap(publishing)
    {
      return tool
    }
    return Tool(
      name: name, title: title,
      description: withAdvanced ? Self.direct(description) : description + advancedNote,
      inputSchema: dialect.schema(inputSchema(withAdvanced: withAdvanced)),
      outputSchema: withOutput ? publishedOutput : nil, annotations: annotations,
      page: hasChart ? ChartPage.uri : nil)
  }

  /// The answer's schema as clients see it. What a service leaves out of an answer is told, but breaks
  /// nothing.
  var publishedOutput: JSONObject? {
    output.map(PublishedSchema.portable).map {
      service == nil ? $0 : PublishedSchema.withoutRequired($0)
    }
  }

  /// What `published` makes of the tool's details, to be written down.
  var publishedText: JSONObject {
    var text: JSONObject = [
      "title": .string(title), "description": .string(description + advancedNote),
      "inputSchema": .object(inputSchema()),
    ]
    if hasChart { text["chart"] = true }
    return text
  }

  private func publishing(_ text: JSONObject) -> Tool? {
    guard let title = text["title"]?.string, let description = text["description"]?.string,
      let inputSchema = text["inputSchema"]?.object
    else { return nil }
    return Tool(
      name: name, title: title, description: description, inputSchema: inputSchema,
      outputSchema: nil, annotations: annotations,
      page: text.contains("chart") ? ChartPage.uri : nil)
  }

  /// Calling one of the server's own tools may be calling any.
  package var annotations: Tool.Annotations {
    guard service == nil, effect == .destructive else { return effect.annotations }
    return Tool.Annotations(
      isReadOnly: false, isDestructive: true, isIdempotent: false, isOpenWorld: true)
  }

  /// Names that aren't in it are refused or understood where a call is read, not here: clients that
  /// hold calls to a closed schema would lose the arguments that aren't published.
  private func inputSchema(withAdvanced: Bool = false) -> JSONObject {
    let shown = arguments.filter { withAdvanced ? !$0.isTacit : !$0.isAdvanced }
    var schema: JSONObject = ["type": "object"]
    schema["properties"] = .object(
      JSONObject(
        shown.map { argument in
          let published = argument.publishedSchema
          guard withAdvanced, var schema = published.object,
            let text = schema["description"]?.string
          else { return (argument.name, published) }
          schema["description"] = .string(Self.direct(text))
          return (argument.name, .object(schema))
        }))
    // A range may stand for both ends of one.
    let required = shown.filter { $0.isRequired && period?.isEnd($0.name) != true }
      .map { JSONValue.string($0.name) }
    if !required.isEmpty { schema["required"] = .array(required) }
    return schema
  }

  /// A text without the way to what is listed beside it.
  private static func direct(_ text: String) -> String {
    text.replacing(", through use_tool,", with: "").replacing(", through use_tool", with: "")
  }

  /// So many names are worth their room in a model's context.
  private static let namedAdvanced = 3

  private var advancedNote: String {
    let names = arguments.filter { $0.isAdvanced && !$0.isTacit }.map(\.name)
    if names.isEmpty || leadsToOthers { return "" }
    return names.count <= Self.namedAdvanced
      ? " Through use_tool also \(names.joined(separator: ", "))."
      : " \(names.count) more through use_tool."
  }
}
