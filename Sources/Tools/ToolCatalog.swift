package import JSON
package import JSONRPC
package import MCP

/// The compiled manifest: name → tool, how its arguments are read, how it is done.
package struct ToolCatalog: Toolbox {
  package let tools: [Tool]
  private let entries: [String: Entry]

  private struct Entry {
    let descriptor: ToolDescriptor
    let arguments: ArgumentReader
    let handler: any ToolHandler

    func read(_ given: JSONObject) throws(ToolError) -> Arguments {
      switch arguments.read(given) {
      case .success(let arguments): return arguments
      case .failure(let failure):
        throw ToolError(failure.problems, effect: descriptor.effect)
      }
    }
  }

  /// Makes every tool of the manifest callable. `handlers` is asked once for each provider how
  /// its tools are done.
  package init(
    _ manifest: Manifest,
    handlers: (ProviderDescriptor) throws -> (ToolDescriptor) -> any ToolHandler
  ) rethrows {
    var entries: [String: Entry] = [:]
    for provider in manifest.providers {
      let makeHandler = try handlers(provider)
      for descriptor in provider.tools {
        entries[descriptor.name] = Entry(
          descriptor: descriptor, arguments: ArgumentReader(descriptor),
          handler: makeHandler(descriptor))
      }
    }
    self.entries = entries
    tools = manifest.tools.map(\.published)
  }

  /// Runs a tool: reads the arguments, calls the handler, names tool and provider in an error.
  /// Nothing when no tool has that name.
  package func run(
    _ name: String, arguments given: JSONObject, context: RequestContext
  ) async -> Result<JSONObject, ToolError>? {
    guard let entry = entries[name] else { return nil }
    do throws(ToolError) {
      let arguments = try entry.read(given)
      return .success(try await entry.handler.call(arguments, context: context))
    } catch {
      var error = error
      error.tool = name
      error.provider = error.provider ?? entry.descriptor.provider
      return .failure(error)
    }
  }

  package func call(
    _ name: String, arguments: JSONObject, context: RequestContext
  ) async throws(ResponseError) -> CallToolResult {
    switch await run(name, arguments: arguments, context: context) {
    case .success(let answer)?: return CallToolResult(answer)
    case .failure(let error)?: return CallToolResult(error.json, isError: true)
    case nil: throw ResponseError(.invalidParams, unknownTool(name, listedBy: "tools/list"))
    }
  }

  /// Where the rows are in that tool's answer, when it is a list.
  package func rows(of name: String) -> JSONPointer? { entries[name]?.descriptor.rows }

  /// A clause that names the tool that was probably meant, or says where all are named.
  package func unknownTool(_ name: String, listedBy list: String) -> String {
    let meant = nearestName(to: name, among: tools.map(\.name)).map { "; did you mean \($0)?" }
    return "unknown tool \"\(name.prefix(64))\"" + (meant ?? "; \(list) names them all")
  }
}
