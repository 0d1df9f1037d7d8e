internal import JSON
internal import JSONRPC

extension Server {
  /// `tools/list`: the same bytes for every client of a revision (`server/tools#listing-tools`).
  func listTools(
    _ request: Request, _ version: ProtocolVersion
  ) throws(ResponseError) -> JSONObject {
    let page = try Page(of: toolbox.tools, at: request.params?["cursor"])
    var result: JSONObject = ["tools": .array(page.items.map { $0.json(for: version) })]
    result["nextCursor"] = page.nextCursor.map(JSONValue.string)
    return version.isModern ? result.merging(cachingHints) : result
  }
}
