internal import JSON
internal import JSONRPC

extension Session {
  /// One page of the tools, those with a page among them for who shows pages.
  func listTools(
    _ request: Request, _ version: ProtocolVersion, _ capabilities: JSONObject
  ) throws(ResponseError) -> SharedMethod {
    let features = server.features
    let pages = features.pages(shownBy: capabilities)
    return try page(
      of: features.toolbox.tools, "tools", request, version, hints: cachingHintsWithPages
    ) { $0.json(for: version, pages: pages) }
  }

  /// One page of a list, under its name: the same bytes for every client of a revision that says
  /// the same of itself (`server/tools#listing-tools`).
  func page<Item>(
    of all: [Item], _ name: String, _ request: Request, _ version: ProtocolVersion,
    hints: JSONObject? = nil, json: (Item) -> JSONValue
  ) throws(ResponseError) -> SharedMethod {
    let page = try Page(of: all, at: request.params?["cursor"])
    var result: JSONObject = [:]
    result[name] = .array(page.items.map(json))
    result["nextCursor"] = page.nextCursor.map(JSONValue.string)
    return .immediate(version.isModern ? result.merging(hints ?? cachingHints) : result)
  }

  /// `tools/call`: runs a tool and encodes its answer for the request's revision. −32602 where the
  /// request is no `CallToolRequest`; what is in the arguments is the tool's to judge.
  func callTool(_ request: Request) throws(ResponseError) -> SharedMethod {
    guard let name = request.params?["name"]?.string else {
      throw ResponseError(.invalidParams, "params.name must be a string: the tool's name")
    }
    let arguments = try Self.arguments(of: request)
    let toolbox = server.features.toolbox
    return .working { context throws(Interruption) in
      let result = try await toolbox.call(name, arguments: arguments, context: context)
      let version = context.version
      return DeferredResult(atMost: result.size) { .object(result.json(for: version)) }
    }
  }

  /// `params.arguments`: an object, which may come as a text of JSON or, when it is empty, as `[]` or
  /// a blank text; empty where there are none.
  static func arguments(of request: Request) throws(ResponseError) -> JSONObject {
    guard let arguments = request.params?["arguments"], !arguments.isNull else { return [:] }
    if let object = arguments.object ?? arguments.objectMeant { return object }
    if let text = arguments.string, text.isBlank || text == "null" { return [:] }
    throw ResponseError(.invalidParams, "params.arguments must be an object")
  }
}

/// One page of a list, and the cursor of the next (`server/utilities/pagination`).
struct Page<Item> {
  let items: ArraySlice<Item>
  let nextCursor: String?

  /// The page a cursor names, the first without one or with a blank one. A cursor this server didn't
  /// hand out for a list of this length is −32602. Many clients read the first page alone.
  init(of all: [Item], at cursor: JSONValue?, size: Int = 500) throws(ResponseError) {
    let start = try Self.start(cursor, count: all.count, size: size)
    let end = min(start + size, all.count)
    items = all[start..<end]
    nextCursor = end < all.count ? Self.cursor(end) : nil
  }

  private static func cursor(_ start: Int) -> String { "from-\(start)" }

  private static func start(
    _ cursor: JSONValue?, count: Int, size: Int
  ) throws(ResponseError) -> Int {
    guard let cursor, !cursor.isNull, cursor.string?.isBlank != true else { return 0 }
    let starts = stride(from: size, to: count, by: size)
    guard let text = cursor.string, let start = starts.first(where: { Self.cursor($0) == text })
    else {
      throw ResponseError(.invalidParams, "unknown cursor; list again from the start without one")
    }
    return start
  }
}
