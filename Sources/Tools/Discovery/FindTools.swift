package import JSON

/// `find_tools`: the tools that fit a wish in plain words, with what is needed to call them.
package struct FindTools: ToolHandler {
  private let tools: [ToolDescriptor]
  /// Made when it is wanted: most sessions never search, and every one pays for its start.
  private let index: Deferred<ToolIndex>

  private static let defaultLimit = 5

  package init(_ surface: ExposedTools) {
    let tools = surface.callable.filter(\.isFindable)
    self.tools = tools
    index = Deferred { ToolIndex(tools, synonyms: surface.synonyms) }
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let arguments = call.arguments
    let query = arguments["query"]?.string ?? ""
    let limit = arguments["limit"]?.int ?? Self.defaultLimit
    if let tool = tools.first(where: { $0.name == query }) {
      return ["tools": [.object(tool.details)]]
    }
    let found = index.value.search(query, limit: limit)
    var answer: JSONObject = ["tools": .array(found.map { .object($0.summary) })]
    answer["message"] = .string(
      found.isEmpty
        ? "No tool fits these words. Try others: what you want done (list, create, delete) and to "
          + "what (click, link, rotator, message)."
        : "Call one with use_tool. For every argument of a tool, search for its exact name.")
    return answer
  }
}

extension ToolDescriptor {
  /// A tool as a search shows it: one line, and the arguments that are commonly given.
  fileprivate var summary: JSONObject {
    var summary: JSONObject = [
      "name": .string(name), "description": .string(description),
      "effect": .string(effect.rawValue),
    ]
    let shown = arguments.filter { !$0.isAdvanced }.map { argument in
      let note = argument.isRequired ? " (required)" : ""
      return (argument.name, JSONValue.string(argument.expectation + note))
    }
    summary["arguments"] = .object(JSONObject(shown))
    return summary
  }
}
