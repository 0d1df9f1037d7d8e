package import JSON

/// `use_tool`: whose call is that of the tool it names, with all its checks. The pipeline finds that
/// one; what comes here names none.
package struct UseTool: ToolHandler {
  private let names: [String]

  package init(_ surface: ExposedTools) {
    names = surface.callable.filter { !$0.relays }.map(\.name)
  }

  /// The tool that is meant, and what is given for it.
  static func name(in arguments: Arguments) -> String { arguments["name"]?.string ?? "" }
  static func arguments(in arguments: Arguments) -> JSONObject {
    arguments["arguments"]?.object ?? [:]
  }

  package func target(of call: ToolCall) throws(ToolError) -> CallTarget {
    throw unknown(Self.name(in: call.arguments))
  }

  package func call(_ call: ToolCall) throws(ToolError) -> JSONObject {
    throw unknown(Self.name(in: call.arguments))
  }

  private func unknown(_ name: String) -> ToolError {
    let problem = ArgumentProblem(
      "name",
      problem: name == ToolDescriptor.OwnHandler.useTool.rawValue
        ? "is this tool itself" : "no tool is named \"\(name.prefix(64))\"",
      expected: nearestName(to: name, among: names).map { "did you mean \($0)?" }
        ?? "a name that find_tools gives")
    return ToolError([problem], effect: .read)
  }
}
