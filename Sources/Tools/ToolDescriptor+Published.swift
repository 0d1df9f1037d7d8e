internal import JSON
package import MCP

extension ToolDescriptor {
  /// The tool as `tools/list` shows it: without advanced arguments, which its description names.
  package var published: Tool {
    Tool(
      name: name, title: title, description: description + advancedNote,
      inputSchema: inputSchema, outputSchema: output, annotations: effect.annotations)
  }

  private var inputSchema: JSONObject {
    let shown = arguments.filter { !$0.isAdvanced }
    var schema: JSONObject = ["type": "object"]
    guard !shown.isEmpty else {
      if arguments.isEmpty { schema["additionalProperties"] = false }
      return schema
    }
    schema["properties"] = .object(JSONObject(shown.map { ($0.name, $0.schema.document) }))
    let required = shown.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { schema["required"] = .array(required) }
    return schema
  }

  private var advancedNote: String {
    let names = arguments.filter(\.isAdvanced).map(\.name)
    return names.isEmpty ? "" : " Also accepted: \(names.joined(separator: ", "))."
  }
}
