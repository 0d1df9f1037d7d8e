internal import JSON
internal import JSONRPC

/// One page of a list, and the cursor of the next (`server/utilities/pagination`).
struct Page<Item> {
  let items: ArraySlice<Item>
  let nextCursor: String?

  /// The page a cursor names, the first without one. A cursor this server didn't hand out for a
  /// list of this length is −32602.
  init(of all: [Item], at cursor: JSONValue?, size: Int = 100) throws(ResponseError) {
    let start = try Self.start(cursor, count: all.count, size: size)
    let end = min(start + size, all.count)
    items = all[start..<end]
    nextCursor = end < all.count ? Self.cursor(end) : nil
  }

  private static func cursor(_ start: Int) -> String { "from-\(start)" }

  private static func start(
    _ cursor: JSONValue?, count: Int, size: Int
  ) throws(ResponseError) -> Int {
    guard let cursor, !cursor.isNull else { return 0 }
    let starts = stride(from: size, to: count, by: size)
    guard let text = cursor.string, let start = starts.first(where: { Self.cursor($0) == text })
    else {
      throw ResponseError(.invalidParams, "unknown cursor; list again from the start without one")
    }
    return start
  }
}
