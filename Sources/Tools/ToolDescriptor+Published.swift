internal import JSON
package import MCP

extension ToolDescriptor {
  /// The service it belongs to; nil for the server's own tools.
  package var service: String? { ownHandler == nil ? provider : nil }

  /// Whether a call of it is the call of a tool that its arguments name.
  package var relays: Bool { ownHandler == .callTool }

  /// Whether it reaches what no tool describes.
  var reachesEveryEndpoint: Bool { ownHandler == .apiRequest }

  /// Whether what it reaches can be narrowed to what only reads, whatever its own effect.
  var canBeNarrowed: Bool { relays || reachesEveryEndpoint }

  /// Whether those who search find it. What leads to other tools they have already.
  var isFindable: Bool {
    switch ownHandler {
    case .findTools?, .callTool?, .apiRequest?: false
    default: true
    }
  }

  /// The tool as `tools/list` shows it: without advanced arguments, which its description counts.
  ///
  /// The answer's schema is left out unless it is wanted: it is most of the text a model would
  /// have to read, and can be read where the tool is described in full.
  package func published(withOutput: Bool = false) -> Tool {
    if !withOutput, let tool = knownPublished.flatMap(publishing) { return tool }
    return Tool(
      name: name, title: title, description: description + advancedNote,
      inputSchema: inputSchema, outputSchema: withOutput ? output : nil, annotations: annotations,
      page: hasChart ? ChartPage.uri : nil)
  }

  /// What `published` makes of the tool's details, to be written down.
  var publishedText: JSONObject {
    var text: JSONObject = [
      "title": .string(title), "description": .string(description + advancedNote),
      "inputSchema": .object(inputSchema),
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

  private var inputSchema: JSONObject {
    let shown = arguments.filter { !$0.isAdvanced }
    var schema: JSONObject = ["type": "object"]
    guard !shown.isEmpty else {
      if arguments.isEmpty { schema["additionalProperties"] = false }
      return schema
    }
    schema["properties"] = .object(JSONObject(shown.map { ($0.name, $0.publishedSchema) }))
    // A range may stand for both ends of one.
    let required = shown.filter { $0.isRequired && period?.isEnd($0.name) != true }
      .map { JSONValue.string($0.name) }
    if !required.isEmpty { schema["required"] = .array(required) }
    return schema
  }

  /// So many names are worth their room in a model's context.
  private static let namedAdvanced = 3

  private var advancedNote: String {
    let names = arguments.filter { $0.isAdvanced && !$0.isTacit }.map(\.name)
    if names.isEmpty { return "" }
    if names.count <= Self.namedAdvanced {
      return " Also accepted: \(names.joined(separator: ", "))."
    }
    return " \(names.count) more arguments."
  }
}
