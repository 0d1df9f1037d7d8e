package import JSON
internal import JSONRPC
package import MCP

/// The tools of a manifest that are offered, as a server offers them.
package struct ToolCatalog: Toolbox {
  private let published: Deferred<[Tool]>
  private let listedCount: Int
  private let entries: ToolEntries
  private let publication: Publication
  private let pipeline: CallPipeline

  /// Makes the tools of a surface callable. `handler` is asked once for each that is called what
  /// does it, the server's own among them.
  package init(
    _ surface: ExposedTools, timing: CallTiming = CallTiming(),
    guards: CallGuards = CallGuards(), publication: Publication = Publication(),
    handler makeHandler: @escaping @Sendable (ToolDescriptor) -> any ToolHandler
  ) {
    published = Deferred { publication.tools(of: surface) }
    self.publication = publication
    listedCount = surface.listed.count
    entries = ToolEntries(
      surface.callable, in: guards.country, publication.dialect, handler: makeHandler)
    let withheld = ToolEntries(
      surface.withheld, in: guards.country, publication.dialect, handler: makeHandler)
    pipeline = CallPipeline(entries, withheld: withheld, guards: guards, timing: timing)
  }

  /// Made when somebody lists them first.
  package var tools: [Tool] { published.value }

  /// Calls a tool, with all that belongs to a call; nil when no tool has that name. Throws only the
  /// questions a person is to be asked.
  package func run(
    _ name: String, arguments given: JSONObject, context: RequestContext
  ) async throws(Interruption) -> Result<JSONObject, ToolError>? {
    try await pipeline.run(name, given, context)?.map(\.shown)
  }

  package func call(
    _ name: String, arguments: JSONObject, context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    switch try await pipeline.run(name, arguments, context) {
    case .success(let answer)?:
      let shown = answer.shown
      let structured = publication.structured(
        shown, entries[name]?.outputSchema.value, for: context.client)
      var metadata = answer.metadata
      metadata["clickport/drift"] = structured?.driftJSON
      return CallToolResult(
        shown, structured: structured?.content, metadata: metadata,
        links: publication.links(of: answer, for: context.client))
    case .failure(let error)?: return CallToolResult(error.json, isError: true)
    case nil:
      let hint =
        entries.count > listedCount
        ? "find_tools finds tools by plain words" : "tools/list names them all"
      throw .failed(ResponseError(.invalidParams, unknownTool(name, hint: hint)))
    }
  }

  /// Where the rows are in that tool's answer, when it is a list.
  package func rows(of name: String) -> JSONPointer? { entries.descriptor(of: name)?.rows }

  /// A clause that names the tool that was probably meant, or gives a hint where to look.
  package func unknownTool(_ name: String, hint: String) -> String {
    let meant = entries.nearest(to: name).map { "did you mean \($0)?" }
    return "unknown tool \"\(name.prefix(64))\"; \(meant ?? hint)"
  }
}
