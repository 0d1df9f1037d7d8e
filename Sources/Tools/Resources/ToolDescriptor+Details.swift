package import JSON
internal import MCP

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
    details["annotations"] = annotations.json
    details["asks_first"] = consent.map { .string($0.question) }
    details["arguments"] = .array(arguments.map(\.details))
    details["paging"] = paging?.json
    if !rules.isEmpty { details["rules"] = .array(rules.map { .string($0.sentence) }) }
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

extension PagingDescriptor {
  fileprivate var json: JSONValue {
    var json: JSONObject = ["kind": .string(kind.rawValue), "argument": .string(argument)]
    json["next"] = next.map { .string("\($0)") }
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
