internal import JSON
internal import JSONRPC

extension Server {
  /// `tools/list`: the same bytes for every client of a revision (`server/tools#listing-tools`).
  func listTools(
    _ request: Request, _ version: ProtocolVersion
  ) throws(ResponseError) -> JSONObject {
    try page(of: offer.toolbox.tools, "tools", request, version) { $0.json(for: version) }
  }

  /// One page of a list, under its name.
  func page<Item>(
    of all: [Item], _ name: String, _ request: Request, _ version: ProtocolVersion,
    json: (Item) -> JSONValue
  ) throws(ResponseError) -> JSONObject {
    let page = try Page(of: all, at: request.params?["cursor"])
    var result: JSONObject = [:]
    result[name] = .array(page.items.map(json))
    result["nextCursor"] = page.nextCursor.map(JSONValue.string)
    return cacheable(result, version)
  }
}
