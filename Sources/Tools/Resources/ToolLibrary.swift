package import JSON
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

extension ToolDescriptor {
  /// The tool in an index of all.
  var indexEntry: JSONObject {
    [
      "name": .string(name), "title": .string(title), "provider": .string(provider),
      "toolset": .string(toolset), "effect": .string(effect.rawValue),
    ]
  }

  /// Everything a client may use, advanced arguments too; nothing of how it is done.
  package var details: JSONObject {
    var details = indexEntry
    details["description"] = .string(description)
    details["confidence"] = .string(confidence.rawValue)
    details["inferred"] = inferred.map(JSONValue.string)
    details["requires"] = requires.map(JSONValue.string)
    details["annotations"] = annotations.json
    details["key"] = key.json
    details["asks_first"] = consent.map { .string($0.question) }
    details["arguments"] = .array(arguments.map(\.details))
    details["paging"] = paging?.json
    if !measures.isEmpty { details["measures"] = .object(JSONObject(measures.map(\.json))) }
    let rules = rules.map(\.sentence) + (period.map { [$0.sentence] } ?? [])
    if !rules.isEmpty { details["rules"] = .array(rules.map { .string($0) }) }
    details["output"] = output.map(JSONValue.object)
    details["example"] = example.map { ["name": .string(name), "arguments": .object($0)] }
    return details
  }
}

extension ArgumentDescriptor {
  fileprivate var details: JSONValue {
    var details: JSONObject = ["name": .string(name), "required": .bool(isRequired)]
    if isAdvanced { details["advanced"] = true }
    if !aliases.isEmpty { details["aliases"] = .array(aliases.map { .string($0) }) }
    details["schema"] = publishedSchema
    return .object(details)
  }
}

extension MeasureDescriptor {
  /// Its name, and the column of `query_rows` that holds it.
  fileprivate var json: (String, JSONValue) { (name, .string(path.joined(separator: "."))) }
}

extension PagingDescriptor {
  fileprivate var json: JSONValue {
    var json: JSONObject = ["kind": .string(kind.rawValue), "argument": .string(argument)]
    json["next"] = next.map { .string("\($0)") }
    json["total"] = total.map { .string("\($0)") }
    return .object(json)
  }
}

extension ArgumentRule {
  /// The rule in words.
  package var sentence: String {
    switch self {
    case .ordered(let first, let second): "\(second) must not lie before \(first)."
    case .maximumDays(let days, let from, let to):
      "From \(from) to \(to) at most \(days) days, both counted."
    case .together(let names): "All or none of \(Self.list(names))."
    case .exclusive(let names): "At most one of \(Self.list(names))."
    case .atLeastOne(let names): "At least one of \(Self.list(names))."
    case .required(let name, let condition): "\(name) is required when \(condition)."
    case .only(let names, let condition):
      "\(Self.list(names)) can be given only when \(condition)."
    case .needs(let name, let other): "\(name) can be given only beside \(other)."
    }
  }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
